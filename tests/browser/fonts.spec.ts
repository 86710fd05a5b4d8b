import { expect } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";
import { LAYOUT } from "./playwright.config.ts";

/** What each project is drawn in. */
const DRAWN: Record<string, { text: string; code: string; pixels: string }> = {
  dejavu: { text: "DejaVu Sans", code: "DejaVu Sans Mono", pixels: "16px" },
  liberation: { text: "Liberation Sans", code: "Liberation Mono", pixels: "16px" },
  "large-text": { text: "DejaVu Sans", code: "DejaVu Sans Mono", pixels: "20px" },
};

test("pages are drawn in the fonts that the tests bring along", LAYOUT, async ({ page }, { project }) => {
  await page.goto("playground/");
  const session = await page.context().newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument");
  const drawnIn = async (selector: string) => {
    const { nodeIds } = await session.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
    const found = await Promise.all(nodeIds.map((nodeId) => session.send("CSS.getPlatformFontsForNode", { nodeId })));
    return [...new Set(found.flatMap(({ fonts }) => fonts.map(({ familyName }) => familyName)))];
  };
  const { text, code, pixels } = DRAWN[project.name]!;
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe(pixels);
  if (process.platform !== "linux") return;
  expect(await drawnIn(".notebook-bar")).toEqual([text]);
  expect(await drawnIn("main p code")).toEqual([code]);
});

test("buttons say what they do in Latin-1, which every font has", async ({ page }) => {
  const chapter = await Chapter.open(page, "playground/");
  const odd = (where: string) =>
    page
      .locator(`${where} button`)
      .evaluateAll((all) => all.map(({ textContent }) => textContent ?? "").filter((text) => /[^\n\u0020-\u00ff]/.test(text)));
  expect(await odd("ml-notebook")).toEqual([]);
  await chapter.scratch.locator('button[data-action="commands"]').click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await odd("dialog")).toEqual([]);
});
