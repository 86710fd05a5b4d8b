import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

/** The manual's example: one cell with a setting, one that draws. */
async function manual(page: Page) {
  const chapter = await Chapter.open(page, "reference/notebooks/");
  const cell = chapter.cell("compared");
  const output = chapter.output(cell);
  return {
    chapter,
    cell,
    output,
    keep: output.getByRole("button", { name: "Keep this run" }),
    kept: output.getByRole("group", { name: "Runs" }).getByRole("listitem"),
    said: output.getByRole("status"),
    choose: (rate: string) => page.getByRole("combobox", { name: "Rate" }).selectOption(rate),
    /** What the chart says of its curves to those who cannot see it. Where the build was slow, its cell counts as one that takes long, and waits for Run. */
    says: (text: RegExp) =>
      expect(async () => {
        if ((await cell.getAttribute("data-state")) === "stale") await chapter.run(cell);
        await expect(output.locator("svg[role=img]:visible")).toHaveAttribute("aria-label", text, { timeout: 10_000 });
      }).toPass(),
    lines: output.locator("svg[role=img]:visible [aria-label=line] path"),
  };
}

test("a run that is kept stands beside the next one, by its settings, until it is forgotten", async ({ page }) => {
  const { chapter, cell, output, keep, kept, said, choose, says, lines } = await manual(page);
  await expect(output.locator(".present")).toHaveText("rate 0.1");
  // What the build trained can be kept, and nothing runs for it.
  await keep.press("Enter");
  await expect(said).toHaveText("Kept: rate 0.1. The next runs are drawn beside it.");
  await expect(kept).toHaveText(["rate 0.1 Forget"]);
  await expect(keep).toBeFocused();
  await chapter.state(cell, "idle");

  await choose("0.5");
  await says(/^2 curves of loss over step, from 0 to 19: rate 0\.5 \(20 points\) goes from 1 to [^;]*; rate 0\.1 \(20 points\) goes from 1 to/);
  await expect(lines).toHaveCount(2);
  await expect(lines.nth(0)).not.toHaveAttribute("stroke-opacity");
  await expect(output.locator("svg[role=img]:visible text", { hasText: /^rate 0\.[15]$/ })).toHaveCount(2);
  const { violations } = await new AxeBuilder({ page }).include('ml-cell[data-cell="compared"]').analyze();
  expect(violations).toEqual([]);

  await keep.click();
  await choose("0.9");
  await says(/^3 curves/);
  await expect(kept).toHaveText(["rate 0.1 Forget", "rate 0.5 Forget"]);
  await output.getByRole("button", { name: "Forget rate 0.1" }).press("Enter");
  await expect(said).toHaveText("Forgotten: rate 0.1.");
  await expect(output.getByRole("button", { name: "Forget rate 0.5" })).toBeFocused();
  await says(/^2 curves .*rate 0\.9 .*rate 0\.5/);

  await choose("0.1");
  await keep.click();
  await output.getByRole("button", { name: "Forget all" }).click();
  await expect(said).toHaveText("2 runs are forgotten.");
  await expect(kept).toHaveCount(0);
  await expect(keep).toBeFocused();
  await says(/^Curve of loss/);
});

test("what is kept outlives an edit, a restart of the kernel, and a reload", async ({ page }) => {
  const { chapter, cell, keep, kept, choose, says } = await manual(page);
  await choose("0.5");
  await says(/^Curve of loss .* goes from 1 to [\d.e-]*e-12/);
  await keep.click();
  await expect(kept).toHaveText(["rate 0.5 Forget"]);
  await chapter.try(
    cell,
    'import { curves } from "#charts";\nimport { runs } from "#notebook";\ncurves(runs("Runs", downhill.slice(0, 9), { settings: { rate, points: 9 } }), { x: "step", y: "loss", stroke: "run" }).plot()',
  );
  await says(/^2 curves .*rate 0\.5, points 9 \(9 points\).*; rate 0\.5 \(20 points\)/);
  // A cell that never ends costs the kernel.
  await chapter.try(chapter.scratch, "while (true);");
  await chapter.state(chapter.scratch, "running");
  await chapter.stop();
  await chapter.state(chapter.scratch, "stopped");
  await chapter.run(cell);
  await says(/^2 curves .*rate 0\.5, points 9 \(9 points\).*; rate 0\.5 \(20 points\)/);

  await page.reload();
  await expect(kept).toHaveText(["rate 0.5 Forget"]);
  await chapter.run(cell);
  await says(/^2 curves .*rate 0\.1, points 9 \(9 points\).*; rate 0\.5 \(20 points\)/);
  await page.getByRole("button", { name: "Forget rate 0.5" }).click();
  await says(/^Curve of loss/);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(":runs:")))).toEqual([]);
});

