import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";
import { LAYOUT } from "./playwright.config.ts";

/** The chapter itself has `slider`. */
const IMPORT = 'import { button, checkbox, drawing, file, number, radio, select, text } from "#notebook";';

/** A page with these inputs in a cell that no other reads; the scratch cell shows what depends on them. */
async function open(page: Page, inputs: string, reader: string) {
  const chapter = await Chapter.open(page);
  const cell = chapter.cell("train-bigram");
  await chapter.write(cell, `${IMPORT}\n${inputs}`);
  await chapter.try(chapter.scratch, reader);
  await chapter.state(chapter.scratch, "done");
  return { chapter, cell, value: chapter.output(chapter.scratch) };
}

const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const csv = (text: string, name = "birds.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test.describe("inputs", () => {
  test("each kind changes a cell that reads it", async ({ page }) => {
    const { cell, value } = await open(
      page,
      `const all = [slider("Slide", { min: 0, max: 9 }), number("Count", { min: 0, max: 50 }), select("Pick", ["x", "y"]), radio("Which", { one: 1, two: 2 }),
  checkbox("Check"), text("Say"), text("Write", { rows: 2 }), button("Press")];`,
      'all.join(" ")',
    );
    await expect(value).toHaveText("0 0 x 1 false 0".replace("false", "false  "));
    await cell.getByRole("slider", { name: "Slide" }).press("ArrowRight");
    await expect(value).toHaveText(/^1 0 x 1/);
    await expect(cell.locator("output")).toHaveText("1");
    await cell.getByRole("spinbutton", { name: "Count" }).fill("99");
    await cell.getByRole("spinbutton", { name: "Count" }).press("Enter");
    await expect(value).toHaveText(/^1 50 x 1/);
    await expect(cell.getByRole("spinbutton", { name: "Count" })).toHaveValue("50");
    await cell.getByRole("combobox", { name: "Pick" }).selectOption("y");
    await expect(value).toHaveText(/^1 50 y 1/);
    await cell.getByRole("group", { name: "Which" }).getByRole("radio", { name: "two" }).check();
    await expect(value).toHaveText(/^1 50 y 2 false/);
    await cell.getByRole("checkbox", { name: "Check" }).check();
    await expect(value).toHaveText(/^1 50 y 2 true/);
    await cell.getByRole("textbox", { name: "Say" }).fill("hello");
    await expect(value).toHaveText(/true hello/);
    await cell.getByRole("textbox", { name: "Write" }).fill("a\nb");
    await expect(value).toHaveText(/hello a\sb 0$/);
    for (let i = 0; i < 3; i++) await cell.getByRole("button", { name: "Press" }).click();
    await expect(value).toHaveText(/^1 50 y 2 true hello a\sb 3$/);
  });

  test("focus and caret stay where they are while the cell runs again", async ({ page }) => {
    const { cell, value } = await open(page, 'const said = text("Say");\nconst n = slider("N", { min: 0, max: 9 });', "said + n");
    const field = cell.getByRole("textbox", { name: "Say" });
    await field.pressSequentially("ac");
    await expect(value).toHaveText("ac0");
    await field.press("ArrowLeft");
    await field.pressSequentially("b");
    await expect(value).toHaveText("abc0");
    await expect(field).toBeFocused();
    expect(await field.evaluate((element: HTMLInputElement) => element.selectionStart)).toBe(2);
    await cell.getByRole("slider", { name: "N" }).press("End");
    await expect(value).toHaveText("abc9");
    await expect(cell.getByRole("slider", { name: "N" })).toBeFocused();
    await expect(field).toHaveValue("abc");
  });

  test("values stay when the kernel is ended and the cell is edited", async ({ page }) => {
    const { chapter, cell, value } = await open(page, 'const n = slider("N", { min: 0, max: 9 });', "n * 10");
    await cell.getByRole("slider", { name: "N" }).press("End");
    await expect(value).toHaveText("90");
    await chapter.try(chapter.scratch, "while (true) {}");
    await chapter.state(chapter.scratch, "running");
    await chapter.stop();
    await chapter.state(chapter.scratch, "stopped");
    await chapter.try(chapter.scratch, "n * 100");
    await expect(value).toHaveText("900");
    await expect(cell.getByRole("slider", { name: "N" })).toHaveValue("9");
  });

  test("a drag over a slow cell never holds the slider up, and ends on the last value", async ({ page }) => {
    const { cell, value } = await open(
      page,
      'const n = slider("N", { min: 0, max: 100 });',
      "{ const end = performance.now() + 400; while (performance.now() < end); }\nn",
    );
    const thumb = cell.getByRole("slider", { name: "N" });
    await thumb.scrollIntoViewIfNeeded();
    const box = (await thumb.boundingBox())!;
    await page.mouse.move(box.x + 10, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 40; i++) {
      await page.mouse.move(box.x + 10 + (i * (box.width - 20)) / 40, box.y + box.height / 2);
      if (i % 10 === 0) {
        const shown = await thumb.inputValue();
        await expect(cell.locator("output")).toHaveText(shown);
        expect(Number(shown)).toBeGreaterThan(i * 2);
      }
    }
    await page.mouse.up();
    await expect(value).toHaveText(await thumb.inputValue());
  });

  test("answer while a live cell that has nothing to do with them goes on without end", async ({ page }) => {
    const chapter = await Chapter.open(page, "playground/");
    const first = page.locator("ml-cell").first();
    await chapter.try(first, 'import { live, slider } from "#notebook";\nconst n = slider("N", { min: 0, max: 9 });\nn * 11');
    await chapter.state(first, "done");
    await page.getByRole("button", { name: "Add a cell" }).click();
    const endless = chapter.cell("added-2");
    await chapter.try(endless, "live(async function* () { for (let i = 0; ; i++) { yield i; await new Promise((r) => setTimeout(r, 20)); } })");
    await chapter.state(endless, "running");
    for (const n of [1, 2, 3]) {
      await first.getByRole("slider").press("ArrowRight");
      await expect(chapter.output(first).locator(":scope > *").last()).toHaveText(String(11 * n));
      const before = await chapter.output(endless).textContent();
      await expect(chapter.output(endless)).not.toHaveText(before!);
    }
    await chapter.state(endless, "running");
    await chapter.state(first, "done");
    await chapter.stop();
    await chapter.state(endless, "stopped");
  });

  test("a drag leaves the chart under it in its place until the next one is drawn", async ({ page }) => {
    const { chapter } = await open(page, "const nothing = 0;", "1");
    await chapter.try(chapter.scratch, 'const n = slider("N", { min: 0, max: 9 });\nawait new Promise((done) => setTimeout(done, 300));\nn * 2');
    const output = chapter.output(chapter.scratch);
    await expect(output.locator("pre")).toHaveText("0");
    await output.evaluate((element) => {
      let least = element.children.length;
      new MutationObserver(() => {
        least = Math.min(least, element.children.length);
        element.setAttribute("data-least", String(least));
      }).observe(element, { childList: true });
    });
    await output.getByRole("slider").press("End");
    await expect(output.locator("pre")).toHaveText("18");
    expect(Number(await output.getAttribute("data-least"))).toBe(2);
  });

  test("a bad option is an error of its cell, and two inputs of one label are another", async ({ page }) => {
    const { chapter } = await open(page, "const nothing = 0;", "1");
    await chapter.try(chapter.scratch, 'slider("N", { min: 9, max: 1 })');
    await chapter.state(chapter.scratch, "failed");
    await expect(chapter.problem(chapter.scratch)).toContainText("min of 9, which is more than its max of 1");
    await chapter.try(chapter.scratch, '[checkbox("N"), text("N")]');
    await expect(chapter.problem(chapter.scratch)).toContainText('two inputs with the label "N"');
  });

  test("reader code cannot smuggle markup in as an input", async ({ page }) => {
    const { chapter, value } = await open(page, "const nothing = 0;", "1");
    const spec = { kind: "slider", id: '"><img src=x onerror=hacked=1>', label: "<img src=x onerror=hacked=2>", min: 0, max: 1, step: 1, value: 0 };
    await chapter.try(
      chapter.scratch,
      `const post = MessagePort.prototype.postMessage;
MessagePort.prototype.postMessage = function (message, ...rest) {
  for (const bundle of message?.bundles ?? []) bundle["application/vnd.ml-vs-llm.input+json"] = ${JSON.stringify(spec)};
  return post.call(this, message, ...rest);
};
"plain"`,
    );
    await expect(chapter.problem(chapter.scratch)).toContainText("The cell changed MessagePort.prototype.postMessage");
    await expect(value).toHaveText("1");
    await expect(value.locator("img, input")).toHaveCount(0);
    expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
  });
});

