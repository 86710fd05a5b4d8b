import { test as base, expect, type Page } from "playwright/test";

interface Allow {
  /** Expect messages like this on the console. */
  console(pattern: RegExp): void;
}

/**
 * Playwright's `test`, which also fails when a page writes an error to the console, throws, or asks any other host for
 * anything.
 */
export const test = base.extend<{ allow: Allow; watched: void }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  allow: async ({}, use) => {
    const patterns: RegExp[] = [];
    await use(Object.assign({ console: (pattern: RegExp) => void patterns.push(pattern) }, { patterns }));
  },
  watched: [
    async ({ context, allow }, use) => {
      const complaints: string[] = [];
      const { patterns } = allow as unknown as { patterns: RegExp[] };
      const complain = (text: string) => {
        if (!patterns.some((pattern) => pattern.test(text))) complaints.push(text);
      };
      const watch = (page: Page) => {
        page.on("console", (message) => message.type() === "error" && complain(`console: ${message.text()} ${message.location().url}`));
        page.on("pageerror", (error) => complain(`error: ${error.message}`));
        page.on("request", (request) => {
          const { protocol, hostname } = new URL(request.url());
          if (protocol.startsWith("http") && hostname !== "127.0.0.1") complain(`request to another host: ${request.url()}`);
        });
      };
      context.on("page", watch);
      await use();
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});
