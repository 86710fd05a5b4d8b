/** Rings that a hand drags: they move the controls that they name, and the cells follow as if the controls had been moved. */
import { expect } from "playwright/test";
import { test } from "./fixtures.ts";

const PAGE = "machine-learning/support-vector-machines/";

test("a ring that is dragged moves the sliders, also on a chart that nobody has run", async ({ page }) => {
  await page.goto(PAGE);
  const [across, up] = [page.getByLabel("Across"), page.getByLabel("Up")];
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
  await expect.poll(() => page.getByLabel("Across").inputValue().then(Number)).toBeGreaterThan(8.5);
});
