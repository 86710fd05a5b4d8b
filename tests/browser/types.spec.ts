import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page } from "playwright/test";
import ts from "typescript";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";
import { LAYOUT } from "./playwright.config.ts";

const SERVICE = /types-worker|type-service|kernel\/types-/;

const marks = (cell: Locator) => cell.locator(".cm-lintRange");
const note = (cell: Locator) => cell.locator(".types-note");
/** All that is read out from now on: what was said is taken away again a moment later. */
async function announced(cell: Locator): Promise<() => Promise<string>> {
  const said = await cell.evaluateHandle((element) => {
    const texts: string[] = [];
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records)
        if ((target as Element).closest?.(".cm-announced")) for (const { textContent } of addedNodes) texts.push(textContent ?? "");
    }).observe(element, { subtree: true, childList: true });
    return texts;
  });
  return () => said.evaluate((texts) => texts.join("\n"));
}

/** Opens the scratch cell's editor with a text, and listens to what is read out. */
async function open(page: Page, text: string): Promise<{ chapter: Chapter; cell: Locator; said: () => Promise<string> }> {
  const chapter = await Chapter.open(page);
  const said = await announced(chapter.scratch);
  await chapter.write(chapter.scratch, text);
  return { chapter, cell: chapter.scratch, said };
}

function requests(page: Page): string[] {
  const urls: string[] = [];
  page.on("request", (request) => {
    if (SERVICE.test(request.url())) urls.push(request.url());
  });
  return urls;
}

test.describe("the language service", () => {
  test("is loaded at the first focus of an editor, and not before", async ({ page }) => {
    const urls = requests(page);
    const chapter = await Chapter.open(page);
    await chapter.run(chapter.scratch);
    await chapter.state(chapter.scratch, "done");
    await chapter.scratch.locator(".code pre").hover();
    expect(urls).toEqual([]);
    await chapter.write(chapter.scratch, 'const n: number = "one";');
    await expect(marks(chapter.scratch)).toHaveText("n");
    expect(urls.length).toBeGreaterThan(1);
  });

  test("is not waited for: a cell is edited and run while it is on its way", async ({ page }) => {
    await page.route(SERVICE, () => {}); // never answers
    const { chapter, cell } = await open(page, "6 * ");
    await page.keyboard.type("7");
    await page.keyboard.press("Shift+Enter");
    await chapter.state(cell, "done");
    await expect(chapter.output(cell)).toHaveText("42");
    await expect(marks(cell)).toHaveCount(0);
  });

  for (const what of ["types-worker", "type-service", "kernel/types-"])
    test(`is done without where ${what} cannot be loaded, and tried again at the next focus`, async ({ page, allow }) => {
      allow.console(/Failed to load resource|ERR_FAILED/);
      await page.route(new RegExp(what), (route) => route.abort());
      const urls = requests(page);
      const { chapter, cell } = await open(page, 'const n: number = "one";\nn');
      await page.keyboard.press("Shift+Enter");
      await chapter.state(cell, "done");
      await expect(chapter.output(cell)).toHaveText("one");
      await expect.poll(() => urls.some((url) => url.includes(what))).toBe(true);
      await page.unroute(new RegExp(what));
      await expect(async () => {
        await page.locator(".notebook-bar button").first().focus();
        await cell.locator(".cm-content").focus();
        await expect(marks(cell)).toHaveText("n", { timeout: 3000 });
      }).toPass();
    });
});

