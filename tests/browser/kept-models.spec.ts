import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

const OFFER = `import { seed } from "#base/random";
import { CharacterTokenizer } from "#lm/character-tokenizer";
import { GPT } from "#lm/gpt";
import { saveGPT } from "#lm/gpt-file";
import { download } from "#notebook";
const model = new GPT({ vocabSize: 3, blockSize: 4, nLayer: 1, nHead: 1, nEmbd: 8 }, seed(1));
download("tiny.safetensors", saveGPT({ model, tokenizer: new CharacterTokenizer("abc") }))`;
const READ = `import { loadGPT } from "#lm/gpt-file";
import { file } from "#notebook";
const bytes = file("Your model", { accept: "model", model: "GPT" });
bytes ? loadGPT(bytes).model.options.nEmbd + " wide" : "none"`;

/** A page whose last cell offers a model. */
async function offer(page: Page) {
  const chapter = await Chapter.open(page);
  await chapter.try(chapter.scratch, OFFER);
  await chapter.state(chapter.scratch, "done");
  const output = chapter.output(chapter.scratch);
  const keep = async (name: string) => {
    const form = output.locator("form");
    if (!(await form.isVisible())) await output.getByRole("button", { name: "Keep in this browser" }).click();
    await form.getByRole("textbox", { name: "Name" }).fill(name);
    await form.getByRole("button", { name: "Keep" }).click();
  };
  return { chapter, output, keep, said: output.getByRole("status") };
}

/** A page whose last cell reads a model. */
async function reader(page: Page) {
  const chapter = await Chapter.open(page);
  await chapter.try(chapter.scratch, READ);
  await chapter.state(chapter.scratch, "done");
  const output = chapter.output(chapter.scratch);
  return { chapter, output, kept: output.getByRole("combobox", { name: "or one that you keep in this browser" }) };
}

test("a model that is kept survives reload and restart, and is offered where it can be used", async ({ page }) => {
  const { output, said } = await offer(page);
  const open = output.getByRole("button", { name: "Keep in this browser" });
  await open.press("Enter");
  await expect(output.getByRole("textbox", { name: "Name" })).toHaveValue("tiny");
  await expect(output.locator("form")).toContainText(/^Name *KeepCancel\d[\d.]* KB\. It stays in this browser and is sent nowhere/);
  await output.getByRole("textbox", { name: "Name" }).press("Enter");
  await expect(said).toHaveText("Kept as “tiny”.");
  await expect(open).toBeFocused();

  const { chapter, output: answer, kept } = await reader(page);
  await expect(answer).toContainText("none");
  await kept.selectOption("tiny");
  await expect(answer).toContainText("8 wide");
  await expect(answer.locator(".chosen")).toContainText(/^tiny · [\d.]+ KB · GPT/);
  // A cell that never ends costs the kernel: the next run begins in a new one.
  const endless = chapter.cell("train-bigram");
  await chapter.try(endless, "while (true);");
  await chapter.state(endless, "running");
  await chapter.stop();
  await chapter.state(endless, "stopped");
  await chapter.run(chapter.scratch);
  await chapter.state(chapter.scratch, "done");
  await expect(answer).toContainText("8 wide");

  await page.goto("reference/models/");
  const list = page.locator("ml-kept-models");
  await expect(list.getByRole("row", { name: /^tiny GPT [\d.]+ KB/ })).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), list.getByRole("button", { name: "Download tiny" }).click()]);
  expect(download.suggestedFilename()).toBe("tiny.safetensors");
  expect((await readFile(await download.path())).toString("latin1")).toContain('\\"model\\":\\"GPT\\"');
  const { violations } = await new AxeBuilder({ page }).include("ml-kept-models").analyze();
  expect(violations).toEqual([]);
});

test("what is deleted can be brought back, and other tabs hear of both", async ({ page, context }) => {
  const { keep, said } = await offer(page);
  await keep("first");
  await expect(said).toHaveText("Kept as “first”.");
  const other = await context.newPage();
  const { kept, output } = await reader(other);
  await expect(kept.locator("option")).toHaveText(["choose one", "first"]);

  await page.goto("reference/models/");
  const list = page.locator("ml-kept-models");
  await list.getByRole("button", { name: "Delete first" }).click();
  await expect(list.getByRole("status")).toContainText("“first” is deleted.");
  await expect(kept.locator("option")).toHaveText(["none is kept yet"]);
  await list.getByRole("button", { name: "Bring it back" }).press("Enter");
  await expect(list.getByRole("status")).toHaveText("“first” is back.");
  await expect(kept.locator("option")).toHaveText(["choose one", "first"]);
  await kept.selectOption("first");
  await expect(output).toContainText("8 wide");

  await list.getByRole("button", { name: "Delete first" }).click();
  await expect(list.getByRole("status")).toContainText("“first” is deleted.");
  await page.reload();
  await expect(list).toHaveText("You keep no model in this browser.");
});

test("a name that is taken, and a storage that is full, cost nothing that was kept", async ({ page }) => {
  const { keep, said, output } = await offer(page);
  await keep("mine");
  await expect(said).toHaveText("Kept as “mine”.");
  await keep("mine");
  await expect(said).toHaveText("You keep a model called “mine” already. Give this one another name.");
  await expect(output.getByRole("textbox", { name: "Name" })).toHaveValue("mine");
  await page.evaluate(() => {
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      if (this.name === "files") throw new DOMException("no room", "QuotaExceededError");
      return add.call(this, value, key);
    };
  });
  await keep("second");
  await expect(said).toHaveText("This browser's storage for this site is full. Delete a model that you keep, or download this one.");
  await expect(output.getByRole("button", { name: /^Download tiny/ })).toBeEnabled();
  await page.goto("reference/models/");
  await expect(page.locator("ml-kept-models tbody tr")).toHaveCount(1);
});

test("a file that is no such model gets a sentence", async ({ page }) => {
  const { output } = await reader(page);
  const choose = (name: string, buffer: Buffer) => output.locator("input[type=file]").setInputFiles({ name, mimeType: "", buffer });
  await choose("notes.safetensors", Buffer.from("no model at all, but a text"));
  await expect(output.getByRole("alert")).toHaveText(
    "notes.safetensors holds no model of this site, and a GPT is needed. Choose a file that a page here offered you.",
  );
  const header = Buffer.from(JSON.stringify({ __metadata__: { config: JSON.stringify({ model: "CNN" }) } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await choose("digits.safetensors", Buffer.concat([length, header]));
  await expect(output.getByRole("alert")).toHaveText(
    "digits.safetensors holds a model of another kind, CNN, and a GPT is needed. Choose a file that a page here offered you.",
  );
});

test("a cell reaches no model that the reader has not chosen in it", async ({ page }) => {
  const { keep, said, chapter } = await offer(page);
  await keep("secret");
  await expect(said).toHaveText("Kept as “secret”.");
  await chapter.try(
    chapter.scratch,
    `const tried = await Promise.all([
  async () => (globalThis as any).indexedDB.databases(),
  () => new Promise((resolve, reject) => {
    const request = (globalThis as any).indexedDB.open("ml-vs-llm:models:/");
    request.onsuccess = () => resolve("opened");
    request.onerror = () => reject(request.error);
  }),
].map(async (attempt) => { try { await attempt(); return "reached"; } catch { return "refused"; } }));
tried.join(" ")`,
  );
  await expect(chapter.output(chapter.scratch)).toHaveText("refused refused");
});
