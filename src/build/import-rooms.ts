/** The pages on which the reference lists what cells can import. */
import type { Documented, OfferedModule } from "./exports-build.ts";
import { firstSentence } from "./first-sentence.ts";

/** Folder of `src`, or the module that is a room by itself → what is in it. Each is a page, `reference/imports/ROOM`. */
export const IMPORT_ROOMS: Record<string, string> = {
  notebook: "To show things, to ask for input, and to draw",
  tensor: "Arrays with gradients",
  base: "What models are made of",
  score: "How good a model is",
  prep: "What comes before a model",
  ml: "Models that learn to answer one question",
  words: "Words by their company: vectors, dictionaries, extracts",
  lm: "Models of text, and what they are made of",
  sizes: "Families, sizes and costs of models of text",
  tune: "After pretraining",
  versus: "Both on the same task",
  contests: "Who takes part in a head-to-head, and its card",
  datasets: "Data sets",
  checkpoints: "Cards of the models that are here trained",
  recorded: "What trainings by script found",
};

/** @throws Error when a room has no modules: its page would be empty. */
export function modulesOf(room: string, offered: readonly OfferedModule[]): OfferedModule[] {
  const modules = offered.filter(({ specifier }) => roomOf(specifier) === room);
  if (modules.length === 0) throw new Error(`there is no module for cells in ${room}: the rooms are ${Object.keys(IMPORT_ROOMS).join(", ")}`);
  return modules;
}

/** Charts are few, and what one shows belongs together. */
function roomOf(specifier: string): string {
  return specifier === "#charts" ? "notebook" : specifier.slice(1).split("/")[0]!;
}

/** The heading of a module on its page. */
export const moduleAnchor = (specifier: string) => specifier.slice(1).split("/").at(-1)!;
export const exportAnchor = (specifier: string, name: string) => `${moduleAnchor(specifier)}.${name}`;

/** All that a module gives at run time. */
export function importLine({ specifier, exports }: OfferedModule): string {
  const names = exports.filter(isValue).map(({ name }) => name);
  const types = exports.length > 0 && names.length === 0;
  return `import ${types ? "type " : ""}{ ${(types ? exports.map(({ name }) => name) : names).join(", ")} } from "${specifier}";`;
}

/** Code for a cell that shows an export: its docstring's example, or else the thing itself. */
export function exampleOf(specifier: string, { name, kind, bare, example }: Documented): string {
  const line = `import { ${name} } from "${specifier}";`;
  return `${line}\n${example?.startsWith("import ") ? "" : "\n"}${example ?? (kind === "class" && bare ? `new ${name}()` : name)}`;
}

export const isValue = ({ kind }: Documented) => kind === "class" || kind === "function" || kind === "constant";

/** What an entry says first. Options say it by what takes them. */
export const summary = ({ doc, optionsOf }: Documented) => firstSentence(doc) || (optionsOf ? `Options of ${optionsOf}.` : "");
