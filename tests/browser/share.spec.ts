import { expect, type Page } from "playwright/test";
import { makeLink } from "../../src/components/notebook/edits/share-link.ts";
import { noChanges, setText } from "../../src/notebook/changes.ts";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

/** The link that the page copies. */
async function copyLink(page: Page, chapter: Chapter): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await chapter.command(undefined, "Copy a link");
  await expect(chapter.bar).toContainText("is copied");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** A link that brings this text for the scratch cell. */
async function linkWith(text: string, baseURL: string | undefined): Promise<string> {
  const changes = setText(noChanges, [{ name: "pair", text: "" }], "pair", text);
  const made = await makeLink(`${baseURL}two-machines/`, changes, { notebook: "two-machines" });
  if (!made.ok) throw new Error(made.problem);
  return made.link;
}

test.describe("a link with edits", () => {
  test("is copied, opened elsewhere, shows what it changes and runs nothing until the reader says so", async ({ page, browser, baseURL }) => {
    const chapter = await Chapter.open(page);
    await chapter.write(chapter.scratch, 'globalThis.ran = "yes";\n"from a link"');
    await chapter.command(page.locator("ml-cell").first(), "Add a cell below");
    await chapter.write(chapter.cell("added-1"), "1 + 1");
    const link = await copyLink(page, chapter);
    expect(link).toContain("#edits=");

    const elsewhere = await (await browser.newContext({ baseURL: baseURL! })).newPage();
    await elsewhere.goto(link);
    const theirs = new Chapter(elsewhere);
    const notice = elsewhere.locator(".notebook-notice");
    await expect(notice).toContainText("This link changes 2 cells: cell added-1, cell pair. Nothing of it has run.");
    await expect(theirs.scratch.locator(".note")).toContainText("edited");
    await theirs.state(theirs.scratch, "idle");
    await theirs.state(theirs.cell("added-1"), "idle");
    // What the build made is still there.
    await expect(theirs.output(theirs.scratch)).toContainText("side by side");
    await notice.getByRole("button", { name: "Run them" }).click();
    await expect(theirs.output(theirs.scratch)).toHaveText("from a link");
    await expect(theirs.output(theirs.cell("added-1"))).toHaveText("2");
    expect(new URL(elsewhere.url()).hash).toBe("");
    await elsewhere.context().close();
  });

  test("puts the reader's own edits aside, and gives them back", async ({ page, baseURL }) => {
    const chapter = await Chapter.open(page);
    await chapter.write(chapter.scratch, '"my own"');
    const link = await linkWith('"the link\'s"', baseURL);
    await page.goto("reference/glossary/");
    await page.goto(link);
    await expect(chapter.scratch.locator(".code pre")).toHaveText('"the link\'s"');
    await page.getByRole("button", { name: "Back to your own edits" }).click();
    await expect(chapter.scratch.locator(".code pre")).toHaveText('"my own"');
  });

  test("puts the reader's own edits aside for good: the list of commands brings them back after a reload, and that can be undone", async ({
    page,
    baseURL,
  }) => {
    const open = async (text: string) => {
      await page.evaluate((hash) => (location.hash = hash), new URL(await linkWith(text, baseURL)).hash);
      await expect(code).toHaveText(text);
    };
    const offers = async () => {
      await page.locator('.notebook-bar button[data-action="commands"]').click();
      const list = page.getByRole("dialog");
      await expect(list.getByRole("button", { name: "Copy a link" })).toBeVisible();
      const titles = await list.getByRole("button", { name: "Bring back" }).allTextContents();
      await page.keyboard.press("Escape");
      await expect(list).toHaveCount(0);
      return titles;
    };
    const chapter = await Chapter.open(page);
    const code = chapter.scratch.locator(".code :is(pre, .cm-content)");
    await chapter.write(chapter.scratch, '"my own"');
    expect(await offers()).toEqual([]);
    await open('"the link\'s"');
    await page.reload();
    await expect(code).toHaveText('"the link\'s"');
    await expect(page.locator('[data-notice="link"]')).toHaveCount(0);
    expect(await offers()).toEqual(["Bring back your edits from before the link"]);

    await chapter.command(undefined, "Bring back your edits");
    await expect(code).toHaveText('"my own"');
    await expect(chapter.bar).toContainText("What was put aside is back.");
    await chapter.bar.getByRole("button", { name: "Undo" }).click();
    await expect(code).toHaveText('"the link\'s"');
    // Neither is lost by it, not even with the page.
    await page.reload();
    await expect(code).toHaveText('"the link\'s"');
    await chapter.command(undefined, "Bring back");
    await expect(code).toHaveText('"my own"');

    await open('"another link\'s"');
    const when = /\(1 cell, put aside on \d+ \w+ \d{4}, [\d:]+\)$/;
    expect(await offers()).toEqual([expect.stringMatching(when), expect.stringMatching(when)]);
    await chapter.command(undefined, "Bring back your edits");
    await expect(code).toHaveText('"my own"');
  });

  test("that leaves no room for the reader's own edits is not shown, and waits in the address", async ({ page, baseURL }) => {
    const chapter = await Chapter.open(page);
    const code = chapter.scratch.locator(".code :is(pre, .cm-content)");
    await chapter.write(chapter.scratch, '"my own"');
    const makeRoom = await chapter.fillStorage();
    const { hash } = new URL(await linkWith('"the link\'s"', baseURL));
    await page.evaluate((hash) => (location.hash = hash), hash);
    await expect(page.locator(".notebook-notice")).toContainText("Your own edits could not be put aside.");
    await expect(page.locator(".notebook-notice")).not.toContainText("This link changes");
    await expect(code).toHaveText('"my own"');
    expect(new URL(page.url()).hash).toBe(hash);
    await makeRoom();
    await page.reload();
    await expect(code).toHaveText('"the link\'s"');
    expect(new URL(page.url()).hash).toBe("");
  });

  test("that is opened on the page itself is taken up, too", async ({ page, baseURL }) => {
    const chapter = await Chapter.open(page);
    await page.evaluate((hash) => (location.hash = hash), new URL(await linkWith("12", baseURL)).hash);
    await expect(chapter.scratch.locator(".code pre")).toHaveText("12");
  });

  test("that would be too long is not made: the reader is told, and offered the file", async ({ page }) => {
    const chapter = await Chapter.open(page);
    // What a seed makes: text that does not compress.
    let state = 1;
    const random = Array.from({ length: 12_000 }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return String.fromCharCode(35 + ((state >>> 16) % 57));
    }).join("");
    await chapter.write(chapter.scratch, `// ${random}`);
    await chapter.command(undefined, "Copy a link");
    await expect(page.locator(".notebook-notice")).toContainText("beyond 8,000");
    await expect(page.locator(".notebook-notice").getByRole("button", { name: "Download .ts" })).toBeVisible();
  });

  for (const [what, hash] of [
    ["is malformed", "#edits=1.%%%"],
    ["was cut off", "#edits=1.eJyrVipLLSrOzM9TslIyVNJRSk0pSVWyUgIAVXsGng"],
    ["has another version", "#edits=99.abc"],
    ["is longer than any", `#edits=1.${"A".repeat(20_000)}`],
  ] as const)
    test(`that ${what} gives a sentence and the page as it is`, async ({ page }) => {
      await page.goto(`two-machines/${hash}`);
      const chapter = new Chapter(page);
      await expect(page.locator(".notebook-notice")).toContainText("You see the page as it is without the link.");
      await expect(chapter.scratch.locator(".note")).not.toContainText("edited");
      await page.locator(".notebook-notice").getByRole("button", { name: "OK" }).click();
      await expect(page.locator(".notebook-notice")).toHaveCount(0);
    });

  test("that holds characters nobody can see warns of them", async ({ page, baseURL }) => {
    await page.goto(await linkWith("const x = 1; //\u202E hidden", baseURL));
    await expect(page.locator(".notebook-notice")).toContainText("characters that cannot be seen");
  });
});
