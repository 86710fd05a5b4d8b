/** Keeps a page that is being written up to date, without a reload. `astro dev` adds it to each page; no built page has it. */

import { replace } from "../notebook/live.ts";
import { welcomeOutputs } from "../notebook/welcome-outputs.ts";
import type { RunState } from "./messages.ts";
import { type CellNews, NEWS, type News, OPEN, type Open } from "./messages.ts";
import { runSentence, spokenSentence } from "./run-sentence.ts";

/** How long the bar says that all have run. */
const GOODBYE_MS = 5000;

/** A page's notebook, and what is new in it. */
class LivePage {
  readonly #root: HTMLElement;
  readonly #bar: HTMLElement;
  readonly #spoken: HTMLElement;
  /** What is new of cells that the reader has taken over: he may give them back. */
  readonly #pending = new Map<string, CellNews>();
  /** The code of each cell, as the chapter has it. */
  readonly #code: Map<string, string>;
  /** True once the page has modules that hold the notebook as it was then. */
  #loaded = false;
  #run: RunState = { state: "checking" };
  #heardAt = 0;
  #goodbye = 0;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#bar = root.querySelector<HTMLElement>(".run-bar")!;
    this.#spoken = root.querySelector<HTMLElement>(".run-spoken")!;
    this.#code = new Map(this.#cells().map((cell) => [cell.dataset["cell"]!, codeOf(cell) ?? ""]));
    const ofNotebook = new RegExp(`/notebooks/${this.notebook}\\.ts\\?`);
    new PerformanceObserver((list) => {
      if (list.getEntries().some(({ name }) => ofNotebook.test(name))) this.#loaded = true;
    }).observe({ type: "resource", buffered: true });
    new MutationObserver(() => this.#settle()).observe(root, { attributeFilter: ["data-state"], subtree: true });
    setInterval(() => this.#tick(), 1000);
  }

  get notebook(): string {
    return this.#root.dataset["notebook"]!;
  }

  get opened(): Open {
    return { notebook: this.notebook, shown: Object.fromEntries(this.#cells().map(({ dataset }) => [dataset["cell"], dataset["shown"]])) };
  }

  take({ order, cells, run }: News): void {
    const here = this.#cells().map(({ dataset }) => dataset["cell"]);
    const made = cells.map((news) => ({ news, cell: elementOf(news) }));
    const newCode = made.some(({ news, cell }) => codeOf(cell) !== this.#code.get(news.name));
    // The page places other cells than the notebook has, or runs code that is not the chapter's any more.
    if (order.join() !== here.join() || (newCode && this.#loaded)) return location.reload();
    for (const { news } of made) this.#pending.set(news.name, news);
    this.#settle();
    this.#show(run);
  }

  /** Cells that the reader runs, or ran, are his. */
  #settle(): void {
    for (const cell of this.#cells()) {
      const news = this.#pending.get(cell.dataset["cell"]!);
      if (!news || cell.dataset["state"] !== "idle") continue;
      this.#pending.delete(news.name);
      this.#fill(cell, elementOf(news));
    }
  }

  #fill(cell: HTMLElement, made: HTMLElement): void {
    const name = cell.dataset["cell"]!;
    cell.dataset["shown"] = made.dataset["shown"];
    const code = codeOf(made) ?? "";
    if (code !== this.#code.get(name) && !cell.hasAttribute("data-edited"))
      find(cell, ".code pre code")?.replaceChildren(...find(made, ".code pre code")!.childNodes);
    this.#code.set(name, code);
    if (!cell.hasAttribute("data-edited")) find(cell, ".note > span")!.replaceChildren(...find(made, ".note > span")!.childNodes);
    find(cell, ".problem")!.replaceChildren(...find(made, ".problem")!.childNodes);
    const output = find(cell, ".output")!;
    const before = [...output.children];
    const now = [...find(made, ".output")!.children];
    for (const [i, node] of now.entries()) {
      if (before[i]) replace(before[i], node);
      else output.append(node);
    }
    for (const node of before.slice(now.length)) node.remove();
    welcomeOutputs(output);
  }

  #show(run: RunState): void {
    const spoken = spokenSentence(run);
    if (spoken !== "" && spoken !== spokenSentence(this.#run)) this.#spoken.textContent = spoken;
    const ran = this.#run.state !== "done" && run.state === "done" && run.ms !== undefined;
    if (run.state !== this.#run.state) {
      clearTimeout(this.#goodbye);
      // A run that is over says so for a while; outputs that were kept need no word.
      this.#bar.hidden = run.state === "done" && !ran;
      if (ran) this.#goodbye = window.setTimeout(() => (this.#bar.hidden = true), GOODBYE_MS);
    }
    this.#run = run;
    this.#heardAt = performance.now();
    this.#bar.dataset["run"] = run.state;
    if (run.state === "running") Object.assign(this.#bar.querySelector("progress")!, { max: run.of, value: run.number - 1 });
    const link = this.#bar.querySelector("a")!;
    link.textContent = run.state === "failed" && run.cell !== undefined ? `Go to cell ${run.cell}` : "";
    if (run.state === "failed" && run.cell !== undefined) link.href = `#cell-${run.cell}`;
    else link.removeAttribute("href");
    this.#tick();
  }

  /** The server speaks up when a cell begins or ends; the seconds between pass here. */
  #tick(): void {
    const since = performance.now() - this.#heardAt;
    const run = this.#run;
    const now =
      run.state === "running" ? { ...run, ms: run.ms + since, ...(run.leftMs !== undefined && { leftMs: Math.max(0, run.leftMs - since) }) } : run;
    const sentence = this.#bar.querySelector(".run-sentence")!;
    const text = runSentence(now);
    if (this.#heardAt > 0 && sentence.textContent !== text) sentence.textContent = text;
  }

  /** The chapter's own cells. */
  #cells(): HTMLElement[] {
    return [...this.#root.querySelectorAll<HTMLElement>("ml-cell:not([data-added])")];
  }
}

function elementOf({ html }: CellNews): HTMLElement {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector<HTMLElement>("ml-cell")!;
}

const find = (cell: HTMLElement, selector: string) => cell.querySelector<HTMLElement>(selector);
/** `undefined` where an editor stands in its place. */
const codeOf = (cell: HTMLElement) => find(cell, ".code pre code")?.textContent;

const root = document.querySelector<HTMLElement>("ml-notebook");
if (root && import.meta.hot) {
  const { hot } = import.meta;
  const page = new LivePage(root);
  hot.on(NEWS, (news: News) => news.notebook === page.notebook && page.take(news));
  hot.send(OPEN, page.opened);
}
