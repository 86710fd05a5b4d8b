import { readFile } from "node:fs/promises";
import { expect } from "playwright/test";
import { Chapter } from "./chapter.ts";
import { test } from "./fixtures.ts";

test("a file that a cell makes is handed to the reader, byte for byte, by mouse and by keyboard", async ({ page }) => {
  const chapter = await Chapter.open(page);
  await chapter.try(
    chapter.scratch,
    'import { download as offer } from "#notebook";\noffer("numbers.bin", Uint8Array.from({ length: 20_001 }, (_, i) => i % 251))',
  );
  await chapter.state(chapter.scratch, "done");
  const button = chapter.output(chapter.scratch).getByRole("button", { name: "Download numbers.bin, 20 KB" });
  for (const press of [() => button.click(), () => button.press("Enter")]) {
    const [download] = await Promise.all([page.waitForEvent("download"), press()]);
    expect(download.suggestedFilename()).toBe("numbers.bin");
    expect([...(await readFile(await download.path()))]).toEqual(Array.from({ length: 20_001 }, (_, i) => i % 251));
  }
});

test("a file that has still to be made says so, and its button waits", async ({ page }) => {
  const chapter = await Chapter.open(page, "language-models/pretraining/");
  const output = chapter.output(chapter.cell("score"));
  await expect(output.getByRole("button", { name: /^Download my-gpt-1000-steps\.safetensors, \d+ KB$/ })).toBeDisabled();
  await expect(output).toContainText("Run the cell to make this file.");
});
