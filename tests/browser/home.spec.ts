import { brotliCompressSync } from "node:zlib";
import { expect, type Page } from "playwright/test";
import { test } from "./fixtures.ts";
import { PLACES } from "./playwright.config.ts";

const tree = (page: Page) => page.locator("penguin-tree");
const names = (page: Page) => page.locator("name-finisher");

/** Whether a machine's picture and words have changed by the time that its control has taken an input: no reader waits for it. */
async function answersAtOnce(page: Page, selector: string, value: string): Promise<boolean> {
  return page.evaluate(
    ([selector, value]) => {
      const input = document.querySelector<HTMLInputElement>(selector)!;
      const machine = input.closest(".home-machine")!;
      const before = machine.innerHTML;
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      return machine.innerHTML !== before;
    },
    [selector, value] as const,
  );
}

test("both machines answer within the input itself, with no kernel", async ({ page }) => {
  const workers: unknown[] = [];
  page.on("worker", (worker) => workers.push(worker));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("");
  await expect(page.locator("#home-penguin")).toBeEnabled();
  for (const value of ["20", "200", "330", "150", "300"]) expect(await answersAtOnce(page, "#home-penguin", value)).toBe(true);
  for (const value of ["q", "an", "jos", "", "eliz"]) expect(await answersAtOnce(page, "#home-name", value)).toBe(true);
  expect(workers).toEqual([]);
  expect(await page.locator("iframe").count()).toBe(0);
  expect(asked.filter((url) => /kernel|prerender/.test(url))).toEqual([]);
});

test("the script of both is at most 4 KB", async ({ page }) => {
  const scripts: { url: string; text: Promise<string> }[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push({ url: response.url(), text: response.text() });
  });
  await page.goto("", { waitUntil: "networkidle" });
  const loaded = await Promise.all(scripts.map(({ text }) => text));
  const written = await page.evaluate(() =>
    [...document.scripts].filter(({ src, type }) => src === "" && type !== "application/json").map(({ textContent }) => textContent ?? ""),
  );
  // What the two import is theirs, too; what other pages share is not.
  const theirs = [...loaded, ...written].filter(
    (text) => /penguin-tree|name-finisher|drawn|sfc32|splitAt|threshold/.test(text) && !text.includes("ml-notebook"),
  );
  expect(theirs.some((text) => text.includes("penguin-tree"))).toBe(true);
  expect(theirs.some((text) => text.includes("name-finisher"))).toBe(true);
  const bytes = theirs.reduce((sum, text) => sum + brotliCompressSync(text).length, 0);
  console.log(`script of the home page's machines: ${bytes} bytes, brotli`);
  expect(bytes).toBeLessThanOrEqual(4 * 1024);
});

test("the tree follows the arrow keys, and says what it says", async ({ page }) => {
  await page.goto("");
  const slider = page.getByRole("slider", { name: /Penguin \d+ of 342/ });
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(tree(page).getByRole("status")).toHaveText(/The tree says Adelie, and so did the biologists/);
  await expect(tree(page).locator("g.passed")).toHaveCount(3);
  await page.keyboard.press("End");
  await expect(tree(page).getByRole("status")).toHaveText(/The tree says Gentoo, and so did the biologists/);
  await expect(tree(page).locator("g.leaf.passed")).toContainText("Gentoo");
  await expect(slider).toHaveAttribute("aria-valuetext", /^342: flipper 231 mm/);
  await page.keyboard.press("ArrowLeft");
  await expect(tree(page).locator(".number")).toHaveText("341");
});

test("each mistake of the tree can be seen in turn", async ({ page }) => {
  await page.goto("");
  const seen = new Set<string>();
  for (let i = 0; i < 12; i++) {
    await tree(page).getByRole("button", { name: "Next mistake" }).press("Enter");
    await expect(tree(page).getByRole("status")).toHaveText(/Wrong: the biologists wrote/);
    seen.add(await tree(page).locator(".number").innerText());
  }
  expect(seen.size).toBe(12);
});

test("a name is finished, and what cannot be is said", async ({ page }) => {
  await page.goto("");
  const field = page.getByRole("textbox", { name: "The beginning of a name" });
  const status = names(page).getByRole("status");
  const first = await status.innerText();
  expect(first).toMatch(/^mar becomes mar\w+\./);
  await field.press("End");
  await page.keyboard.type("q");
  await expect(status).toHaveText(/^marq becomes marq\w+\. After q, u is likeliest: 98 %/);
  await expect(names(page).locator(".bars li")).toHaveCount(2);
  await field.fill("mar7");
  await expect(status).toHaveText("“7” is no letter from a to z. The model has read nothing else, so it cannot go on.");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(names(page).locator(".bars")).toHaveCount(0);
  await field.fill("");
  await expect(status).toHaveText(/^Nothing is typed, so it makes up a whole name/);
  await expect(field).toHaveAttribute("aria-invalid", "false");
  await field.fill("mar");
  await expect(status).toHaveText(first);
  await names(page).getByRole("button", { name: "Another ending" }).press("Enter");
  await expect(status).not.toHaveText(first);
});

test("letters come one after the other, or at once where readers want less motion", async ({ page }) => {
  const delays = () =>
    names(page)
      .locator(".drawn")
      .evaluateAll((all) => all.map((letter) => getComputedStyle(letter).animationName));
  await page.goto("");
  expect(new Set(await delays())).toEqual(new Set(["home-drawn"]));
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(new Set(await delays())).toEqual(new Set(["none"]));
});

test("with scripts off, an example is filled in", async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(test.info().project.use.baseURL!);
  await expect(tree(page).locator("g.passed")).toHaveCount(3);
  await expect(tree(page)).toContainText(/The tree says \w+, and so did the biologists/);
  await expect(names(page)).toContainText(/mar becomes mar\w+/);
  await expect(names(page).locator(".bars li")).toHaveCount(7);
  await expect(page.locator("#home-penguin")).toBeDisabled();
});

test("the first picture is on the first screen, and the page is short", PLACES, async ({ page }) => {
  const place = () =>
    page.evaluate(() => {
      const [tree, bars] = [".home-machine svg", ".home-machine .name"].map((selector) => document.querySelector(selector)!.getBoundingClientRect());
      return { tree: tree!.top + scrollY, ends: tree!.bottom + scrollY, bars: bars!.top + scrollY, height: document.documentElement.scrollHeight };
    });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto("");
  const wide = await place();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("");
  const phone = await place();
  console.log(JSON.stringify({ wide, phone }));
  expect(wide.tree).toBeLessThanOrEqual(500);
  expect(wide.bars).toBeLessThanOrEqual(500);
  expect(wide.height).toBeLessThanOrEqual(3500);
  expect(phone.ends).toBeLessThanOrEqual(844);
});
