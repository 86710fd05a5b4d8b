import { BASE } from "../base.ts";

/** What a part of a lesson says when its author gave it something that it cannot show: where, and what is wrong. */
export function check(condition: unknown, page: string, problem: string): asserts condition {
  if (!condition) throw new Error(`${page}: ${problem}`);
}

interface Route {
  starlightRoute?: { entry?: { filePath?: string | undefined } };
}

/** The file of the page that is being built, for messages to its author. */
export const pageOf = (locals: object, url: URL): string => (locals as Route).starlightRoute?.entry?.filePath ?? url.pathname;

/** Where the page of this id is. */
export const addressOf = (id: string): string => `${BASE}${id === "index" ? "" : `${id}/`}`;
