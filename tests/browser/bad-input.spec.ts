import { expect } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

/** What a cell says about each mistake, and where. The scratch cell is the chapter's last. */
const MISTAKES: { what: string; text: string; says: (string | RegExp)[] }[] = [
  { what: "a syntax error", text: "const a = [1, 2", says: ["SyntaxError", "line 1, column 16"] },
  { what: "a thrown error", text: "// first\n  throw new Error('boom');", says: ["Error: boom", "line 2, column 9"] },
  { what: "a rejected promise", text: "await Promise.reject(new Error('no answer'));", says: ["no answer", "line 1, column 22"] },
  { what: "a promise rejected and not awaited", text: "Promise.reject(new Error('unseen'));", says: ["unseen"] },
  { what: "an import that is not offered", text: 'import _ from "lodash";', says: ['"lodash" is not offered', "Cells can import"] },
  {
    what: "a misspelt import",
    text: 'import { DecisionTre } from "#ml/decision-tree";',
    says: ["does not export DecisionTre", "Did you mean DecisionTree?"],
  },
  { what: "fetch", text: 'await fetch("https://example.com/");', says: [/fetch|NetworkError/i, "Cells have no network"] },
  { what: "fetch of a path", text: 'await fetch("/");', says: [/fetch|NetworkError/i, "Cells have no network"] },
  { what: "the page's document", text: "document.body", says: ["document", "away from the page"] },
  { what: "storage", text: "localStorage.length", says: ["localStorage", "Cells have no storage"] },
  { what: "a worker that nobody could stop", text: 'new Worker("data:,")', says: ["Worker is not defined"] },
  { what: "frames that nobody could stop", text: "requestAnimationFrame(() => {})", says: ["requestAnimationFrame is not defined"] },
  { what: "code from text", text: '\n eval("1 + 1")', says: ["eval would make code from text", "line 2, column 2", "as a function"] },
  { what: "a function from text", text: 'new Function("return 1")', says: ["Function would make code from text", "line 1, column 1"] },
  { what: "a part of Node", text: "process.env", says: ["process is not defined", "nothing of Node"] },
  { what: "a default import", text: 'import everything from "d3";', says: ["no default export", 'import * as everything from "d3"'] },
  { what: "storage by its other name", text: 'indexedDB.open("x")', says: ["Cells have no storage"] },
];

