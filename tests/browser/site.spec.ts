import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { test } from "./fixtures.ts";
import { LAYOUT, ROOT, UNDER_A_PATH } from "./playwright.config.ts";

/** All pages that links lead to, from the first one on, with the anchors that links name. */
async function crawl(page: Page, root: string): Promise<Map<string, Set<string>>> {
  const anchors = new Map<string, Set<string>>([[root, new Set()]]);
  for (const [url] of anchors) {
    const answer = await page.goto(url);
    expect(answer?.status(), url).toBe(200);
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => new URL(a.getAttribute("href")!, a.baseURI).href));
    for (const link of links) {
      const { origin, pathname, hash } = new URL(link);
      if (origin !== new URL(root).origin) continue;
      expect(pathname.startsWith(new URL(root).pathname), `${url} links to ${link}`).toBe(true);
      if (!anchors.has(origin + pathname)) anchors.set(origin + pathname, new Set());
      // Links into the Playground carry edits in the place of an anchor.
      if (hash && !hash.startsWith("#edits=")) anchors.get(origin + pathname)!.add(decodeURIComponent(hash.slice(1)));
    }
  }
  return anchors;
}

for (const [where, root] of [
  ["the root of a host", ROOT],
  ["a path of a host", UNDER_A_PATH],
] as const)
  test(`under ${where}, all links and anchors lead somewhere`, async ({ page }) => {
    const pages = await crawl(page, root);
    expect(pages.size).toBeGreaterThan(4);
    for (const [url, anchors] of pages) {
      if (anchors.size === 0) continue;
      await page.goto(url);
      for (const anchor of anchors) expect(await page.evaluate((id) => document.getElementById(id) !== null, anchor), `${url}#${anchor}`).toBe(true);
    }
  });

for (const scheme of ["light", "dark"] as const)
  test(`axe finds nothing on any page in ${scheme} mode`, async ({ page }) => {
    test.setTimeout(1_800_000);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const [url] of await crawl(page, ROOT)) {
      await page.goto(url);
      await expect(page.locator("html")).toHaveAttribute("data-theme", scheme);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => ({ url, id, nodes: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) }))).toEqual([]);
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
  for (const [url] of await crawl(page, ROOT)) {
    await page.goto(url);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), url).toBeLessThanOrEqual(390);
  }
});