test.describe("mistakes", () => {
  test("are marked, said under the code, read out, and gone when they are mended", async ({ page }) => {
    const { cell, said } = await open(page, "penguins.rows.lenght");
    await expect(marks(cell)).toHaveText("lenght");
    await expect(note(cell)).toContainText("has no lenght. Did you mean length?");
    await expect.poll(said).toContain("Did you mean `length`?");
    await page.keyboard.press("ControlOrMeta+.");
    await expect(cell.locator(".cm-line")).toHaveText("penguins.rows.length");
    await expect(marks(cell)).toHaveCount(0);
    await expect(note(cell)).toBeEmpty();
  });

  test("are gone through with F8, and keep TypeScript's own words", async ({ page }) => {
    const { cell } = await open(page, 'const a: number = "x";\nconst b: string = 1;\n\n"end"');
    await expect(marks(cell)).toHaveCount(2);
    await expect(note(cell)).toHaveText("2 mistakes (F8)");
    await page.keyboard.press("F8");
    await expect(note(cell)).toContainText("This is string, but number is wanted here.");
    const tip = cell.locator(".cm-tooltip-lint");
    await clickAt(page, tip.locator("summary"));
    await expect(tip).toContainText("TS2322: Type 'string' is not assignable to type 'number'.");
    await cell.locator(".cm-content").focus();
    await page.keyboard.press("F8");
    await expect(note(cell)).toContainText("This is number, but string is wanted here.");
  });

  test("follow an edit of another cell", async ({ page }) => {
    const { chapter, cell } = await open(page, "answer.toFixed()");
    await expect(marks(cell)).toHaveText("answer");
    const first = page.locator("ml-cell").first();
    const text = await first.locator(".code pre").innerText();
    await chapter.write(first, `${text.trimEnd()}\nconst answer = 42;`);
    await expect(marks(cell)).toHaveCount(0);
  });

  test("of types do not keep a cell from running", async ({ page }) => {
    const { chapter, cell } = await open(page, 'const n: number = "seven";\nn');
    await expect(marks(cell)).toHaveText("n");
    await page.keyboard.press("Shift+Enter");
    await chapter.state(cell, "done");
    await expect(chapter.output(cell)).toHaveText("seven");
  });
});

test.describe("completions", () => {
  test("are chosen by keyboard: a member, and a name that is imported with it", async ({ page }) => {
    const { cell, said } = await open(page, 'const n: number = "";');
    await expect(marks(cell)).toHaveCount(1);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("names.li");
    await expect(page.getByRole("option", { name: "list" })).toHaveAttribute("aria-selected", "true");
    await page.waitForTimeout(150); // keys that come with the list are not meant for it
    await page.keyboard.press("Enter");
    await expect(cell.locator(".cm-line")).toHaveText("names.list");
    await page.keyboard.type(";\nconfusionM");
    await expect(page.getByRole("option", { name: /confusionMatrix/ })).toHaveAttribute("aria-selected", "true");
    await page.waitForTimeout(150);
    await page.keyboard.press("Tab");
    await expect(cell.locator(".cm-line")).toHaveText(['import { confusionMatrix } from "#score/metrics";', "names.list;", "confusionMatrix"]);
    await expect.poll(said).toContain("Imported from #score/metrics");
  });
});

