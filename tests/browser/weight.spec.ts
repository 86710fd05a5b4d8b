import { gzipSync } from "node:zlib";
import { expect, type Page } from "playwright/test";
import { test } from "./fixtures.ts";

/** All script that a page loads before anyone touches it, gzipped, in bytes; scripts within the page included. */
async function scriptWeight(page: Page, path: string): Promise<number> {
  const texts: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") texts.push(response.text());
  });
  await page.goto(path, { waitUntil: "networkidle" });
  const inline = await page.evaluate(() => [...document.scripts].filter(({ src }) => src === "").map(({ textContent }) => textContent ?? ""));
  const all = [...(await Promise.all(texts)), ...inline];
  expect(
    all.some((text) => text.includes("ml-notebook")),
    path,
  ).toBe(path === "two-machines/");
  return all.reduce((sum, text) => sum + gzipSync(text).length, 0);
}

test("a chapter that nobody has touched loads at most 12 KB of script more than a plain page", async ({ page, context }) => {
  const plain = await scriptWeight(page, "reference/glossary/");
  const chapter = await scriptWeight(await context.newPage(), "two-machines/");
  console.log(`script, gzipped: plain page ${plain} bytes, chapter ${chapter} bytes`);
  expect(chapter - plain).toBeLessThanOrEqual(12 * 1024);
});
