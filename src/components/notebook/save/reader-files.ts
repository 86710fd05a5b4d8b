import type { Notebook } from "../notebook.ts";
import { count } from "../sentences.ts";

/** The notebook as a file: what the reader saves and opens. What makes and reads files is loaded when either is asked for. */
export class ReaderFiles {
  readonly #notebook: Notebook;

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
  }

  /** Save it as the reader has it: texts, prose, and what each of these texts last showed. */
  async save(form: "ts" | "ipynb"): Promise<void> {
    const { name: notebook, root, document, cells, notices } = this.#notebook;
    try {
      const { saveNotebook } = await import("./notebook-files.ts");
      const name = await saveNotebook(form, {
        notebook,
        page: root.dataset["page"]!,
        cells: document.cells.map(({ name, text, added, edited }) => ({
          name,
          text,
          tags: cells.get(name)?.built?.tags ?? [],
          own: added || edited,
        })),
        resultOf(name) {
          const cell = cells.get(name);
          return cell && cell.view.text === cell.ran ? cell.view.result : undefined;
        },
      });
      notices.say(`The notebook is saved as ${name}.`);
    } catch (error) {
      notices.say(`The notebook could not be saved: ${(error as Error).message}`);
    }
  }

  /** Put the cells of a file of the reader's into the Playground, below what is there. */
  async open(): Promise<void> {
    const { document, notices } = this.#notebook;
    try {
      const { openNotebook } = await import("./notebook-files.ts");
      const opened = await openNotebook();
      if (!opened) return;
      document.append(opened.texts, `opening ${opened.name}`);
      notices.say(`${opened.name} is open: ${count(opened.texts.length, "cell")}. Nothing of it has run.`, ["Undo", "undo"]);
    } catch (error) {
      notices.say((error as Error).message);
    }
  }
}
