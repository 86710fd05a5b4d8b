import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page } from "playwright/test";
import { makeLink } from "../../src/components/notebook/edits/share-link.ts";
import { noChanges, setText } from "../../src/notebook/changes.ts";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";
import { LAYOUT, UNDER_A_PATH } from "./playwright.config.ts";

const LESSON = "two-machines/";
const guess = (page: Page) => page.locator("#guess-numbers");
const value = (page: Page) => page.locator("#guess-memory");
const reply = (box: Locator) => box.getByRole("status");
const option = (box: Locator, name: string) => box.getByRole("button", { name, exact: true });

test.describe("a guess", () => {
  test("is answered with what was said, what is right and why, and is kept over a reload", async ({ page }) => {
    await page.goto(LESSON);
    const box = guess(page);
    await expect(reply(box)).toBeEmpty();
    await option(box, "The tree").click();
    await expect(reply(box)).toHaveText(/^You said The tree\.\s+The answer: The bigram model\.\s+It keeps 729 probabilities, one for each pair/);
    await expect(option(box, "The tree")).toHaveAttribute("aria-pressed", "true");
    await expect(option(box, "The tree")).toBeFocused();
    // It was said.
    await option(box, "The bigram model").click();
    await expect(reply(box)).toContainText("You said The tree.");
    await page.reload();
    await expect(reply(box)).toContainText("You said The tree.");
    await expect(reply(box)).toContainText("It keeps 729 probabilities");
    await expect(option(box, "The bigram model")).toHaveAttribute("aria-pressed", "false");
  });

  test("can be taken back, by keyboard alone", async ({ page }) => {
    await page.goto(LESSON);
    const box = guess(page);
    await option(box, "The tree").focus();
    await page.keyboard.press("Tab");
    await expect(option(box, "The bigram model")).toBeFocused();
    await page.keyboard.press("Space");
    await expect(reply(box)).toContainText("You said The bigram model, and that is right.");
    await expect(box.locator(".right")).toBeHidden();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(option(box, "Guess again")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(option(box, "The tree")).toBeFocused();
    await expect(reply(box)).toBeEmpty();
    await expect(box.getByText("The answer", { exact: true })).toBeVisible();
    await page.reload();
    await expect(reply(box)).toBeEmpty();
    await option(box, "Both keep about the same").click();
    await expect(reply(box)).toContainText("You said Both keep about the same.");
  });

  test("can be a value", async ({ page }) => {
    await page.goto(LESSON);
    const box = value(page);
    const slider = box.getByRole("slider", { name: "How many characters does the bigram model look back?" });
    await slider.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowLeft");
    await option(box, "I say 2").click();
    await expect(reply(box)).toHaveText(/^You said 2\.\s+The answer: 1\./);
    await expect(slider).toBeDisabled();
    await page.reload();
    await expect(reply(box)).toContainText("You said 2.");
    await expect(slider).toHaveValue("2");
    await option(box, "Guess again").click();
    await expect(slider).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await option(box, "I say 1").click();
    await expect(reply(box)).toContainText("You said 1, and that is right.");
  });

  test("is forgotten when the page is reset, and by no other command", async ({ page, baseURL }) => {
    const chapter = await Chapter.open(page);
    await option(guess(page), "The tree").click();
    await chapter.command(undefined, "Reset the page");
    await expect(page.getByText("Your guesses are forgotten.").first()).toBeVisible();
    await expect(reply(guess(page))).toBeEmpty();

    await option(guess(page), "The tree").click();
    await chapter.write(chapter.cell("pair"), "1 + 1");
    await chapter.command(chapter.cell("pair"), "Reset the cell");
    await expect(reply(guess(page))).toContainText("You said The tree.");
    const text = "const mine = 1;\nmine";
    const changes = setText(noChanges, [{ name: "pair", text: "1" }], "pair", text);
    const made = await makeLink(`${baseURL}${LESSON}`, changes, { notebook: "two-machines" });
    await page.goto((made as { link: string }).link);
    await expect(chapter.cell("pair")).toContainText("mine");
    await page.getByRole("button", { name: "Back to the chapter" }).click();
    await expect(chapter.cell("pair")).toContainText("learns from");
    await expect(reply(guess(page))).toContainText("You said The tree.");

    await chapter.write(chapter.cell("pair"), "1 + 1");
    await chapter.command(undefined, "Reset the page");
    await expect(chapter.cell("pair")).toContainText("learns from");
    await expect(reply(guess(page))).toBeEmpty();
    await page.reload();
    await expect(option(guess(page), "The tree")).toHaveAttribute("aria-pressed", "false");
    await expect(reply(guess(page))).toBeEmpty();
  });

  test("lasts as long as the page where nothing can be kept", async ({ page, browser, baseURL }) => {
    const chapter = await Chapter.open(page);
    await chapter.fillStorage();
    await option(guess(page), "The tree").click();
    await expect(reply(guess(page))).toContainText("You said The tree.");

    const context = await browser.newContext({ baseURL: baseURL! });
    const forbidden = await context.newPage();
    await forbidden.addInitScript(() => {
      for (const method of ["getItem", "setItem", "removeItem"] as const)
        Storage.prototype[method] = () => {
          throw new DOMException("no", "SecurityError");
        };
    });
    await forbidden.goto(LESSON);
    await option(guess(forbidden), "The tree").click();
    await expect(reply(guess(forbidden))).toContainText("You said The tree.");
    await option(guess(forbidden), "Guess again").click();
    await expect(reply(guess(forbidden))).toBeEmpty();
    await context.close();
  });

  test("at a question that has changed since is forgotten", async ({ page }) => {
    await page.goto(LESSON);
    await page.evaluate(() => localStorage.setItem(`ml-vs-llm:guess:${location.pathname}:numbers`, "The forest"));
    await page.evaluate(() => localStorage.setItem(`ml-vs-llm:guess:${location.pathname}:memory`, "99"));
    await page.reload();
    await expect(option(guess(page), "The tree")).toBeEnabled();
    await expect(reply(guess(page))).toBeEmpty();
    await expect(reply(value(page))).toBeEmpty();
  });

  test("is kept for its page of its site", async ({ page }) => {
    await page.goto(`${UNDER_A_PATH}${LESSON}`);
    await option(guess(page), "The tree").click();
    expect(await page.evaluate(() => Object.keys(localStorage))).toContain("ml-vs-llm:guess:/some/path/two-machines/:numbers");
  });
});

test("with scripts off, a lesson asks and answers", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! });
  const page = await context.newPage();
  await page.goto(LESSON);
  for (const box of [guess(page), value(page)]) {
    await expect(box.locator(".ask")).toBeVisible();
    await expect(box.locator(".answer")).toBeHidden();
    await box.getByText("The answer", { exact: true }).click();
    await expect(box.locator(".answer")).toBeVisible();
  }
  await expect(guess(page).locator(".answer")).toHaveText(/^The answer: The bigram model\.\s+It keeps 729/);
  await expect(option(guess(page), "Both keep about the same")).toBeVisible();
  // A map leads on.
  const part = page.getByRole("link", { name: "a question", exact: true });
  const target = (await part.getAttribute("href"))!;
  expect(target).toMatch(/^#./);
  await part.click();
  await expect(page).toHaveURL(new RegExp(`${target}$`));
  await context.close();
});

