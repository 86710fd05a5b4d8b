import { expect, type Locator, type Page } from "playwright/test";

/** A chapter opened in the browser, as its readers see it. */
export class Chapter {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** With all code open, as a link asks for it: what is behind the lines of the code is another test's (`fold.spec.ts`). */
  static async open(page: Page, path = "two-machines/"): Promise<Chapter> {
    await page.goto(path.replace(/(?=#|$)/, "?code"));
    await expect(page.locator("ml-notebook")).toBeVisible();
    return new Chapter(page);
  }

  cell(name: string): Locator {
    return this.page.locator(`ml-cell[data-cell="${name}"]`);
  }

  /** The last cell of the page: no other cell reads it, so tests may write there what they like. */
  get scratch(): Locator {
    return this.page.locator("ml-cell").last();
  }

  output(cell: Locator): Locator {
    return cell.locator(".output");
  }

  problem(cell: Locator): Locator {
    return cell.locator(".problem");
  }

  async state(cell: Locator, state: string): Promise<void> {
    await expect(cell).toHaveAttribute("data-state", state);
  }

  async run(cell: Locator): Promise<void> {
    await cell.locator('button[data-action="run"]').click();
  }

  /** Replace a cell's text as a reader would: click into the code, select all, type. */
  async write(cell: Locator, text: string): Promise<void> {
    const editor = cell.locator(".cm-content");
    // An added cell opens its editor by itself: it may take the code's place before the click comes.
    await expect(async () => {
      if (!(await editor.isVisible())) {
        const folded = cell.locator(".code:not([open]) > summary");
        if (await folded.isVisible()) await folded.click();
        await cell.locator(".code pre").click({ timeout: 2000 });
      }
      await editor.waitFor({ timeout: 10_000 });
    }).toPass();
    await editor.focus();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
  }

  /** Write, and run with the keyboard. */
  async try(cell: Locator, text: string): Promise<void> {
    await this.write(cell, text);
    await this.page.keyboard.press("Shift+Enter");
  }

  /** Choose from the commands of a cell, or of the page. */
  async command(cell: Locator | undefined, title: string): Promise<void> {
    await (cell ?? this.page.locator(".notebook-bar")).locator('button[data-action="commands"]').click();
    await this.page.getByRole("dialog").getByRole("button", { name: title }).click();
  }

  /** Leave this site no room in the browser's storage. Returns what makes room again. */
  async fillStorage(): Promise<() => Promise<void>> {
    await this.page.evaluate(() => {
      for (let size = 4_000_000, n = 0; size >= 1; )
        try {
          localStorage.setItem(`fill-${n++}`, "x".repeat(size));
        } catch {
          size = Math.floor(size / 2);
        }
    });
    return () =>
      this.page.evaluate(() => {
        for (const key of Object.keys(localStorage)) if (key.startsWith("fill-")) localStorage.removeItem(key);
      });
  }

  async stop(): Promise<void> {
    await this.page.locator('.notebook-bar button[data-action="stop"]').click();
  }

  get bar(): Locator {
    return this.page.locator(".kernel-state");
  }
}
