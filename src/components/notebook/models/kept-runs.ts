/** Runs that the reader keeps, in this browser. Only the page has them: a cell gets those of its own control, each time it runs. */
import type { RunsSpec } from "../../../kernel/protocol/inputs.ts";
import { type KeptRun, keptRuns, MAX_KEPT_RUNS, withRun } from "../../../kernel/protocol/runs.ts";
import { runsKey } from "../edits/kept-key.ts";

/** Id of the control → what is kept by it. */
const kept = new Map<string, KeptRun[]>();

const keptBy = (root: HTMLElement) => kept.get(root.dataset["input"]!) ?? [];

const keyOf = (notebook: HTMLElement) => runsKey(import.meta.env.BASE_URL, notebook.dataset["notebook"]!);

/** What the browser keeps of this notebook, control by control. Its controls show it, where they stand on the page. */
export function loadRuns(notebook: HTMLElement): { cell: string; id: string; runs: KeptRun[] }[] {
  for (const [id, value] of Object.entries(stored(keyOf(notebook)))) {
    const runs = keptRuns(value);
    if (runs.length > 0) kept.set(id, runs);
  }
  for (const root of notebook.querySelectorAll<HTMLElement>('.out-input[data-kind="runs"]')) showKept(root);
  return [...kept].map(([id, runs]) => ({ cell: id.split(".")[0]!, id, runs }));
}

/** Another tab may have kept something by another control. False where the browser has no room, or lets nothing be kept. */
function store(root: HTMLElement, runs: readonly KeptRun[]): boolean {
  try {
    const key = keyOf(root.closest<HTMLElement>("ml-notebook")!);
    const { [root.dataset["input"]!]: _, ...others } = stored(key);
    const all = runs.length > 0 ? { ...others, [root.dataset["input"]!]: runs } : others;
    if (Object.keys(all).length > 0) localStorage.setItem(key, JSON.stringify(all));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}

function stored(key: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(localStorage.getItem(key) ?? "{}"));
  } catch {
    return {};
  }
}

/** Make a control show the present run, and what is kept. */
export function showRuns(root: HTMLElement, value: RunsSpec["value"]): void {
  root.dataset["run"] = JSON.stringify(value);
  root.querySelector(".present")!.textContent = value.settings;
  showKept(root);
}

/** What the build wrote into the page knows of nothing that was kept. */
export function showKept(root: HTMLElement): void {
  const runs = keptBy(root);
  const list = root.querySelector<HTMLElement>("ul")!;
  const names = runs.map(({ name }) => name);
  if (JSON.stringify(names) === list.dataset["names"]) return;
  list.dataset["names"] = JSON.stringify(names);
  list.hidden = runs.length === 0;
  list.replaceChildren(...names.map(item));
  root.querySelector<HTMLElement>('[data-do="forget-all"]')!.hidden = runs.length < 2;
}

function item(name: string): HTMLLIElement {
  const element = document.createElement("li");
  const forget = Object.assign(document.createElement("button"), { type: "button", textContent: "Forget", ariaLabel: `Forget ${name}` });
  Object.assign(forget.dataset, { do: "forget", name });
  element.append(Object.assign(document.createElement("span"), { textContent: name }), " ", forget);
  return element;
}

/** What is to be handed to the cell. `shown`: it changes what the cell shows now. */
export interface Change {
  value: KeptRun[];
  shown: boolean;
}

/** A hand on a button of a control of runs. Undefined where nothing comes of it. */
export function pressRuns(root: HTMLElement, button: HTMLElement): Change | undefined {
  const before = keptBy(root);
  const { drawn, ...present } = JSON.parse(root.dataset["run"]!) as RunsSpec["value"];
  const { do: what, name } = button.dataset;
  root.querySelector(".trouble")!.textContent = "";
  if (what === "keep") {
    const runs = present.points.length > 0 ? withRun(before, present) : undefined;
    if (!runs) {
      root.querySelector(".trouble")!.textContent =
        present.points.length > 0 ? `You keep ${MAX_KEPT_RUNS} runs. Forget one to keep another.` : "There is nothing to keep yet: run the training.";
      return undefined;
    }
    const isNew = runs.length > before.length;
    const made = change(root, runs, false);
    say(root, isNew ? `Kept: ${runs.at(-1)!.name}. The next runs are drawn beside it.` : "You keep this run already.");
    return made;
  }
  const gone = before.filter((run) => what === "forget-all" || run.name === name);
  say(root, gone.length === 1 ? `Forgotten: ${gone[0]!.name}.` : `${gone.length} runs are forgotten.`);
  const at = before.indexOf(gone[0]!);
  const changed = change(
    root,
    before.filter((run) => !gone.includes(run)),
    gone.some((run) => drawn.includes(run.name)),
  );
  // The button is gone, with the focus on it.
  const left = root.querySelectorAll<HTMLElement>('[data-do="forget"]');
  (left[Math.min(at, left.length - 1)] ?? root.querySelector<HTMLElement>('[data-do="keep"]'))?.focus();
  return changed;
}

function change(root: HTMLElement, value: KeptRun[], shown: boolean): Change {
  kept.set(root.dataset["input"]!, value);
  showKept(root);
  if (!store(root, value))
    root.querySelector(".trouble")!.textContent = "This browser lets this site keep nothing more: what you keep here goes when you leave the page.";
  return { value, shown };
}

function say(root: HTMLElement, sentence: string): void {
  root.querySelector(".said")!.textContent = sentence;
}
