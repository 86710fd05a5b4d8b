import { expect, type Locator } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

type Locators = [Locator, Locator, Locator, Locator];

/** Four cells in the Playground: a cheap one, one that takes long, one that reads it, and one beside them. */
async function open(page: Chapter["page"]): Promise<Chapter> {
  const chapter = await Chapter.open(page, "playground/");
  const cells = [
    "const x = 1;",
    "const model = await new Promise<number>((done) => setTimeout(() => done(x * 10), 3000));\nmodel",
    "model + 1",
    "x + 1",
  ];
  for (const [i, text] of cells.entries()) {
    if (i > 0) await page.getByRole("button", { name: "Add a cell" }).click();
    await chapter.write(page.locator("ml-cell").nth(i), text);
  }
  await page.locator('.notebook-bar [data-action="run-all"]').click();
  await chapter.state(page.locator("ml-cell").nth(3), "done");
  await chapter.state(page.locator("ml-cell").nth(2), "done");
  return chapter;
}

test.describe("a cell that takes long", () => {
  test("waits for the reader when something above it changes; one button brings the page up to date", async ({ page }) => {
    const chapter = await open(page);
    const [cheap, slow, reader, beside] = [0, 1, 2, 3].map((i) => page.locator("ml-cell").nth(i)) as Locators;
    await chapter.try(cheap, "const x = 2;");
    await expect(chapter.output(beside)).toHaveText("3");
    await chapter.state(slow, "stale");
    await chapter.state(reader, "stale");
    await expect(slow.locator(".note")).toContainText("out of date");
    await expect(chapter.output(slow)).toHaveText("10");
    const button = page.locator('.notebook-bar [data-action="run-stale"]');
    await expect(button).toHaveText("Bring up to date (2)");
    await button.click();
    await expect(chapter.output(reader)).toHaveText("21");
    await expect(button).toBeHidden();
  });

  test("is never greyed while it runs, and what is queued can be cancelled", async ({ page }) => {
    const chapter = await open(page);
    const [slow, reader, beside] = [1, 2, 3].map((i) => page.locator("ml-cell").nth(i)) as Locators;
    await chapter.run(slow);
    await chapter.state(slow, "running");
    expect(await chapter.output(slow).evaluate((output) => getComputedStyle(output).opacity)).toBe("1");
    await chapter.state(reader, "queued");
    await reader.getByRole("button", { name: /^Cancel/ }).click();
    await chapter.state(reader, "stale");
    await chapter.state(slow, "done");
    await chapter.state(beside, "done");
    await chapter.state(reader, "stale");
  });

  test("lets a queued cell be edited: it runs as it was, and is counted as not run", async ({ page }) => {
    const chapter = await open(page);
    const [slow, reader] = [1, 2].map((i) => page.locator("ml-cell").nth(i)) as Locators;
    await chapter.run(slow);
    await chapter.state(reader, "queued");
    await chapter.write(reader, "model + 2");
    await chapter.state(reader, "done");
    await expect(chapter.output(reader)).toHaveText("11");
    const button = page.locator('.notebook-bar [data-action="run-stale"]');
    await expect(button).toHaveText("Bring up to date (1)");
    await button.click();
    await expect(chapter.output(reader)).toHaveText("12");
    await expect(button).toBeHidden();
  });

  test("is run with those above, or below, by name", async ({ page }) => {
    const chapter = await open(page);
    const [cheap, slow, reader, beside] = [0, 1, 2, 3].map((i) => page.locator("ml-cell").nth(i)) as Locators;
    await chapter.write(cheap, "const x = 5;");
    await chapter.command(slow, "Run the cells above");
    await expect(chapter.output(beside)).toHaveText("6");
    await chapter.state(slow, "stale");
    await chapter.command(slow, "Run this cell and those below");
    await expect(chapter.output(reader)).toHaveText("51");
  });

  test("has a Stop of its own, and the queue goes on", async ({ page }) => {
    const chapter = await open(page);
    const [slow, beside] = [1, 3].map((i) => page.locator("ml-cell").nth(i)) as Locators;
    await chapter.write(slow, "const model = await new Promise<number>(() => {});\nmodel");
    await page.locator('.notebook-bar [data-action="run-all"]').click();
    await chapter.state(slow, "running");
    await slow.locator('button[data-action="run"]').click();
    await chapter.state(slow, "stopped");
    await chapter.state(beside, "done");
  });
});

test("a cell that waits names the failed one, and leads to it", async ({ page }) => {
  const chapter = await Chapter.open(page, "playground/");
  await chapter.write(page.locator("ml-cell").first(), "const y = nothing;");
  await page.getByRole("button", { name: "Add a cell" }).click();
  await chapter.try(chapter.scratch, "y + 1");
  await chapter.state(chapter.scratch, "waiting");
  await chapter.scratch.getByRole("link", { name: "cell added-1" }).click();
  await expect(page.locator("ml-cell").first()).toBeInViewport();
  expect(new URL(page.url()).hash).toBe("#cell-added-1");
});
