/** The path under which the site lives, with a slash at its end. */
export const BASE = import.meta.env.BASE_URL.replace(/\/?$/, "/");
