import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { LAYOUT } from "./playwright.config.ts";

/** A cell of a chapter as a newcomer finds it. */
const open = async (page: Page, query = "") => {
  await page.goto(`map/${query}`);
  const cell = new Chapter(page).cell("in-region");
  return { cell, line: cell.locator(".code > summary"), code: cell.locator(".code pre"), editor: cell.locator(".cm-content") };
};

test("folded code opens by its line with a click or a key, and then takes edits as any code", async ({ page }) => {
  const { cell, line, code, editor } = await open(page);
  await expect(code).toBeHidden();
  await expect(cell.locator("table")).toBeVisible();
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

test("the bar says how long the code is, and counts on as it is edited", async ({ page }) => {
  const { cell, line } = await open(page);
  const lines = (await cell.locator(".code pre code").evaluate((code) => code.textContent)).split("\n").length;
  await expect(line).toHaveAccessibleName(`Code, ${lines} lines of cell in-region`);
  await new Chapter(page).write(cell, "1;\n2");
  await expect(line).toContainText("Code, 2 lines");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("1");
  await expect(line).toContainText("Code, 1 line ");
});

test("one switch shows all code, on this page and those to come; a link can ask for it", async ({ page }) => {
  const { line, code } = await open(page);
  const shows = page.getByRole("button", { name: "Show code" });
  await expect(shows).toHaveAttribute("aria-pressed", "false");
  await shows.press("Enter");
  await expect(shows).toHaveAttribute("aria-pressed", "true");
  await expect(code).toBeVisible();
  expect(page.url()).toMatch(/map\/\?code$/);
  await page.goto("two-machines/");
  await expect(page.locator(".code pre").first()).toBeVisible();
  await expect(shows).toHaveAttribute("aria-pressed", "true");
  await new Chapter(page).write(page.locator("ml-cell").first(), "1 + 1");
  await shows.click();
  await expect(page.locator("ml-cell").nth(1).locator(".code pre")).toBeHidden();
  await expect(page.locator("ml-cell").first().locator(".editor"), "what the reader edits stays in sight").toBeVisible();
  expect(page.url()).not.toContain("code");
  await page.reload();
  await expect(page.locator("ml-cell").nth(1).locator(".code pre")).toBeHidden();
  await open(page, "?code");
  await expect(code).toBeVisible();
  await line.click();
  await expect(code).toBeHidden();
});

test("the switch does without the browser's storage", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("no", "SecurityError");
      },
    });
  });
  const { code } = await open(page);
  await page.getByRole("button", { name: "Show code" }).click();
  await expect(code).toBeVisible();
});

test("controls are drawn as one with what they control, and have their code when all code is shown", LAYOUT, async ({ page }) => {
  await page.goto("language-models/inside-a-transformer/");
  const controls = page.locator("ml-cell[data-controls]:has(+ ml-cell)").first();
  const below = page.locator("ml-cell[data-controls] + ml-cell").first();
  await expect(controls.locator(".foot")).toBeHidden();
  const [one, two] = [(await controls.boundingBox())!, (await below.boundingBox())!];
  expect(Math.abs(one.y + one.height - two.y)).toBeLessThan(1);
  await page.getByRole("button", { name: "Show code" }).click();
  await expect(controls.locator(".code pre")).toBeVisible();
});

test("the hand that runs a cell stays where it is when the output above it grows or shrinks", LAYOUT, async ({ page }) => {
  await open(page);
  const chapter = new Chapter(page);
  const cell = chapter.cell("in-region");
  await chapter.write(cell, "for (let i = 0; i < 30; i++) console.log(i);");
  const place = () => cell.locator(".editor").evaluate((editor) => editor.getBoundingClientRect().top);
  await page.waitForTimeout(300);
  const before = await place();
  await page.keyboard.press("Shift+Enter");
  await chapter.state(cell, "done");
  await expect(chapter.output(cell)).toContainText("29");
  await expect.poll(async () => Math.abs((await place()) - before)).toBeLessThan(2);
  await chapter.try(cell, "1");
  await expect(chapter.output(cell)).toHaveText("1");
  await expect.poll(async () => Math.abs((await place()) - before)).toBeLessThan(2);
});

test("paper shows what cells show, and their code where it stands open", LAYOUT, async ({ page }) => {
  const { line, code } = await open(page);
  await page.emulateMedia({ media: "print" });
  await expect(code).toBeHidden();
  await expect(line).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("button", { name: "Show code" }).click();
  await page.emulateMedia({ media: "print" });
  await expect(line).toBeHidden();
  expect((await code.boundingBox())!.height).toBeGreaterThan(100);
  expect(await code.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }))).toBe(true);
});

/** A cell with a region of a drawing below what it draws. */
const openRegion = async (page: Page) => {
  const chapter = await Chapter.open(page, "machine-learning/backpropagation/");
  const cell = chapter.cell("slopes");
  return { chapter, cell, region: cell.locator("details.region") };
};
const TITLE = "Code of 7 lines: the chart";
/** Stands in the region, and nowhere else in the cell. */
const INSIDE = "tickFormat";

test.describe("a region of a cell", () => {
  test("is one line that a click or a key opens, and leaves the rest where it is", async ({ page }) => {
    const { cell, region } = await openRegion(page);
    const line = region.locator("summary");
    await expect(cell.locator(".code pre")).toContainText("tiny.loss(nudged");
    await expect(region.getByText(INSIDE)).toBeHidden();
    await expect(line).toHaveAccessibleName(TITLE);
    expect((await new AxeBuilder({ page }).include('ml-cell[data-cell="slopes"]').analyze()).violations).toEqual([]);
    await line.click();
    await expect(region.getByText(INSIDE)).toBeVisible();
    await line.press("Enter");
    await expect(region.getByText(INSIDE)).toBeHidden();
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
    await expect(editor).not.toContainText(INSIDE);
    expect(Math.abs((await cell.locator(".code").boundingBox())!.height - height)).toBeLessThan(1);
    expect((await new AxeBuilder({ page }).include('ml-cell[data-cell="slopes"] .code').analyze()).violations).toEqual([]);
    await page.keyboard.press("Tab");
    await expect(folded).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(folded).toHaveCount(0);
    await expect(editor).toContainText(INSIDE);
    await expect(editor).toBeFocused();
    await page.keyboard.press("Control+Alt+[");
    await expect(folded).toBeVisible();
    await page.keyboard.press("Control+Alt+]");
    await expect(folded).toHaveCount(0);
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.press("Control+Alt+[");
    await folded.click();
    await expect(editor).toContainText(INSIDE);
    await expect(cell, "an unchanged text is no edit").not.toHaveAttribute("data-edited");
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.insertText("\n// #region mine");
    await page.reload();
    await expect(cell.locator(".code pre code"), "kept as it was written, in sight, open region and all").toHaveText(`${before}\n// #region mine`);
    await expect(cell.getByText(INSIDE)).toBeVisible();
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
    expect(copied).toContain(INSIDE);
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
    expect((await region.boundingBox())!.height).toBeGreaterThan(100);
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
    const { cell, region } = await openRegion(page);
    await cell.locator(".code > summary").click();
    await expect(region.getByText(INSIDE)).toBeHidden();
    await region.locator("summary").click();
    await expect(region.getByText(INSIDE)).toBeVisible();
  });

  test("folded code opens", async ({ page }) => {
    const { line, code } = await open(page);
    await expect(code).toBeHidden();
    await line.click();
    await expect(code).toBeVisible();
  });
});
