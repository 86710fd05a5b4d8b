/** The guide: by keyboard, told to those who cannot see it, and without scripts. */
import { expect } from "playwright/test";
import { test } from "./fixtures.ts";

const PAGE = "which-should-i-use/";

test("leads by keyboard from question to answer, says so, and goes back", async ({ page }) => {
  await page.goto(PAGE);
  const guide = page.locator("ml-guide");
  await expect(guide.getByRole("group")).toHaveCount(1);
  await guide.getByRole("radio").first().focus();
  await page.keyboard.press("Space");
  await expect(guide.getByRole("status")).toHaveText("Next question: What is to come out?");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await expect(guide.getByRole("radio", { name: "a place in the text" })).toBeChecked();
  await expect(guide.getByRole("status")).toHaveText(/^Use: An encoder that points/);
  await expect(guide.locator(".guide-answer:visible")).toHaveCount(1);
  await guide.getByRole("radio", { name: "pictures" }).check();
  await expect(guide.getByRole("group", { name: "What is to come out?" })).toHaveCount(0);
});

test("works without scripts, and has all ways in a table", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) });
  const page = await context.newPage();
  await page.goto(PAGE);
  await page.getByRole("radio", { name: "text", exact: true }).check();
  await page.getByRole("radio", { name: "a new text" }).check();
  await page.getByRole("radio", { name: "no", exact: true }).check();
  await expect(page.locator(".guide-answer:visible .use")).toHaveText("An open language model on a machine of your own");
  expect(await page.locator(".guide-table tbody tr").count()).toBeGreaterThan(10);
  await context.close();
});
