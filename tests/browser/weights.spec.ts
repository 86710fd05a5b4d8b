import { expect } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

const CELL = `import { weights } from "#notebook";
import { loadGPT } from "#lm/gpt-file";
const shipped = loadGPT(await weights("moby-dick-nanogpt"));
shipped.model.numParams()`;

test.describe("weights of a shipped model", () => {
  test("are loaded when a cell asks, with their size and how far they are, and only once", async ({ page }) => {
    let fetched = 0;
    page.on("request", (request) => {
      if (request.url().includes("/weights/")) fetched++;
    });
    let go = () => {};
    const seen = new Promise<void>((resolve) => {
      go = resolve;
    });
    await page.route(/\/weights\//, async (route) => {
      await seen;
      await route.continue();
    });
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, CELL);
    await expect(chapter.output(chapter.scratch)).toHaveText("moby-dick-nanogpt, kB: 0 of 1618");
    go();
    await chapter.state(chapter.scratch, "done");
    await expect(chapter.output(chapter.scratch)).toHaveText("807552");
    await chapter.try(chapter.scratch, `${CELL} + 1`);
    await expect(chapter.output(chapter.scratch)).toHaveText("807553");
    expect(fetched).toBe(1);
  });

  test("that cannot be loaded give a sentence, and the next Run tries again", async ({ page, allow }) => {
    allow.console(/ERR_FAILED.*\/weights\//);
    await page.route(/\/weights\//, (route) => route.abort());
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, CELL);
    await chapter.state(chapter.scratch, "failed");
    await expect(chapter.scratch.locator(".out-error")).toContainText("the weights could not be loaded");
    await expect(chapter.scratch.locator(".out-error")).toContainText("Check the connection, then press Run again.");
    await page.unroute(/\/weights\//);
    await chapter.run(chapter.scratch);
    await chapter.state(chapter.scratch, "done");
  });

  test("that are damaged are not handed on", async ({ page }) => {
    await page.route(/\/weights\//, async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body[body.length - 1]! ^= 1;
      await route.fulfill({ response, body });
    });
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, CELL);
    await chapter.state(chapter.scratch, "failed");
    await expect(chapter.scratch.locator(".out-error")).toContainText("is damaged");
  });
});