test("on paper each question stands with its answer, said or not", async ({ page }) => {
  await page.goto(LESSON);
  await option(guess(page), "The tree").click();
  await page.emulateMedia({ media: "print" });
  const boxes = await page.locator("ml-guess").all();
  expect(boxes.length).toBeGreaterThan(3);
  for (const box of boxes) {
    await expect(box.locator(".ask")).toBeVisible();
    const answer = box.locator(".answer > p").last();
    await expect(answer).toBeVisible();
    expect((await answer.boundingBox())!.height).toBeGreaterThan(10);
    await expect(box.getByRole("button", { name: "Guess again" })).toBeHidden();
  }
});

test("a lesson says what it is: side, answer, minutes, what it learns from, and what comes next", async ({ page }) => {
  for (const root of ["", UNDER_A_PATH]) {
    await page.goto(`${root}${LESSON}`);
    const frame = page.locator(".lesson-frame");
    await expect(frame.locator(".kicker")).toHaveText(/^Both sides · /);
    await expect(frame.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(frame.locator(".lesson-answer")).toHaveText((await page.locator('meta[name="description"]').getAttribute("content"))!);
    await expect(frame.getByText(/^Learns from 342 /)).toBeVisible();
    await page.locator(".remember .next a").click();
    await expect(page).toHaveURL(/\/map\/$/);
    await page.goto(`${root}reference/glossary/`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator(".lesson-frame")).toHaveCount(0);
  }
});

test("a formula is drawn as one, and says itself as text", LAYOUT, async ({ page }) => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(LESSON);
    const math = page.locator(".formula .math math");
    await expect(math).toHaveAttribute("alttext", "P(b | a) = (n_ab + 1) / (∑_c n_ac + 27)");
    const [above, below] = await math.locator("mfrac > *").evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect()));
    expect(above!.bottom).toBeLessThan(below!.top + 2);
    expect(above!.width).toBeGreaterThan(20);
    expect((await math.boundingBox())!.x).toBeGreaterThanOrEqual(0);
    await expect(page.locator(".formula .symbols li")).toHaveCount(3);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});

