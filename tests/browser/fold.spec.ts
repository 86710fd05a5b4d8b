import { AxeBuilder } from "@axe-core/playwright";
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

/** A cell with a region of a chart below its loop. */
const openRegion = async (page: Parameters<typeof Chapter.open>[0]) => {
  const chapter = await Chapter.open(page, "language-models/inside-a-transformer/");
  const cell = chapter.cell("train");
  return { chapter, cell, region: cell.locator("details.region") };
};
const TITLE = "Code of 18 lines: the chart";

test.describe("a region of a cell", () => {
  test("is one line that a click or a key opens, and leaves the rest where it is", async ({ page }) => {
    const { cell, region } = await openRegion(page);
    const line = region.locator("summary");
    await expect(cell.locator(".code pre")).toContainText("optimizer.step();");
    await expect(region.getByText("function")).toBeHidden();
    await expect(line).toHaveAccessibleName(TITLE);
    expect((await new AxeBuilder({ page }).include('ml-cell[data-cell="train"]').analyze()).violations).toEqual([]);
    await line.click();
    await expect(region.getByText("function")).toBeVisible();
    await line.press("Enter");
    await expect(region.getByText("function")).toBeHidden();
    await expect(cell.locator(".editor")).toHaveCount(0);
  });

  test("is folded in the editor, which opens it with a click, a key on it, and its own keys; the text stays as it was", async ({ page }) => {
    const { cell } = await openRegion(page);
    const before = await cell.locator(".code pre code").evaluate((code) => code.textContent);
    const height = (await cell.locator(".code").boundingBox())!.height;
    await cell.locator(".code pre").press("Enter");
    const [editor, folded] = [cell.locator(".cm-content"), cell.getByRole("button", { name: TITLE })];
    await expect(editor).toBeFocused();
    await expect(folded).toBeVisible();
    await expect(editor).not.toContainText("curveChart() {");
    expect(Math.abs((await cell.locator(".code").boundingBox())!.height - height)).toBeLessThan(1);
    expect((await new AxeBuilder({ page }).include('ml-cell[data-cell="train"] .code').analyze()).violations).toEqual([]);
    await page.keyboard.press("Tab");
    await expect(folded).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(folded).toHaveCount(0);
    await expect(editor).toContainText("function curveChart() {");
    await expect(editor).toBeFocused();
    await page.keyboard.press("Control+Alt+[");
    await expect(folded).toBeVisible();
    await page.keyboard.press("Control+Alt+]");
    await expect(folded).toHaveCount(0);
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.press("Control+Alt+[");
    await folded.click();
    await expect(editor).toContainText("function curveChart() {");
    await expect(cell, "an unchanged text is no edit").not.toHaveAttribute("data-edited");
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.insertText("\n// #region mine");
    await page.reload();
    await expect(cell.locator(".code pre code"), "kept as it was written, in sight, open region and all").toHaveText(`${before}\n// #region mine`);
    await expect(cell.getByText("curveChart() {")).toBeVisible();
  });

  test("is copied with all it holds", async ({ page }) => {
    const { cell } = await openRegion(page);
    const code = cell.locator(".code pre code");
    const copied = await code.evaluate((element) => {
      getSelection()!.selectAllChildren(element);
      const event = new ClipboardEvent("copy", { bubbles: true, cancelable: true, clipboardData: new DataTransfer() });
      element.dispatchEvent(event);
      return event.clipboardData!.getData("text/plain");
    });
    expect(copied).toBe(await code.evaluate((element) => element.textContent));
    expect(copied).toContain("curveChart() {");
  });

  test("opens where an error is in it", async ({ page }) => {
    const { chapter, cell } = await openRegion(page);
    await chapter.write(cell, "1;\n// #region mine\nnothingOfThatName;\n// #endregion");
    await page.keyboard.press("Control+Alt+[");
    await expect(cell.locator(".cm-foldPlaceholder")).toBeVisible();
    await page.keyboard.press("Shift+Enter");
    await expect(cell).toHaveAttribute("data-state", "failed");
    await expect(cell.locator(".cm-error-line")).toHaveText("nothingOfThatName;");
  });

  test("is shown on paper, in the editor too", async ({ page }) => {
    const { cell, region } = await openRegion(page);
    await page.emulateMedia({ media: "print" });
    await expect(region.locator("summary")).toBeHidden();
    expect((await region.boundingBox())!.height).toBeGreaterThan(200);
    await page.emulateMedia({ media: null });
    await cell.locator(".code pre").press("Enter");
    await expect(cell.locator(".cm-foldPlaceholder")).toBeVisible();
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await expect(cell.locator(".cm-foldPlaceholder")).toHaveCount(0);
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a region opens", async ({ page }) => {
    const { region } = await openRegion(page);
    await expect(region.getByText("function")).toBeHidden();
    await region.locator("summary").click();
    await expect(region.getByText("function")).toBeVisible();
  });

  test("folded code opens", async ({ page }) => {
    const { line, code } = await open(page);
    await expect(code).toBeHidden();
    await line.click();
    await expect(code).toBeVisible();
  });
});
