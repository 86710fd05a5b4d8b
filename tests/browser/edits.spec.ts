import { expect, type Page } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

const KEY = "ml-vs-llm:edits:/:two-machines";

test.describe("what the reader writes is kept", () => {
  test("over a reload, with the words that say so, and nothing runs by itself", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.write(chapter.scratch, "const kept = 6 * 7;\nkept");
    await page.reload();
    await expect(chapter.scratch.locator(".code pre")).toHaveText("const kept = 6 * 7;\nkept");
    await expect(chapter.scratch.locator(".note")).toContainText("edited");
    await expect(chapter.bar).toHaveText("Your edits from last time are here.");
    await chapter.state(chapter.scratch, "idle");
    await chapter.run(chapter.scratch);
    await expect(chapter.output(chapter.scratch)).toHaveText("42");
  });

  test("through an endless loop, and a page that is closed while it runs", async ({ page, context }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, "while (true) {}");
    await chapter.state(chapter.scratch, "running");
    await page.keyboard.press("End");
    await page.keyboard.type(" // still here");
    await page.close();
    const again = await Chapter.open(await context.newPage());
    await expect(again.scratch.locator(".code pre")).toHaveText("while (true) {} // still here");
  });

  test("in the page when the browser's storage is full, and the reader is told", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.fillStorage();
    await chapter.write(chapter.scratch, '"not lost"');
    await expect(page.locator(".notebook-notice")).toContainText("storage for this site is full");
    await chapter.run(chapter.scratch);
    await expect(chapter.output(chapter.scratch)).toHaveText("not lost");
  });

  test("by two tabs together: what one writes, the other shows", async ({ page, context }) => {
    const chapter = await Chapter.open(page);
    const other = await Chapter.open(await context.newPage());
    await other.write(other.scratch, '"from the other tab"');
    await page.bringToFront();
    // The first tab's notebook listens once a hand has come near it.
    await chapter.write(page.locator("ml-cell").first(), '"from this tab"');
    await expect(chapter.scratch.locator(".code pre")).toHaveText('"from the other tab"');
    await expect(other.page.locator("ml-cell").first().locator(".code pre")).toHaveText('"from this tab"');
  });

  test("when it cannot be read, it is set aside and shown", async ({ page }) => {
    await Chapter.open(page);
    await page.evaluate((key) => localStorage.setItem(key, '{"version":1,"edits":'), KEY);
    await page.reload();
    await expect(page.locator(".notebook-notice")).toContainText("cannot be read");
    await page.locator(".notebook-notice summary").click();
    await expect(page.locator(".notebook-notice pre")).toHaveText('{"version":1,"edits":');
    expect(await page.evaluate((key) => localStorage.getItem(`${key}:damaged:1`), KEY)).toBe('{"version":1,"edits":');
  });
});

test.describe("a chapter that changed since it was edited", () => {
  const open = async (chapter: Chapter) => {
    const { page } = chapter;
    await chapter.write(chapter.scratch, '"mine"');
    // As if the reader had begun from another text than the chapter has today.
    await page.evaluate((key) => {
      const kept = JSON.parse(localStorage.getItem(key)!);
      kept.edits[0][2] = '"what the chapter said last year"';
      localStorage.setItem(key, JSON.stringify(kept));
    }, KEY);
    await page.reload();
    await expect(page.locator(".notebook-notice")).toContainText("The chapter has changed since you edited cell pair");
  };

  test("is kept as the reader has it, once and for all", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await open(chapter);
    await page.getByRole("button", { name: "Keep mine" }).click();
    await expect(page.locator(".notebook-notice")).toHaveCount(0);
    await page.reload();
    await expect(chapter.scratch.locator(".code pre")).toHaveText('"mine"');
    await expect(page.locator(".notebook-notice")).toHaveCount(0);
  });

  test("is compared, line by line, and taken; that can be undone", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const original = await chapter.scratch.locator(".code pre").innerText();
    await open(chapter);
    await page.getByRole("button", { name: "Compare" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText('"mine"');
    await expect(dialog.locator(".cm-deletedChunk")).toContainText("table(");
    await dialog.getByRole("button", { name: "Take the chapter's" }).click();
    await expect(chapter.scratch.locator(".code pre")).toHaveText(original.trimEnd());
    await expect(page.locator(".notebook-notice")).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(chapter.scratch.locator(".code pre")).toHaveText('"mine"');
  });
});

test.describe("reset", () => {
  test("of a cell brings the chapter's text back, and can be undone", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.write(chapter.scratch, '"mine"');
    await chapter.scratch.getByRole("button", { name: /^Reset/ }).click();
    await expect(chapter.scratch.locator(".cm-content")).toContainText("table(");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(chapter.scratch.locator(".cm-content")).toHaveText('"mine"');
  });

  test("of the page brings all back exactly, takes added cells away, and can be undone", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const texts = () => page.locator("ml-cell").evaluateAll((cells) => cells.map((cell) => cell.querySelector("pre")?.textContent));
    const before = await texts();
    await chapter.write(chapter.scratch, '"mine"');
    await chapter.command(chapter.scratch, "Add a cell below");
    await expect(page.locator("ml-cell")).toHaveCount(before.length + 1);
    await page.reload();
    await expect(page.locator("ml-cell")).toHaveCount(before.length + 1);
    await chapter.command(undefined, "Reset the page");
    await expect.poll(async () => (await texts()).map((text) => text?.trimEnd())).toEqual(before.map((text) => text?.trimEnd()));
    await expect.poll(() => page.evaluate((key) => localStorage.getItem(key), KEY)).toBeNull();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.locator("ml-cell")).toHaveCount(before.length + 1);
    await expect(page.locator("ml-cell").nth(-2).locator(".code pre")).toHaveText('"mine"');
  });
});

