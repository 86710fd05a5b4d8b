/** How long a reader waits from the last key of an edit to its new output: compile, run in the kernel, show. */
import type { Benchmark } from "../scripts/benchmark.ts";

const EDITS = 60;
/** The first edits load the compiler and warm the engine up: a reader meets them once. */
const WARM_UP = 5;

const benchmark: Benchmark = {
  describe: "Edit to output: a small cell is changed and run with Shift+Enter, until its new output stands on the page.",
  async run({ say, browser, site }) {
    const context = await (await browser()).newContext();
    try {
      const page = await context.newPage();
      await page.goto(`${await site()}playground/`);
      await page.locator("ml-cell .code pre").click();
      await page.locator("ml-cell .cm-content").waitFor();
      const samples: number[] = [];
      for (let edit = 0; edit < EDITS + WARM_UP; edit++) {
        await page.keyboard.press("ControlOrMeta+a");
        await page.keyboard.insertText(`const rows: number[] = [1, 2, ${edit}];\nrows.map((x) => x * 2).join(" ")`);
        const watch = await page.evaluateHandle(watchFor, `2 4 ${edit * 2}`);
        await page.keyboard.press("Shift+Enter");
        const took = await watch.evaluate(({ took }) => took);
        if (edit >= WARM_UP) samples.push(took);
        if (edit === 0) say(`the first edit, with the kernel's start and the compiler's load: ${Math.round(took)} ms`);
      }
      return {
        unit: "ms",
        rows: [{ name: "edit to output", samples }],
        notes: ["From the key press to the frame after the output changed, by the page's own clock."],
      };
    } finally {
      await context.close();
    }
  },
};

export default benchmark;

/** Runs in the page: the time from the next press of Enter to the paint of this output. */
function watchFor(text: string): { took: Promise<number> } {
  const took = new Promise<number>((resolve) => {
    let pressed = 0;
    addEventListener("keydown", ({ timeStamp }) => (pressed = timeStamp), { capture: true, once: true });
    const output = document.querySelector("ml-cell .output")!;
    const observer = new MutationObserver(() => {
      if (output.textContent !== text) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
    });
    observer.observe(output, { subtree: true, childList: true, characterData: true });
  });
  return { took };
}
