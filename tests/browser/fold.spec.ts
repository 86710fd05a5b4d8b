import { expect, test } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { LAYOUT } from "./playwright.config.ts";

/** A cell of the chapter with the tag `hide-input`. */
const open = async (page: Parameters<typeof Chapter.open>[0]) => {
  const cell = (await Chapter.open(page, "map/")).cell("search-plot");
  return { cell, line: cell.locator("summary"), code: cell.locator(".code pre"), editor: cell.locator(".cm-content") };
};

test("folded code opens by its line with a click or a key, and then takes edits as any code", async ({ page }) => {
  const { cell, line, code, editor } = await open(page);
  await expect(code).toBeHidden();
  await expect(cell.locator("svg:visible")).toBeVisible();
  await line.click();
  await expect(code).toBeVisible();
  await expect(editor).toHaveCount(0);
  await line.press("Enter");
  await expect(code).toBeHidden();
  await line.press("Enter");
  await code.press("Enter");
  await expect(editor).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText("\n// mine");
  await line.click();
  await expect(editor).toBeHidden();
  await page.reload();
  await expect(code).toContainText("// mine");
  await expect(code, "an edit of the reader's is in sight").toBeVisible();
});

test("folded code runs as it stands, and unfolds where its error is", async ({ page }) => {
  const { cell, line, code } = await open(page);
  await line.focus();
  await page.keyboard.press("Shift+Enter");
  await expect(cell).toHaveAttribute("data-state", "done");
  await expect(code).toBeHidden();
  await cell.getByRole("button", { name: "Edit cell" }).press("Enter");
  await expect(cell.locator(".cm-content")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("1;\n2;\nnothingOfThatName;");
  await line.click();
  await line.press("Shift+Enter");
  await expect(cell).toHaveAttribute("data-state", "failed");
  await expect(cell.locator(".cm-content")).toBeVisible();
});

test("paper shows folded code", LAYOUT, async ({ page }) => {
  const { line, code } = await open(page);
  await page.emulateMedia({ media: "print" });
  await expect(line).toBeHidden();
  expect((await code.boundingBox())!.height).toBeGreaterThan(100);
  expect(await code.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }))).toBe(true);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("folded code opens", async ({ page }) => {
    const { line, code } = await open(page);
    await expect(code).toBeHidden();
    await line.click();
    await expect(code).toBeVisible();
  });
});