test.describe("files", () => {
  const rows = async (page: Page, accept: string, reader: string) => {
    const opened = await open(page, `const data = file("Data", ${accept});`, reader);
    return { ...opened, field: opened.cell.locator('input[type="file"]'), trouble: opened.cell.locator(".trouble") };
  };

  test("CSV gives typed rows, stays after a file that is broken, and can be removed; nothing is sent", async ({ page }) => {
    const { cell, value, field, trouble } = await rows(page, '{ accept: "csv" }', "data ? data.map((row) => typeof row.n + row.n).join() : 'none'");
    await expect(value).toHaveText("none");
    const asked: string[] = [];
    page.on("request", (request) => request.method() !== "GET" && asked.push(request.url()));
    await field.setInputFiles(csv("n;day\n1,5;2020-01-01\n2;2020-01-02"));
    await expect(value).toHaveText("number1.5,number2");
    await expect(cell.locator(".chosen")).toContainText("birds.csv · 33 bytes · 2 rows, 2 columns");
    await field.setInputFiles(csv("n,day\n1"));
    await expect(trouble).toContainText("line 2 has 1 value, and the header names 2 columns");
    await field.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: png });
    await expect(trouble).toContainText("a.png is not text");
    await field.setInputFiles({ name: "half.csv", mimeType: "text/csv", buffer: Buffer.from([110, 10, 0x81]) });
    await expect(trouble).toContainText("half.csv is not text, or it is damaged");
    await expect(value).toHaveText("number1.5,number2");
    await field.setInputFiles(csv("n\n3"));
    await expect(trouble).toBeEmpty();
    await expect(value).toHaveText("number3");
    await cell.getByRole("button", { name: "Remove the file" }).click();
    await expect(value).toHaveText("none");
    await expect(cell.locator(".chosen")).toBeHidden();
    expect(asked).toEqual([]);
  });

  test("in the Playground give typed rows to a cell, and say beside the control how they were read", async ({ page }) => {
    const chapter = await Chapter.open(page, "playground/");
    const first = page.locator("ml-cell").first();
    await chapter.try(first, 'import { file } from "#notebook";\nconst rows = file("Data", { accept: "csv", value: [] });');
    await chapter.state(first, "done");
    await page.getByRole("button", { name: "Add a cell" }).click();
    const second = chapter.cell("added-2");
    await chapter.try(
      second,
      `rows.map((row) => Object.entries(row).map(([name, value]) =>
  \`\${name}: \${value === null ? "gap" : value instanceof Date ? value.toISOString() : typeof value + " " + value}\`).join(", ")).join(" / ")`,
    );
    await chapter.state(second, "done");
    const found = first.getByRole("status");
    const notes = found.getByRole("listitem");
    const give = (text: string | Buffer) =>
      first.locator('input[type="file"]').setInputFiles({ name: "own.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

    await give("id,hp,day\n1745289312345678901,130,2023-02-28\n1745289312345678902,?,2023-03-01");
    await expect(chapter.output(second)).toHaveText(
      "id: string 1745289312345678901, hp: number 130, day: 2023-02-28T00:00:00.000Z / id: string 1745289312345678902, hp: gap, day: 2023-03-01T00:00:00.000Z",
    );
    await expect(found).toContainText("2 rows, 3 columns");
    await expect(notes).toHaveText([
      "Numbers: hp. Dates, in UTC where they name no zone: day. Text: id.",
      /^id stays text: .* would be rounded \(2 of 2 values: “1745289312345678901” in line 2, others in line 3\)\.$/,
      "hp has 1 gap (null) in 2 rows: “?” in line 3.",
    ]);

    await give("sep=;\r\nday;Weight, kg\r\n2023-02-28;70,5\r\n2023-02-30;71\r\n");
    await expect(chapter.output(second)).toHaveText(
      "day: string 2023-02-28, Weight, kg: number 70.5 / day: string 2023-02-30, Weight, kg: number 71",
    );
    await expect(notes.filter({ hasText: "day stays text" })).toContainText("there is no such day or time (1 of 2 values: “2023-02-30” in line 4)");

    await give(Buffer.from("name\ncaf\xe9", "latin1"));
    await expect(chapter.output(second)).toHaveText("name: string café");
    await expect(notes.first()).toContainText("read as Windows-1252");

    // The control is drawn anew where the cell is changed: what was said of the file stays.
    await chapter.try(first, 'import { file } from "#notebook";\nconst rows = file("Data", { accept: "csv", value: [], hint: "Any." });');
    await expect(first.locator(".hint")).toContainText("Any.");
    await expect(notes.first()).toContainText("read as Windows-1252");

    await give(Buffer.from("PK\x03\x04\x14\0\x06\0xl/workbook.xml", "latin1"));
    await expect(first.getByRole("alert")).toContainText("own.csv is not text: it is an Excel workbook. Open it in Excel, choose “CSV UTF-8”");
    await expect(chapter.output(second)).toHaveText("name: string café");
    await first.getByRole("button", { name: "Remove the file" }).click();
    await expect(notes).toHaveCount(0);
    await expect(chapter.output(second)).toHaveText("");
  });

  test("text gives its characters, and a picture its pixels", async ({ page }) => {
    const { chapter, value, field, trouble } = await rows(page, '{ accept: "text", value: "…" }', "data");
    await expect(value).toHaveText("…");
    await field.setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("naïve") });
    await expect(value).toHaveText("naïve");
    await chapter.try(
      chapter.scratch,
      'const picture = file("Picture", { accept: "image" });\npicture ? [picture.width, picture.height, picture.data.length].join() : "none"',
    );
    const pictures = chapter.scratch.locator('input[type="file"]');
    await pictures.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: png });
    await expect(value.locator("pre")).toHaveText("1,1,4");
    await pictures.setInputFiles({ name: "b.png", mimeType: "image/png", buffer: png.subarray(0, 30) });
    await expect(chapter.scratch.locator(".trouble")).toContainText("b.png could not be read as a picture");
    await expect(value.locator("pre")).toHaveText("1,1,4");
    await expect(trouble).toBeEmpty();
  });

  test("that are too large are not read", async ({ page }) => {
    const { value, field, trouble } = await rows(page, '{ accept: "text" }', "data?.length ?? 0");
    await field.setInputFiles({ name: "long.txt", mimeType: "text/plain", buffer: Buffer.alloc(10_000_001, "x") });
    await expect(trouble).toContainText("long.txt has 10 MB, and 10 MB is the limit");
    await expect(value).toHaveText("0");
  });

  test("can be dropped on the control", async ({ page }) => {
    const { cell } = await rows(page, '{ accept: "csv" }', "data?.length ?? 0");
    // The native field lies over the whole zone, and takes what is dropped on it by itself.
    const [zone, field] = await Promise.all([cell.locator(".zone").boundingBox(), cell.locator('.zone input[type="file"]').boundingBox()]);
    expect(field!.width).toBeGreaterThan(zone!.width - 4);
    expect(field!.height).toBeGreaterThan(zone!.height - 4);
  });
});