test.describe("cells of the reader's own", () => {
  test("are added below a cell, run, moved, deleted and brought back", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const names = () => page.locator("ml-cell").evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset["cell"]));
    const before = await names();
    await chapter.command(page.locator("ml-cell").first(), "Add a cell below");
    await expect.poll(names).toEqual([before[0], "added-1", ...before.slice(1)]);
    const added = chapter.cell("added-1");
    await expect(added.locator(".cm-content")).toBeFocused();
    await chapter.try(added, "penguins.labels.length");
    await expect(chapter.output(added)).toHaveText("342");
    await chapter.command(added, "Move the cell down");
    await expect.poll(names).toEqual([before[0], before[1], "added-1", ...before.slice(2)]);
    await expect(chapter.output(added)).toHaveText("342");
    await chapter.command(added, "Delete the cell");
    await expect.poll(names).toEqual(before);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(names).toEqual([before[0], before[1], "added-1", ...before.slice(2)]);
    await page.reload();
    await expect(chapter.cell("added-1").locator(".code pre")).toHaveText("penguins.labels.length");
  });

  test("stay where they were written to since they were added, whatever is undone", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.command(chapter.scratch, "Add a cell below");
    await chapter.write(chapter.cell("added-1"), '"mine"');
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(chapter.bar).toContainText("Not undone: adding cell added-1. What was written there since stays.");
    await expect(chapter.cell("added-1").locator(".cm-content")).toHaveText('"mine"');
  });

  test("end with what they run when they are deleted", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.command(page.locator("ml-cell").first(), "Add a cell below");
    const added = chapter.cell("added-1");
    await chapter.try(added, 'import { display } from "#notebook";\nsetInterval(() => display("tick"), 50);\nawait new Promise(() => {});');
    await expect(chapter.output(added)).toContainText("tick");
    await chapter.command(added, "Delete the cell");
    await expect(page.locator('.notebook-bar button[data-action="stop"]')).toBeDisabled();
    await chapter.run(chapter.scratch);
    await chapter.state(chapter.scratch, "done");
    await chapter.command(page.locator("ml-cell").first(), "Add a cell below");
    await chapter.state(chapter.cell("added-1"), "idle");
    await page.waitForTimeout(300);
    await expect(chapter.output(chapter.cell("added-1"))).toBeEmpty();
  });

  test("fill the Playground, which begins with one", async ({ page }) => {
    const chapter = await Chapter.open(page, "playground/");
    await expect(page.locator("ml-cell")).toHaveCount(1);
    await chapter.try(page.locator("ml-cell").first(), "const base = 20;\nbase");
    await page.getByRole("button", { name: "Add a cell" }).click();
    await chapter.try(chapter.scratch, "base + 22");
    await expect(chapter.output(chapter.scratch)).toHaveText("42");
    await page.reload();
    await expect(page.locator("ml-cell")).toHaveCount(2);
    await expect(page.locator("ml-cell").first().locator(".code pre")).toHaveText("const base = 20;\nbase");
  });
});

test.describe("a file of the reader's", () => {
  async function openFile(page: Page, name: string, text: string): Promise<Chapter> {
    const chapter = await Chapter.open(page, "playground/");
    const asked = page.waitForEvent("filechooser");
    await chapter.command(undefined, "Open a file");
    await (await asked).setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    return chapter;
  }

  test("that begins with a line for the terminal runs, with true lines", async ({ page }) => {
    const chapter = await openFile(page, "script.ts", "#!/usr/bin/env -S deno run\nconst x: number = 42;\nx");
    await expect(page.locator("body")).toContainText("script.ts is open: 1 cell.");
    await chapter.run(chapter.scratch);
    await expect(chapter.output(chapter.scratch)).toHaveText("42");
  });

  test("may be a notebook of an old Jupyter", async ({ page }) => {
    const cells = [
      { cell_type: "heading", level: 1, source: "T" },
      { cell_type: "code", input: ["const x = 6;\n", "x * 7"], outputs: [] },
    ];
    const chapter = await openFile(page, "old.ipynb", JSON.stringify({ nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [{ cells }] }));
    await expect(page.locator("body")).toContainText("old.ipynb is open: 1 cell.");
    await chapter.run(chapter.scratch);
    await expect(chapter.output(chapter.scratch)).toHaveText("42");
  });

  test("that cannot be read is refused with what to do, and changes nothing", async ({ page }) => {
    const chapter = await openFile(page, "new.ipynb", JSON.stringify({ nbformat: 5, cells: [] }));
    await expect(page.locator("body")).toContainText("new.ipynb could not be opened: not supported: a notebook of nbformat 5");
    await expect(page.locator("body")).toContainText("Save it as nbformat 4");
    await expect(page.locator("ml-cell")).toHaveCount(1);
    await chapter.try(chapter.scratch, "6 * 7");
    await expect(chapter.output(chapter.scratch)).toHaveText("42");
  });
});