test("a machine lights the part that a slider's cell is at, and says so", async ({ page }) => {
  await page.goto("language-models/inside-a-transformer/");
  const machine = page.getByRole("group", { name: "A transformer." });
  const lit = () => machine.locator(".part.lit").evaluateAll((parts) => parts.map(({ textContent }) => textContent));
  await expect(machine).toHaveAccessibleName("A transformer. Lit: attention.");
  expect(await lit()).toEqual(["attention"]);
  const slider = page.getByRole("slider", { name: "Step" });
  await slider.fill("14");
  await expect(machine).toHaveAccessibleName("A transformer. Lit: layer norm.");
  expect(await lit(), "one of three layer norms").toEqual(["layer norm"]);
  await expect(page.locator('ml-cell[data-cell="walk"]')).toContainText("14. layer norm of the MLP.");
  await slider.fill("13");
  await expect(machine).toHaveAccessibleName("A transformer. Lit: residual stream.");
  expect(await lit()).toEqual(["+"]);
  await expect(machine.locator(".line.lit")).toHaveCount(1);
  await machine.getByRole("link", { name: "MLP" }).click();
  expect(page.url()).toMatch(/#what-is-found-is-added$/);
});

test("a machine has its words within its boxes, and its parts lead on by keyboard", LAYOUT, async ({ page }) => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(LESSON);
    const machine = page.getByRole("group", { name: "A decision tree. Lit: the way of one row." });
    const outside = await machine.locator(".part").evaluateAll((parts) =>
      parts.flatMap((part) => {
        const box = part.querySelector("rect")!.getBoundingClientRect();
        return [...part.querySelectorAll("text")]
          .filter((text) => text.getBoundingClientRect().left < box.left || text.getBoundingClientRect().right > box.right)
          .map((text) => text.textContent);
      }),
    );
    expect(outside).toEqual([]);
    await machine.getByRole("link", { name: "a row" }).focus();
    await page.keyboard.press("Tab");
    const part = machine.getByRole("link", { name: "a question", exact: true });
    await expect(part).toBeFocused();
    const target = (await part.getAttribute("href"))!;
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`${target}$`));
    await expect(page.locator(target)).toBeInViewport();
  }
});

for (const scheme of ["light", "dark"] as const)
  test(`axe finds nothing in a lesson whose questions are answered, in ${scheme} mode`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.goto(LESSON);
    await option(guess(page), "The tree").click();
    await option(page.locator("#guess-labels"), "The tree").click();
    await option(value(page), "I say 5").click();
    await page.locator("ml-guess summary:visible").last().click();
    const { violations } = await new AxeBuilder({ page }).exclude("ml-cell").analyze();
    expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) }))).toEqual([]);
  });

test("nothing moves when a page of questions gets its scripts", async ({ page, browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! });
  const still = await context.newPage();
  const places = (of: Page) => of.locator("ml-guess").evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
  await still.goto(LESSON);
  await page.goto(LESSON);
  await expect(option(guess(page), "The tree")).toBeEnabled();
  expect(await places(page)).toEqual(await places(still));
  await context.close();
});

test("the script of the questions is small, and only where there are some", async ({ page }) => {
  const inline = () =>
    page.evaluate(() => [...document.scripts].map(({ textContent }) => textContent ?? "").filter((text) => text.includes("ml-guess")));
  await page.goto("reference/glossary/");
  expect(await inline()).toEqual([]);
  expect(await page.evaluate(() => customElements.get("ml-guess") === undefined)).toBe(true);
  await page.goto(LESSON);
  const { brotliCompressSync } = await import("node:zlib");
  const sizes = (await inline()).map((text) => brotliCompressSync(text).length);
  expect(sizes).toHaveLength(1);
  expect(sizes[0]).toBeLessThanOrEqual(1536);
});