test.describe("bad input", () => {
  for (const { what, text, says } of MISTAKES)
    test(`${what} gives its message at its cell, and the next run works`, async ({ page }) => {
      const chapter = await Chapter.open(page);
      const other = await chapter.output(page.locator("ml-cell").first()).innerText();
      await chapter.try(chapter.scratch, text);
      await chapter.state(chapter.scratch, "failed");
      for (const words of says) await expect(chapter.problem(chapter.scratch)).toContainText(words);
      expect(await chapter.output(page.locator("ml-cell").first()).innerText()).toBe(other);
      await chapter.try(chapter.scratch, '"all is " + "well"');
      await chapter.state(chapter.scratch, "done");
      await expect(chapter.output(chapter.scratch)).toHaveText("all is well");
      await expect(chapter.problem(chapter.scratch)).toBeEmpty();
    });

  test("a compiler that cannot be fetched is said to be missing, and costs no edit", async ({ page, allow }) => {
    allow.console(/Failed to load resource|ERR_FAILED/);
    await page.route(/session-cell/, (route) => route.abort());
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, "6 * 7");
    await expect(chapter.bar).toHaveText("A part of the notebook could not be loaded. Check the connection, then reload the page.");
    await chapter.state(chapter.scratch, "idle");
    await page.unroute(/session-cell/);
    await page.reload();
    await chapter.run(chapter.scratch);
    await expect(chapter.output(chapter.scratch)).toHaveText("42");
  });

  test("a mistake in types alone does not keep a cell from running", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, 'const n: number = "seven";\nn');
    await chapter.state(chapter.scratch, "done");
    await expect(chapter.output(chapter.scratch)).toHaveText("seven");
  });

  test("the output of the last good run stays, marked, when a cell fails", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, '"good"');
    await chapter.state(chapter.scratch, "done");
    await chapter.try(chapter.scratch, "nonsense()");
    await chapter.state(chapter.scratch, "failed");
    await expect(chapter.output(chapter.scratch)).toHaveText("good");
    await expect(chapter.scratch).toHaveAttribute("data-outdated", "");
  });

  test("a name declared twice names both cells", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const first = page.locator("ml-cell").first();
    await chapter.write(first, "const twice = 1;");
    await chapter.try(chapter.scratch, "const twice = 2;");
    await chapter.state(chapter.scratch, "failed");
    const names = [await first.getAttribute("data-cell"), await chapter.scratch.getAttribute("data-cell")];
    for (const name of names) await expect(chapter.problem(chapter.scratch)).toContainText(name!);
  });

  test("a cycle names the cells in it", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const first = page.locator("ml-cell").first();
    await chapter.write(first, "const egg = hen + 1;");
    await chapter.try(chapter.scratch, "const hen = egg + 1;");
    await chapter.state(chapter.scratch, "failed");
    const names = [await first.getAttribute("data-cell"), await chapter.scratch.getAttribute("data-cell")];
    for (const name of [...names, "hen", "egg"]) await expect(chapter.problem(chapter.scratch)).toContainText(name!);
  });

  test("an assignment to another cell's name names both cells", async ({ page }) => {
    const chapter = await Chapter.open(page);
    const first = page.locator("ml-cell").first();
    await chapter.write(first, "let mine = 1;");
    await chapter.try(chapter.scratch, "mine = 2;");
    await chapter.state(chapter.scratch, "failed");
    for (const name of ["mine", await first.getAttribute("data-cell")]) await expect(chapter.problem(chapter.scratch)).toContainText(name!);
  });

  test("a table of text is read as in the build", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, 'const { csvParse, autoType } = await import("d3");\ncsvParse("a,b\\n1,2\\n", autoType)[0]');
    await chapter.state(chapter.scratch, "done");
    await expect(chapter.output(chapter.scratch)).toHaveText("{ a: 1, b: 2 }");
  });

  test("an endless loop is stopped, and never blocks the page", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, '"warm"');
    await chapter.state(chapter.scratch, "done");
    await chapter.try(chapter.scratch, "while (true) {}");
    await chapter.state(chapter.scratch, "running");
    await page.evaluate(() => {
      const tasks: number[] = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
      Object.assign(globalThis, { tasks });
    });
    await page.waitForTimeout(1500);
    const took = await page.evaluate(async () => {
      const cell = [...document.querySelectorAll("ml-cell")].at(-1)!;
      const began = performance.now();
      document.querySelector<HTMLButtonElement>('.notebook-bar button[data-action="stop"]')!.click();
      while (cell.getAttribute("data-state") !== "stopped") await new Promise((resolve) => setTimeout(resolve, 5));
      return performance.now() - began;
    });
    await expect(chapter.bar).toContainText("did not give way");
    const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
    console.log(`stop took ${Math.round(took)} ms; long tasks during the loop: ${tasks.map(Math.round).join(", ") || "none"}`);
    await chapter.try(chapter.scratch, "6 * 7");
    await chapter.state(chapter.scratch, "done");
    await expect(chapter.output(chapter.scratch)).toHaveText("42");
  });

  test("an endless console.log shows its first lines, counts the rest, and can be stopped", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, 'for (let i = 0; ; i++) console.log("line", i);');
    await expect(chapter.output(chapter.scratch)).toContainText("line 100");
    await expect(chapter.output(chapter.scratch)).toContainText("more, not shown");
    await chapter.stop();
    await chapter.state(chapter.scratch, "stopped");
    expect((await chapter.output(chapter.scratch).innerText()).length).toBeLessThan(150_000);
    await chapter.try(chapter.scratch, '"next"');
    await chapter.state(chapter.scratch, "done");
    await expect(chapter.output(chapter.scratch)).toHaveText("next");
  });

  test("an output of 50 MB is refused with a sentence", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, '"x".repeat(50e6)');
    await chapter.state(chapter.scratch, "done");
    await expect(chapter.output(chapter.scratch)).toContainText("too large to show: 50 million characters");
  });

  test("a cell that closes its kernel gets a sentence and a working Run button", async ({ page }) => {
    const chapter = await Chapter.open(page);
    await chapter.try(chapter.scratch, "close()");
    await chapter.state(chapter.scratch, "failed");
    await expect(chapter.problem(chapter.scratch)).toContainText("The kernel was closed");
    await chapter.write(chapter.scratch, '"again"');
    await chapter.run(chapter.scratch);
    await chapter.state(chapter.scratch, "done");
    await expect(chapter.output(chapter.scratch)).toHaveText("again");
  });

  test("a cell that runs out of memory gets a sentence, and the next Run works", async ({ page, context }) => {
    test.setTimeout(180_000);
    const chapter = await Chapter.open(page);
    await chapter.write(chapter.scratch, "const hoard = [];\nfor (;;) hoard.push(new Array(1e7).fill(1.5));");
    // The frame's process dies, and Playwright takes that for the page's end and lets go of it. The page itself goes on: it
    // presses Run again by itself, and tells another page of the same site.
    await page.evaluate(() => {
      const cells = [...document.querySelectorAll<HTMLElement>("ml-cell")];
      const [first, last] = [cells[0]!, cells.at(-1)!];
      new MutationObserver(() => {
        if (last.dataset["state"] === "failed" && !localStorage["said"]) {
          localStorage["said"] = last.querySelector(".problem")!.textContent;
          first.querySelector<HTMLButtonElement>('button[data-action="run"]')!.click();
        } else if (localStorage["said"] && first.dataset["state"] === "done") localStorage["again"] = "ran";
      }).observe(document.querySelector("ml-notebook")!, { attributes: true, subtree: true, attributeFilter: ["data-state"] });
    });
    const witness = await context.newPage();
    await witness.goto("reference/glossary/");
    await page.bringToFront();
    await page.keyboard.press("Shift+Enter");
    await expect.poll(() => witness.evaluate(() => localStorage["said"]), { timeout: 100_000 }).toContain("out of memory");
    await expect.poll(() => witness.evaluate(() => localStorage["again"])).toBe("ran");
  });

  test("HTML with scripts and handlers is shown without them", async ({ page, allow }) => {
    // The parser reports the handlers that it is not allowed to run; nothing else may appear.
    allow.console(/inline event handler violates/);
    const chapter = await Chapter.open(page);
    const hostile = [
      '<b>bold</b><img src="x" onerror="globalThis.hacked=1"><script>globalThis.hacked=2</script>',
      '<svg onload="globalThis.hacked=3"><style>} body { display: none } html {</style><a href="javascript:hacked=4">a</a></svg>',
      '<iframe src="https://example.com"></iframe><form action="/"><input autofocus onfocus="globalThis.hacked=5"></form>',
      '<div style="position:fixed;inset:0;background:red" id="cover">cover</div><style>main{display:none}</style>',
    ].join("");
    await chapter.try(
      chapter.scratch,
      `const hostile = { html: ${JSON.stringify(hostile)} };\nObject.defineProperty(hostile, Symbol.for("ml-vs-llm.kind"), { value: "html" })`,
    );
    await chapter.state(chapter.scratch, "done");
    const output = chapter.output(chapter.scratch);
    await expect(output.locator("b")).toHaveText("bold");
    for (const tag of ["script", "iframe", "form", "input"]) await expect(output.locator(tag)).toHaveCount(0);
    await expect(page.locator("main")).toBeVisible();
    const handlers = await output.evaluate((element) =>
      [...element.querySelectorAll("*")].flatMap((child) => child.getAttributeNames()).filter((name) => name.startsWith("on")),
    );
    expect(handlers).toEqual([]);
    // What is fixed stays inside the output, not over the page.
    const [cover, box] = [await output.locator("div", { hasText: "cover" }).last().boundingBox(), await output.boundingBox()];
    expect(cover!.height).toBeLessThanOrEqual(box!.height + 1);
    expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
  });
});