test.describe("a drawing", () => {
  const pad = async (page: Page, options = "") => {
    const opened = await open(page, `const sheet = drawing("A digit"${options});`, "[...sheet.data].filter(Boolean).length");
    return { ...opened, sheet: opened.cell.getByRole("application", { name: "A digit" }) };
  };

  async function line(page: Page, sheet: Locator): Promise<void> {
    await sheet.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await sheet.boundingBox())!;
    await page.mouse.move(x + width / 4, y + height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 10; i++) await page.mouse.move(x + width / 4 + (i * width) / 20, y + height / 2);
    await page.mouse.up();
  }

  test("is made by mouse, undone and cleared", async ({ page }) => {
    const { cell, value, sheet } = await pad(page);
    await expect(value).toHaveText("0");
    await line(page, sheet);
    // Half of 28 pixels, and two or three high.
    await expect(async () => expect(Number(await value.innerText())).toBeGreaterThan(25)).toPass();
    await cell.getByRole("button", { name: "Undo" }).click();
    await expect(value).toHaveText("0");
    await line(page, sheet);
    await expect(value).not.toHaveText("0");
    await cell.getByRole("button", { name: "Clear" }).click();
    await expect(value).toHaveText("0");
  });

  test("is made by keyboard alone, and says where the pen is", async ({ page }) => {
    const { cell, value, sheet } = await pad(page);
    await sheet.focus();
    const before = await page.evaluate(() => scrollY);
    await page.keyboard.press("ArrowUp");
    await expect(cell.getByRole("status")).toHaveText("Row 14, column 15, pen up.");
    await page.keyboard.press("Space");
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(cell.getByRole("status")).toHaveText("Row 14, column 20, pen up.");
    await expect(async () => expect(Number(await value.innerText())).toBeGreaterThan(10)).toPass();
    await page.keyboard.press("Delete");
    await expect(value).toHaveText("0");
    await page.keyboard.press("Control+z");
    await expect(value).not.toHaveText("0");
    expect(await page.evaluate(() => scrollY)).toBe(before);
    await page.keyboard.press("Tab");
    await expect(cell.getByRole("button", { name: "Undo" })).toBeFocused();
  });

  test("is made by touch, without the page scrolling", async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL: baseURL!, hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const { value, sheet } = await pad(page);
    await sheet.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    const { x, y, width, height } = (await sheet.boundingBox())!;
    const session = await context.newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", at?: number) =>
      session.send("Input.dispatchTouchEvent", { type, touchPoints: at === undefined ? [] : [{ x: x + width / 2, y: y + at }] });
    await touch("touchStart", height * 0.2);
    for (let i = 2; i <= 8; i++) await touch("touchMove", (height * i) / 10);
    await touch("touchEnd");
    await expect(async () => expect(Number(await value.innerText())).toBeGreaterThan(25)).toPass();
    expect(await page.evaluate(() => scrollY)).toBe(before);
    await context.close();
  });
});

