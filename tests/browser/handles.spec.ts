/** Rings that a hand drags: they move the controls that they name, and the cells follow as if the controls had been moved. */
import { expect } from "playwright/test";
import { test } from "./fixtures.ts";

const PAGE = "machine-learning/support-vector-machines/";

test("a ring that is dragged moves the sliders, also on a chart that nobody has run", async ({ page }) => {
  await page.goto(PAGE);
  const [across, up] = [page.getByLabel("Across", { exact: true }), page.getByLabel("Up", { exact: true })];
  const words = page.locator('ml-cell[data-cell="street"] svg:visible').last();
  await expect(words).toContainText("held by 3 of 19 points");
  const ring = (await page.locator("[data-moves]:visible").first().boundingBox())!;
  const middle = { x: ring.x + ring.width / 2, y: ring.y + ring.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + 50, middle.y + 20, { steps: 5 });
  await expect.poll(() => across.inputValue().then(Number)).toBeGreaterThan(5.8);
  expect(Number(await up.inputValue())).toBeLessThan(3);
  await expect(words).not.toContainText("2.86 wide");
  await page.mouse.up();
  const released = await across.inputValue();
  await page.mouse.move(middle.x - 100, middle.y, { steps: 3 });
  expect(await across.inputValue()).toBe(released);
});

test("a press beside the rings brings the nearest one there", async ({ page }) => {
  await page.goto(PAGE);
  const chart = (await page.locator('ml-cell[data-cell="street"] svg:visible').last().boundingBox())!;
  await page.mouse.click(chart.x + 0.9 * chart.width, chart.y + 0.3 * chart.height);
  await expect.poll(() => page.getByLabel("Across", { exact: true }).inputValue().then(Number)).toBeGreaterThan(8.5);
});

test("rings that stand for a list of places write in it", async ({ page }) => {
  await page.goto("machine-learning/clustering/");
  const field = page.getByLabel("Three centres");
  await expect(field).toHaveValue("36, 178; 40, 182; 44, 178");
  const ring = (await page.locator('[data-moves][data-item="1"]:visible').first().boundingBox())!;
  const middle = { x: ring.x + ring.width / 2, y: ring.y + ring.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + 60, middle.y - 60, { steps: 5 });
  await page.mouse.up();
  await expect(field).toHaveValue(/^36, 178; (?!40, 182)[\d.]+, [\d.]+; 44, 178$/);
  await expect(page.locator('ml-cell[data-cell="walk"] .output')).not.toContainText("round 9 of 9");
});

test("places that are no numbers are refused in words", async ({ page }) => {
  await page.goto("machine-learning/clustering/");
  await page.getByLabel("Three centres").fill("36, 178; here; 44, 178");
  await expect(page.locator('ml-cell[data-cell="walk"]')).toContainText('place 2 is "here": write two numbers');
});
