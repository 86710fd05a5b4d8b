import assets from "virtual:kernel";
import { Sandbox } from "../../kernel/browser/sandbox.ts";
import type { MimeBundle } from "../../kernel/protocol/mime.ts";
import { type CellStatus, type KernelStatus, Session, type SessionCell } from "../../kernel/session/session.ts";
import type { ChapterCell, PageCell } from "../../notebook/changes.ts";
import type { CompiledCell } from "../../notebook/types.ts";
import { cellMarkup } from "../cell-markup.ts";
import { CellView } from "./cell-view.ts";
import { COMMANDS, commandOf, isApple } from "./commands.ts";
import { Calm } from "./debounce.ts";
import { NotebookDocument } from "./document.ts";
import { bringBackCommands } from "./edits/bring-back.ts";
import { keptKey } from "./edits/kept-key.ts";
import { makeLink, readLink } from "./edits/share-link.ts";
import { Inputs } from "./inputs.ts";
import { Notices } from "./notices.ts";
import type { Offer } from "./palette.ts";
import { ChartPointer } from "./pointer.ts";
import { bringUpToDate, count, kernelSentence, linksTo, stoppedSentence } from "./sentences.ts";
import { NotebookTypes } from "./types/notebook-types.ts";

/** A cell as the build hands it to the page. */
export type BuiltCell = SessionCell & { text: string; tags: string[] };

const notebooks = import.meta.glob<BuiltCell[]>("/notebooks/*.ts", { query: "?compiled", import: "default" });
const sandbox = new Sandbox(assets);