const ALL = `const all = [slider("Slide", { min: 0, max: 9, hint: "A hint" }), number("Count"), select("Pick", ["x", "y"]), radio("Which", ["one", "two"]), checkbox("Check"),
  text("Say", { placeholder: "Once" }), text("Write", { rows: 2 }), button("Press"), file("Data", { accept: "csv" }), drawing("Digit")];`;

for (const scheme of ["light", "dark"] as const)
  test(`axe finds nothing in the controls in ${scheme} mode`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const { cell } = await open(page, ALL, "all.length");
    await cell.locator('input[type="file"]').setInputFiles(csv("n\n3\n?\n"));
    await expect(cell.locator(".notes")).toContainText("n has 1 gap");
    await cell.locator('input[type="file"]').setInputFiles(csv(""));
    await expect(cell.locator(".trouble")).toContainText("is empty");
    const { violations } = await new AxeBuilder({ page }).include(".out-input").analyze();
    expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) }))).toEqual([]);
  });

test("controls are 44 pixels high for a finger, and fit at 390 pixels", LAYOUT, async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL!, hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const { cell } = await open(page, ALL, "all.length");
  const sizes = await cell.locator(".out-input").evaluateAll((all) =>
    all.flatMap((root) =>
      [...root.querySelectorAll("input:not([type=radio], [type=checkbox]), select, textarea, button, label:has(input)")]
        .map((control) => ({ what: control.outerHTML.slice(0, 80), box: control.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0)
        .map(({ what, box }) => ({ what, height: Math.round(box.height), right: box.right })),
    ),
  );
  expect(sizes.length).toBeGreaterThan(9);
  expect(sizes.filter(({ height, right }) => height < 44 || right > 390)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await context.close();
});