test.describe("explanations", () => {
  test("show at the pointer: type and documentation", async ({ page }) => {
    const { cell } = await open(page, 'const wrong: number = "";\ntree.depth');
    await expect(marks(cell)).toHaveCount(1);
    await pointAt(page, cell.locator(".cm-line").nth(1), "depth");
    await expect(cell.locator(".cm-tooltip-hover")).toContainText("DecisionTree<Species>.depth: number");
    await expect(cell.locator(".cm-tooltip-hover")).toContainText("Questions on the longest way from the root to a leaf.");
  });

  test("show at the cursor by a key, and are read out", async ({ page }) => {
    const { cell, said } = await open(page, 'const wrong: number = "";\ntree');
    await expect(marks(cell)).toHaveCount(1);
    await page.keyboard.press("ControlOrMeta+Shift+Space");
    await expect(cell.locator(".types-info")).toContainText("const tree: DecisionTree<Species>");
    await expect.poll(said).toContain("const tree: DecisionTree<Species>");
  });

  test("of a call come as it is written, follow its parameters, and go with Escape", async ({ page }) => {
    const { cell } = await open(page, 'const wrong: number = "";\n');
    await expect(marks(cell)).toHaveCount(1);
    await page.keyboard.type("tree.score(");
    const signature = cell.locator(".types-signature");
    await expect(signature.locator("b")).toHaveText("X: DenseMatrix");
    await page.keyboard.type("features, ");
    await expect(signature.locator("b")).toHaveText(/^y: /);
    await page.keyboard.press("Escape");
    await expect(signature).toHaveCount(0);
  });

  test("of a call go with Escape while answers are on their way, and do not come again", async ({ page }) => {
    const { cell } = await open(page, 'const wrong: number = "";\n');
    await expect(marks(cell)).toHaveCount(1);
    await page.keyboard.type("tree.score(");
    const signature = cell.locator(".types-signature");
    await expect(signature).toBeVisible();
    // The editor asks about the call, and looks for completions, after each key.
    await page.keyboard.type("p");
    await page.keyboard.press("Escape");
    await expect(signature).toHaveCount(0);
    // Answers come in the order of the questions.
    await page.keyboard.press("Control+Space");
    await expect(cell.locator(".cm-tooltip-autocomplete")).toBeVisible();
    await expect(signature).toHaveCount(0);
  });

  for (const scheme of ["light", "dark"] as const)
    test(`fit a phone in ${scheme} mode, and axe finds nothing`, scheme === "light" ? LAYOUT : {}, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width: 390, height: 844 });
      const { cell } = await open(page, "const aLongNameForANumberThatIsWrong: number = penguins.rows.map(({ billLength }) => billLength);");
      await expect(marks(cell).first()).toBeVisible();
      await page.keyboard.press("F8");
      await expect(cell.locator(".cm-tooltip-lint")).toBeVisible();
      await expectToFit(page);
      const { violations } = await new AxeBuilder({ page }).include('ml-cell[data-cell="pair"] .code').analyze();
      expect(violations.map(({ id, nodes }) => ({ id, html: nodes[0]?.html }))).toEqual([]);
      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.type("\npenguins.rows.flatMap(");
      await expect(cell.locator(".types-signature")).toBeVisible();
      await page.keyboard.type("confu");
      await expect(cell.locator(".cm-tooltip-autocomplete")).toBeVisible();
      await expectToFit(page);
    });
});

/** Moves the pointer onto a word. */
async function pointAt(page: Page, line: Locator, word: string): Promise<void> {
  await line.scrollIntoViewIfNeeded();
  const { x, y } = await line.evaluate((element, word) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = texts.nextNode() as Text | null; node; node = texts.nextNode() as Text | null) {
      const at = node.data.indexOf(word);
      if (at < 0) continue;
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
    }
    const { left, top, width, height } = range.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }, word);
  await page.mouse.move(x, y);
}

/** Clicks where something stands. Playwright's own click would scroll the page, and with it the line that a tip belongs to. */
async function clickAt(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeInViewport();
  const { x, y, width, height } = (await target.boundingBox())!;
  await page.mouse.click(x + width / 2, y + height / 2);
}

/** Nothing shown stands out of the window, or makes the page scroll sideways. */
async function expectToFit(page: Page): Promise<void> {
  const outside = () =>
    page.evaluate(() => {
      const boxes = [...document.querySelectorAll(".cm-tooltip")].map((tip) => tip.getBoundingClientRect().toJSON() as DOMRect);
      const fits = ({ left, right, top, bottom }: DOMRect) => left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
      return { tips: boxes.length > 0, outside: boxes.filter((box) => !fits(box)), sideways: document.documentElement.scrollWidth > innerWidth };
    });
  // They are laid out after the paint in which they come.
  await expect.poll(outside).toEqual({ tips: true, outside: [], sideways: false });
}

test.describe("the Tab key", () => {
  test("moves on until the reader types, then indents, and Escape gives it back", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.scratch.locator(".code pre").focus();
    await page.keyboard.press("Enter");
    const code = chapter.scratch.locator(".cm-content");
    await expect(code).toBeFocused();
    await page.keyboard.press("Tab");
    await expect(code).not.toBeFocused();
    await code.focus();
    await page.keyboard.press("Shift+Tab");
    await expect(code).not.toBeFocused();

    await code.focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText("1;");
    await page.keyboard.press("Tab");
    await expect(code).toHaveText("  1;");
    await expect(code).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(code).toHaveText("1;");

    await page.keyboard.press("Escape");
    await page.waitForTimeout(2500); // however long one takes
    await page.keyboard.press("Tab");
    await expect(code).not.toBeFocused();
    await code.focus();
    await page.keyboard.press("Tab");
    await expect(code).not.toBeFocused();
  });
});