test("a sixth run is kept when another is forgotten, and one that is kept is there once", async ({ page }) => {
  const { chapter, output, keep, kept, said } = await manual(page);
  const cell = chapter.scratch;
  await chapter.try(
    cell,
    'import { number, runs } from "#notebook";\nconst k = number("K", { value: 1 });\nconst mine = runs("Mine", [{ k }], { settings: { k } });\nmine.map(({ run }) => run).join(" and ")',
  );
  await chapter.state(cell, "done");
  const own = chapter.output(cell);
  const press = own.getByRole("button", { name: "Keep this run" });
  for (const k of [1, 2, 3, 4, 5]) {
    await own.getByRole("spinbutton", { name: "K" }).fill(String(k));
    await own.getByRole("spinbutton", { name: "K" }).press("Enter");
    await expect(own.locator(".present")).toHaveText(`k ${k}`);
    await press.click();
    await expect(own.getByRole("listitem")).toHaveCount(k);
  }
  await press.click();
  await expect(own.getByRole("status")).toHaveText("You keep this run already.");
  await own.getByRole("spinbutton", { name: "K" }).fill("6");
  await own.getByRole("spinbutton", { name: "K" }).press("Enter");
  await expect(own.locator(".out-text").last()).toHaveText("k 6 and k 1 and k 2 and k 3 and k 4 and k 5");
  await press.click();
  await expect(own.getByRole("alert")).toHaveText("You keep 5 runs. Forget one to keep another.");
  // Each control keeps its own.
  await expect(kept).toHaveCount(0);
  await expect(said).toHaveText("");
  await keep.click();
  await expect(output.getByRole("listitem")).toHaveCount(1);
});

test("where the browser keeps nothing, runs are kept while the page is open, and the reader is told", async ({ page }) => {
  const { chapter, keep, output, choose, says } = await manual(page);
  await chapter.fillStorage();
  await keep.click();
  await expect(output.getByRole("alert")).toContainText("This browser lets this site keep nothing more");
  await choose("0.9");
  await says(/^2 curves/);
});

test("a training that takes long is not trained again for what is kept or forgotten", async ({ page }) => {
  const chapter = await Chapter.open(page, "machine-learning/image-classification/");
  const drawn = chapter.cell("accuracies");
  const output = chapter.output(drawn);
  await output.getByRole("button", { name: "Keep this run" }).click();
  await page.getByRole("combobox", { name: "Highest rate" }).selectOption("0.04");
  await chapter.state(drawn, "stale");
  await chapter.run(chapter.cell("stencils"));
  await chapter.state(chapter.cell("stencils"), "done");
  await chapter.state(drawn, "done");
  const chart = output.locator("svg[role=img]:visible");
  await expect(chart).toHaveAttribute("aria-label", /^2 curves .*rate 0\.04, beginning 1 .*; rate 0\.004, beginning 1/);
  const bar = await chapter.output(chapter.cell("stencils")).locator(".out-progress").textContent();
  await output.getByRole("button", { name: "Forget rate 0.004, beginning 1" }).click();
  await expect(chart).toHaveAttribute("aria-label", /^2 curves .*validation .*being learnt/);
  await chapter.state(chapter.cell("stencils"), "done");
  expect(await chapter.output(chapter.cell("stencils")).locator(".out-progress").textContent()).toBe(bar);
});
