import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { test } from "./fixtures.ts";
import { pages } from "./pages.ts";
import { LAYOUT, ROOT, UNDER_A_PATH } from "./playwright.config.ts";

/** What a page that is read without being drawn says: where it links to, and what links can lead to in it. */
interface Read {
  links: string[];
  ids: Set<string>;
}

/** All pages that links lead to, from the first one on. */
async function crawl(page: Page, root: string): Promise<Map<string, Read>> {
  await page.goto(root);
  const found = new Map<string, Read>();
  const urls = new Set([root]);
  for (const url of urls) {
    const { status, links, ids } = await page.evaluate(async (url) => {
      const answer = await fetch(url);
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      const all = Array.from(read.querySelectorAll("a[href]"), (a) => new URL(a.getAttribute("href")!, url).href);
      // A redirect is followed as a browser would follow it.
      const to = /url=(.*)/.exec(read.querySelector('meta[http-equiv="refresh"]')?.getAttribute("content") ?? "")?.[1];
      return {
        status: answer.status,
        links: to === undefined ? all : [new URL(to, url).href],
        ids: Array.from(read.querySelectorAll("[id]"), ({ id }) => id),
      };
    }, url);
    expect(status, url).toBe(200);
    const inside = links.filter((link) => new URL(link).origin === new URL(root).origin);
    found.set(url, { links: inside, ids: new Set(ids) });
    for (const link of inside) {
      const { origin, pathname } = new URL(link);
      expect(pathname.startsWith(new URL(root).pathname), `${url} links to ${link}`).toBe(true);
      urls.add(origin + pathname);
    }
  }
  return found;
}

for (const [where, root] of [
  ["the root of a host", ROOT],
  ["a path of a host", UNDER_A_PATH],
] as const)
  test(`under ${where}, all links and anchors lead somewhere, and to every page`, async ({ page }) => {
    const found = await crawl(page, root);
    for (const [url, { links }] of found)
      for (const link of links) {
        const { origin, pathname, hash } = new URL(link);
        // Links into the Playground carry edits in the place of an anchor.
        if (hash === "" || hash.startsWith("#edits=")) continue;
        expect(found.get(origin + pathname)!.ids.has(decodeURIComponent(hash.slice(1))), `${url} links to ${link}`).toBe(true);
      }
    expect(pages.length).toBeGreaterThan(40);
    expect(pages.filter((path) => !found.has(root + path))).toEqual([]);
  });

/** What depends on colours: all else was looked at in light mode, and the dark one changes nothing but them. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

for (const path of pages)
  test(`axe finds nothing on /${path} in light and in dark mode`, async ({ page }) => {
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      if (scheme === "light") await page.goto(path);
      await expect(page.locator("html")).toHaveAttribute("data-theme", scheme);
      const axe = new AxeBuilder({ page });
      const { violations } = await (scheme === "light" ? axe : axe.withRules(OF_COLOURS)).analyze();
      expect(violations.map(({ id, nodes }) => ({ scheme, id, nodes: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) }))).toEqual([]);
    }
  });

test("under a path, the chapter runs", async ({ page }) => {
  await page.goto(`${UNDER_A_PATH}two-machines/`);
  const cell = page.locator("ml-cell").last();
  await cell.locator('button[data-action="run"]').click();
  await expect(cell).toHaveAttribute("data-state", "done");
});

test("nothing scrolls sideways at 390 pixels", LAYOUT, async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of pages) {
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
  }
});