/** Ties a page's cells to a kernel: buttons, keys and edits go down, states and outputs come up. */
export class NotebookController {
  readonly #root: HTMLElement;
  readonly #session: Session;
  readonly #notices: Notices;
  readonly #pointer: ChartPointer;
  readonly #types = new NotebookTypes({ cells: () => this.#document.cells });
  readonly #ready: Promise<void>;
  readonly #views = new Map<string, CellView>();
  #built: BuiltCell[] = [];
  #document!: NotebookDocument;
  /** What each cell was when it last compiled, and the text of that: those who read it then know for whom they wait. */
  readonly #compiled = new Map<string, { text: string; cell: SessionCell; last?: CompiledCell }>();
  /** Cell → the text that the session has of it: while it is queued, the reader may write on. */
  readonly #given = new Map<string, string>();
  /** Cell → the text with which it last began to run here. */
  readonly #ranText = new Map<string, string>();
  /** True while the session has other texts than the page. */
  #uncompiled = false;
  /** True while an input, not a button, began what runs: then marks that would flicker are held back. */
  #calm = false;
  readonly #cellMarks = new Calm<CellStatus>((name, status) => this.#views.get(name)?.showStatus(status, this.#session.outputs(name)));
  readonly #kernelMark = new Calm<KernelStatus>((_, status) => this.#showKernel(status));
  readonly #inputs = new Inputs((cell, id, value) => this.#setInput(cell, id, value));
  /** Values are handed on in the order in which they were chosen. */
  #handed: Promise<void>;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#notices = new Notices(root);
    this.#session = new Session(sandbox.connect, {
      cell: (name, status) => this.#cellChanged(name, status),
      outputs: (name, bundles) => this.#views.get(name)?.showOutputs(bundles),
      kernel: (status) => this.#kernelChanged(status),
      view: (name) => this.#views.get(name)?.view ?? "wide",
      patch: (_, patch) => this.#pointer.patch(patch),
    });
    this.#pointer = new ChartPointer({ root, send: (cell, output, view, act) => this.#session.point(cell, output, view, act) });
    const imports = (root.dataset["imports"] ?? "").split(" ").filter((specifier) => specifier.length > 0 && specifier !== "#notebook");
    // A frame of another origin may need a process of its own: that takes longest, so it begins first.
    this.#session.warm(imports);
    this.#ready = this.#load();
    this.#handed = this.#ready.catch(() => {});
    sandbox.warm(imports);
    root.addEventListener("keydown", (event) => this.#key(event), { capture: true });
    this.#ready.catch(() => this.#notices.say("The notebook could not be loaded. Reload the page to try again."));
  }

  /** Do what a button, a key or a click asks for. `at` is where in the window the code was clicked. */
  act(action: string, cell: string | undefined, at?: { x: number; y: number }): void {
    void this.#ready.then(() => this.#perform(action, cell, at));
  }

  /** What a cell shows now; `undefined` while that is what the build put there. */
  outputsOf(cell: string): MimeBundle[] | undefined {
    return this.#views.get(cell)?.outputs;
  }

  /** What a hand did to an input. */
  input(event: Event): void {
    this.#inputs.handle(event);
  }

  #setInput(cell: string, id: string, value: unknown): void {
    this.#handed = this.#handed.then(async () => {
      if (this.#uncompiled && !(await this.#compileEdits())) return;
      if (!this.#session.running) this.#calm = true;
      void this.#session.setInput(cell, id, value);
    });
  }

  #perform(action: string, cell: string | undefined, at?: { x: number; y: number }): void {
    // Some actions name what they are about: `keep CELL`.
    const [verb, object] = action.split(/ (.*)/s) as [string, string?];
    const names = this.#document.cells.map(({ name }) => name);
    const index = cell === undefined ? -1 : names.indexOf(cell);
    const view = cell === undefined ? undefined : this.#views.get(cell);
    if (this.#whyNot(verb, view) === HIDE) return;
    switch (verb) {
      case "run-all":
        return void this.#run(names);
      case "run-stale":
        return void this.#run(this.#toBringUpToDate());
      case "stop":
        return void this.#session.stop();
      case "undo":
        return this.#undone(this.#document.undo(), "Undone");
      case "redo":
        return this.#undone(this.#document.redo(), "Done again");
      case "reset-page":
        this.#document.resetAll();
        this.#notices.take("link");
        this.#notices.take("outdated");
        return this.#notices.say("The page is the chapter's again.", ["Undo", "undo"]);
      case "dismiss":
        return this.#notices.take("link");
      case "run-link":
        this.#notices.take("link");
        return void this.#run(this.#toBringUpToDate());
      case "bring-back":
        if (!this.#document.bringBack(object!)) return;
        this.#notices.take("link");
        this.#askAboutOutdated();
        return this.#notices.say("What was put aside is back.", ["Undo", "undo"]);
      case "commands":
        return void this.#showCommands(cell);
      case "copy-link":
        return void this.#copyLink();
      case "save-ts":
      case "save-ipynb":
        return void this.#takeAway(verb === "save-ts" ? "ts" : "ipynb");
      case "open":
        return void this.#openFile();
      case "keep":
      case "take":
        this.#document.rebase(object!, verb === "keep" ? "keep" : "reset");
        this.#askAboutOutdated();
        return this.#notices.say(`Cell ${object} is ${verb === "keep" ? "yours" : "the chapter's"}.`, ["Undo", "undo"]);
      case "compare":
        return void this.#compare(object ?? cell ?? "");
      case "add":
        return void this.#add(cell ?? names.at(-1) ?? "");
    }
    if (!view || cell === undefined) return;
    switch (action) {
      case "run":
        return void (view.running ? this.#session.stopCell(cell) : this.#run([cell]));
      case "run-anew":
        return void this.#run([cell]);
      case "run-next":
        void this.#run([cell]);
        return this.#views.get(names[index + 1] ?? cell)?.focus();
      case "run-above":
        return void this.#run(names.slice(0, index));
      case "run-below":
        return void this.#run(names.slice(index));
      case "cancel":
        return this.#session.cancel(cell);
      case "edit":
        return void view.edit(at);
      case "next":
        return this.#views.get(names[index + 1] ?? cell)?.focus();
      case "previous":
        return this.#views.get(names[index - 1] ?? cell)?.focus();
      case "reset":
        this.#document.reset(cell);
        view.focus();
        if (view.status.state !== "idle") void this.#run([cell]);
        return this.#notices.say(`Cell ${cell} is the chapter's again.`, ["Undo", "undo"]);
      case "move-up":
      case "move-down":
        this.#document.move(cell, action === "move-up" ? "up" : "down");
        return view.focus();
      case "delete":
        this.#document.remove(cell);
        this.#views.get(names[index + 1] ?? names[index - 1] ?? "")?.focus();
        return this.#notices.say(`Cell ${cell} was deleted.`, ["Undo", "undo"]);
    }
  }

  #key(event: KeyboardEvent): void {
    const command = commandOf(event, isApple(navigator.platform));
    // Enter on a button, a link or in a field is theirs; the code itself answers to it (`element.ts`).
    if (!command || (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey)) return;
    // In an editor the same keys apply a fix while there is nothing to stop.
    if (command.id === "stop" && !this.#session.stoppable) return;
    const target = event.target as Element;
    const cell = target.closest<HTMLElement>("ml-cell")?.dataset["cell"];
    if (command.of === "cell" && (cell === undefined || !target.closest(".code"))) return;
    event.preventDefault();
    event.stopPropagation();
    this.#give(command.id, cell);
  }

  /** A command by its key or from the list. The button of a cell that runs says Stop, and does; the command runs what is written there now. */
  #give(id: string, cell: string | undefined): void {
    this.act(id === "run" ? "run-anew" : id, cell);
  }

  /** The list of commands: of the cell, where there is one, and of the page. */
  async #showCommands(name: string | undefined): Promise<void> {
    const loaded = await this.#part(import("./palette.ts"));
    if (!loaded) return;
    const view = name === undefined ? undefined : this.#views.get(name);
    const offers = COMMANDS.filter(({ id, of }) => id !== "commands" && (of === "page" || view)).flatMap((command): Offer[] => {
      const unless = this.#whyNot(command.id, view);
      if (command.id === "bring-back") return bringBackCommands(command, this.#document.asides()).map((each) => ({ command: each }));
      return unless === HIDE ? [] : [{ command, ...(unless && { unless }) }];
    });
    const chosen = await loaded.palette(name === undefined ? "The notebook" : `Cell ${name}`, offers);
    if (chosen) this.#give(chosen.id, name);
  }

  /** Why a command cannot be given now; `HIDE` where it can never be given here. */
  #whyNot(id: string, view: CellView | undefined): string | undefined {
    const cell = view && this.#document.cells.find(({ name }) => name === view.name);
    switch (id) {
      case "cancel":
        return view?.status.state === "queued" ? undefined : HIDE;
      case "move-up":
      case "move-down":
      case "delete":
        return cell?.added ? undefined : HIDE;
      case "compare":
      case "reset":
        return cell?.added ? HIDE : cell?.edited ? undefined : "not edited";
      case "run-stale":
        return this.#toBringUpToDate().length > 0 ? undefined : "it is";
      case "stop":
        return this.#session.stoppable ? undefined : "nothing runs";
      case "undo":
        return this.#document.undoable ? undefined : "nothing to undo";
      case "redo":
        return this.#document.redoable ? undefined : "nothing to redo";
      case "reset-page":
        return this.#document.pristine ? "nothing changed" : undefined;
      case "open":
        return this.#root.hasAttribute("data-open") ? undefined : HIDE;
      default:
        return undefined;
    }
  }

  async #load(): Promise<void> {
    const load = notebooks[`/notebooks/${this.#notebook}.ts`];
    if (!load) throw new Error(`no notebook ${this.#notebook}`);
    this.#built = await load();
    const chapter: ChapterCell[] = this.#built.map(({ name, text }) => ({ name, text }));
    this.#document = new NotebookDocument(chapter, {
      key: keptKey(import.meta.env.BASE_URL, this.#notebook),
      events: {
        changed: () => this.#documentChanged(),
        trouble: (sentence) => this.#notices.show("trouble", [sentence], ["Download .ts", "save-ts"]),
      },
    });
    for (const cell of this.#built) {
      const element = this.#root.querySelector<HTMLElement>(`ml-cell[data-cell="${cell.name}"]`)!;
      this.#addView(element, cell.text);
    }
    this.#session.setCells(this.#built);
    for (const { name, text } of this.#built) this.#given.set(name, text);
    const damaged = this.#document.load();
    if (damaged) this.#notices.damaged(damaged);
    if (!this.#document.pristine) this.#notices.say("Your edits from last time are here.");
    this.#askAboutOutdated();
    await this.#openLink();
    addEventListener("hashchange", () => void this.#openLink());
    addEventListener("beforeunload", (event) => this.#document.unsaved && event.preventDefault());
  }

  get #notebook(): string {
    return this.#root.dataset["notebook"]!;
  }

  /** A link may carry somebody's changes. They are shown, and nothing runs until the reader says so. */
  async #openLink(): Promise<void> {
    const read = await readLink(location.hash, { notebook: this.#notebook });
    if (read.kind === "none") return;
    const { shown, aside } = read.kind === "problem" ? { shown: true } : this.#document.replace(read.changes);
    // The reader's own edits are more: where they cannot be put aside, the link stays in the address, to be tried again.
    if (!shown) return;
    // Once taken up, the changes are the reader's own: a reload must not undo what is done to them next.
    history.replaceState(history.state, "", location.pathname + location.search);
    if (read.kind === "problem") return this.#notices.show("link", [read.problem], ["OK", "dismiss"]);
    const cells = this.#document.cells.filter(({ added, edited }) => added || edited);
    const hidden =
      read.hidden.length > 0
        ? ` Careful: ${read.hidden.map((name) => `cell ${name}`).join(", ")} holds characters that cannot be seen. Do not run it unless you trust who sent it.`
        : "";
    this.#notices.show(
      "link",
      [`This link changes ${count(cells.length, "cell")}: `, ...linksTo(cells.map(({ name }) => name)), `. Nothing of it has run.${hidden}`],
      ["Run them", "run-link"],
      ["Back to the chapter", "reset-page"],
      ...(aside ? [["Back to your own edits", `bring-back ${aside.id}`] as const] : []),
    );
  }

  /** Edits that were made from an earlier text of the chapter: the reader decides what becomes of each. */
  #askAboutOutdated(): void {
    const [first, ...more] = this.#document.outdated;
    if (!first) return this.#notices.take("outdated");
    const rest = more.length > 0 ? ` So have ${count(more.length, "more cell")} of yours.` : "";
    const gone = first.kind === "gone" ? ` The chapter has no cell ${first.was} any more; your text of it stands here.` : "";
    this.#notices.show(
      "outdated",
      ["The chapter has changed since you edited ", ...linksTo([first.name]), `.${gone}${rest}`],
      ["Keep mine", `keep ${first.name}`],
      ["Compare", `compare ${first.name}`],
      ["Take the chapter's", `take ${first.name}`],
    );
  }

  #addView(element: HTMLElement, text: string): CellView {
    const name = element.dataset["cell"]!;
    const view = new CellView(element, {
      text,
      types: this.#types,
      shown: (output, bundle, node) => this.#pointer.shown(name, output, bundle, node),
      actions: { changed: (changed) => this.#document.setText(name, changed), run: () => void this.#run([name]) },
    });
    this.#views.set(name, view);
    return view;
  }

  /** Make the page show what the document holds: texts, added cells, their order. */
  #documentChanged(): void {
    this.#uncompiled = true;
    const cells = this.#document.cells;
    const names = new Set(cells.map(({ name }) => name));
    for (const [name, view] of this.#views) {
      if (names.has(name)) continue;
      view.remove();
      this.#views.delete(name);
      this.#compiled.delete(name);
      this.#ranText.delete(name);
      this.#given.delete(name);
      this.#session.remove(name);
    }
    let above: CellView | undefined;
    for (const cell of cells) {
      const view = this.#views.get(cell.name) ?? this.#addView(this.#newElement(cell), cell.text);
      if (cell.added) this.#place(view.element, above?.element);
      void view.setText(cell.text);
      view.showOrigin(cell.added ? (this.#built.length > 0 ? "added" : "") : cell.edited ? "edited" : "");
      above = view;
    }
    this.#types.changed();
    this.#countStale();
  }

  #newElement({ name, text }: PageCell): HTMLElement {
    const template = document.createElement("template");
    template.innerHTML = cellMarkup({ name, code: "", attributes: " data-added" });
    const element = template.content.firstElementChild as HTMLElement;
    element.querySelector("code")!.textContent = text;
    return element;
  }

  /** Below the cell above it, or where the notebook begins. An element that stands right is not touched: it may hold the focus. */
  #place(element: HTMLElement, above: HTMLElement | undefined): void {
    if (above) {
      if (above.nextElementSibling !== element) above.after(element);
    } else {
      const bar = this.#root.querySelector(".notebook-bar")!;
      if (bar.nextElementSibling !== element) bar.after(element);
    }
  }

  async #add(after: string): Promise<void> {
    const name = this.#document.add(after);
    this.#notices.say(`Cell ${name} was added.`, ["Undo", "undo"]);
    await this.#views.get(name)?.edit();
  }

  async #copyLink(): Promise<void> {
    const made = await makeLink(location.href, this.#document.changes, { notebook: this.#notebook });
    if (!made.ok) return this.#notices.show("link", [made.problem], ["Download .ts", "save-ts"], ["OK", "dismiss"]);
    const what = this.#document.pristine ? "The page's address" : "A link with your edits";
    try {
      await navigator.clipboard.writeText(made.link);
      this.#notices.say(`${what} is copied (${made.link.length.toLocaleString("en")} characters).`);
    } catch {
      this.#notices.showLink(`${what}. This browser does not let a page copy it, so copy it from here:`, made.link);
    }
  }

  /** The notebook as a file, as the reader has it: texts, prose, and what each of these texts last showed. */
  async #takeAway(form: "ts" | "ipynb"): Promise<void> {
    try {
      const { saveNotebook } = await import("./save/notebook-files.ts");
      const name = await saveNotebook(form, {
        notebook: this.#notebook,
        page: this.#root.dataset["page"]!,
        cells: this.#document.cells.map(({ name, text, added, edited }) => {
          const tags = this.#built.find((cell) => cell.name === name)?.tags ?? [];
          return { name, text, tags, own: added || edited };
        }),
        resultOf: (cell) => {
          const view = this.#views.get(cell);
          return view?.text === this.#ranText.get(cell) ? view?.result : undefined;
        },
      });
      this.#notices.say(`The notebook is saved as ${name}.`);
    } catch (error) {
      this.#notices.say(`The notebook could not be saved: ${(error as Error).message}`);
    }
  }

  /** Put the cells of a file of the reader's into the Playground, below what is there. */
  async #openFile(): Promise<void> {
    try {
      const { openNotebook } = await import("./save/notebook-files.ts");
      const opened = await openNotebook();
      if (!opened) return;
      this.#document.append(opened.texts, `opening ${opened.name}`);
      this.#notices.say(`${opened.name} is open: ${count(opened.texts.length, "cell")}. Nothing of it has run.`, ["Undo", "undo"]);
    } catch (error) {
      this.#notices.say((error as Error).message);
    }
  }

  async #compare(name: string): Promise<void> {
    const cell = this.#document.cells.find((candidate) => candidate.name === name);
    const old = this.#document.outdated.find((candidate) => candidate.name === name);
    if (!cell) return;
    const chapter = this.#document.chapter.find((candidate) => candidate.name === name)?.text ?? old?.base ?? "";
    const loaded = await this.#part(import("./edits/compare.ts"));
    const decision = await loaded?.compare({ name, chapter, mine: cell.text, isGone: old?.kind === "gone" });
    if (decision && old) this.act(`${decision === "mine" ? "keep" : "take"} ${name}`, name);
    else if (decision === "chapter") this.act("reset", name);
  }

  #undone(step: { label: string; changed: boolean } | undefined, how: string): void {
    if (!step) this.#notices.say("There is nothing to undo.");
    else if (step.changed) this.#notices.say(`${how}: ${step.label}.`);
    else this.#notices.say(`Not ${how.toLowerCase()}: ${step.label}. What was written there since stays.`);
  }

  /** A part of the program that is fetched when it is first wanted; undefined where it cannot be had, and the reader is told. */
  async #part<T>(loading: Promise<T>): Promise<T | undefined> {
    try {
      return await loading;
    } catch {
      this.#notices.say("A part of the notebook could not be loaded. Check the connection, then reload the page.");
      return undefined;
    }
  }

  async #run(names: string[]): Promise<void> {
    if (names.length === 0 || !(await this.#compileEdits())) return;
    this.#calm = false;
    await this.#session.run(names);
  }

  /** The compiler is loaded when there is a first edit: what the chapter has was compiled by the build. False where it cannot be had. */
  async #compileEdits(): Promise<boolean> {
    const own = this.#document.cells.some(({ added, edited }) => added || edited);
    const compiler = own ? await this.#part(import("../../kernel/session/session-cell.ts")) : undefined;
    if (own && !compiler) return false;
    const compile = compiler?.sessionCell;
    // Only now: the reader may have written on while the compiler was on its way.
    const cells = this.#document.cells;
    this.#uncompiled = false;
    for (const { name, text } of cells) this.#given.set(name, text);
    this.#session.setCells(
      cells.map(({ name, text, added, edited }) => {
        const built = this.#built.find((cell) => cell.name === name);
        if (!compile || (built && !added && !edited)) return built!;
        const before = this.#compiled.get(name);
        if (before?.text === text) return before.cell;
        const last = before?.last ?? (built && "compiled" in built ? built.compiled : undefined);
        const cell: SessionCell = { ...compile(name, text, last), edited: true, ...(built?.tags.includes("expensive") && { expensive: true }) };
        this.#compiled.set(name, { text, cell, last: "compiled" in cell ? cell.compiled : last });
        return cell;
      }),
    );
    return true;
  }

  /** Cells whose outputs do not hold any more: what they read has changed, or they were edited and not run since. */
  #toBringUpToDate(): string[] {
    return this.#document.cells
      .filter(({ name, text, added, edited }) => {
        const state = this.#views.get(name)?.status.state;
        if (state === "stale") return true;
        const ran = this.#ranText.get(name);
        return state !== "running" && state !== "queued" && text !== "" && (ran === undefined ? added || edited : ran !== text);
      })
      .map(({ name }) => name);
  }

  #countStale(): void {
    const count = this.#toBringUpToDate().length;
    const button = this.#root.querySelector<HTMLButtonElement>('.notebook-bar [data-action="run-stale"]')!;
    // Unseen, it keeps its place: what is beside it does not move when it comes.
    button.disabled = count === 0;
    button.textContent = bringUpToDate(count);
    button.dataset["room"] = bringUpToDate(this.#document.cells.length);
    button.setAttribute("aria-label", `${button.textContent}: run the cells whose outputs do not hold any more`);
  }

  #cellChanged(name: string, status: CellStatus): void {
    const view = this.#views.get(name);
    if (status.state === "running" && view) {
      this.#ranText.set(name, this.#given.get(name)!);
      view.begin();
    }
    const passes = status.state === "queued" || status.state === "running";
    if (this.#calm && passes) this.#cellMarks.pass(name, status);
    else this.#cellMarks.set(name, status);
    this.#showStop();
    if (status.state === "failed") this.#notices.say(`Cell ${name} failed.`);
    if (status.state === "stopped") this.#notices.say(stoppedSentence(name, status.kept));
    this.#countStale();
  }

  #kernelChanged(status: KernelStatus): void {
    if (this.#calm && status.state === "running") this.#kernelMark.pass("", status);
    else this.#kernelMark.set("", status);
  }

  #showKernel(status: KernelStatus): void {
    this.#root.dataset["kernel"] = status.state;
    this.#showStop();
    if (status.state === "off") this.#pointer.forget();
    const sentence = kernelSentence(status);
    if (sentence) this.#notices.say(sentence);
  }

  #showStop(): void {
    this.#root.querySelector<HTMLButtonElement>('.notebook-bar button[data-action="stop"]')!.disabled = !this.#session.stoppable;
  }
}

/** Why a command cannot be given on this page at all. */
const HIDE = "hide";