test.describe("the editor", () => {
  test("keeps the mark of an error at its line, through wrapping and edits", LAYOUT, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const long = `const words = [${'"a word", '.repeat(20)}];`;
    const { chapter, cell } = await open(page, `${long}\nnull.length;\n`);
    await page.keyboard.press("Shift+Enter");
    await chapter.state(cell, "failed");
    const line = cell.locator(".cm-error-line");
    await expect(line).toHaveText("null.length;");
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.insertText("\n");
    await expect(line).toHaveText("null.length;");
    expect(await cell.locator(".cm-scroller").evaluate((scroller) => scroller.scrollWidth - scroller.clientWidth)).toBeLessThanOrEqual(0);
  });

  test("opens without moving a letter", LAYOUT, async ({ page }) => {
    const chapter = await Chapter.open(page);
    const place = (selector: string) =>
      chapter.scratch.locator(selector).evaluate((code) => {
        const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        range.selectNodeContents(texts.nextNode()!);
        const { x, y } = range.getBoundingClientRect();
        return { x: Math.round(x), y: Math.round(y + scrollY) };
      });
    const before = await place(".code pre");
    await chapter.scratch.locator(".code pre").click();
    await chapter.scratch.locator(".cm-content").waitFor();
    expect(await place(".cm-content")).toEqual(before);
  });

  test("shows the line of the cursor below the page's bars", LAYOUT, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const { cell } = await open(page, `${"// a line\n".repeat(60)}1`);
    await cell
      .locator(".cm-line")
      .nth(30)
      .evaluate((line) => scrollTo(0, line.getBoundingClientRect().top + scrollY - 20));
    await cell.locator(".cm-content").focus();
    await page.keyboard.press("ControlOrMeta+Home");
    const bar = await page.locator("header.header").evaluate((header) => header.getBoundingClientRect().bottom);
    await expect
      .poll(() =>
        cell
          .locator(".cm-line")
          .first()
          .evaluate((line) => line.getBoundingClientRect().top),
      )
      .toBeGreaterThanOrEqual(bar);
  });

  test("tells a screen reader its keys", async ({ page }) => {
    const { cell } = await open(page, "1");
    await expect(cell.locator(".cm-content")).toHaveAccessibleDescription(/Escape, then Tab, always leaves.*F8 goes to the next mistake/);
  });
});

test("what is declared of pictures is there, in a cell of a browser", async ({ page }) => {
  const text = readFileSync(new URL("../../src/build/cell-types/cell-canvas.d.ts", import.meta.url), "utf8");
  const { statements } = ts.createSourceFile("cell-canvas.d.ts", text, ts.ScriptTarget.ESNext, true);
  const globals = statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
    return ts.isFunctionDeclaration(statement) ? [statement.name!.text] : [];
  });
  const members = statements
    .filter(ts.isInterfaceDeclaration)
    .filter(({ name }) => globals.includes(name.text))
    .flatMap(({ name, members }) => members.map((member) => `${name.text}.prototype.${member.name!.getText()}`));
  expect(globals.length).toBeGreaterThan(8);
  expect(members.length).toBeGreaterThan(70);
  const chapter = await Chapter.open(page, "playground/");
  const missing = `[
${globals.map((name) => `typeof ${name} === "undefined" ? "${name}" : "",`).join("\n")}
${members
  .map((member) => member.split("."))
  .map(([of, , name]) => `"${name}" in ${of}.prototype ? "" : "${of}.${name}",`)
  .join("\n")}
].join("") || "all there"`;
  await chapter.try(chapter.scratch, missing);
  await expect(chapter.output(chapter.scratch)).toHaveText("all there");
  await chapter.try(chapter.scratch, 'const context = new OffscreenCanvas(3, 2).getContext("2d");\ncontext.getImageData(0, 0, 3, 2)');
  await expect(chapter.output(chapter.scratch).locator("img")).toHaveAttribute("width", "3");
});
