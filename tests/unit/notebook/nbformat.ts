/**
 * nbformat's own schema of version 4.5, unchanged but for line breaks: `nbformat.v4.5.schema.json` of nbformat 5.5.0
 * (https://github.com/jupyter/nbformat). Copyright 2001-2015 IPython Development Team, 2015 Jupyter Development Team;
 * BSD-3-Clause, see `nbformat.LICENSE.txt`.
 */
import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";

const schema = JSON.parse(readFileSync(new URL("nbformat.v4.5.schema.json", import.meta.url), "utf8"));
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);

/** What the schema finds wrong in the text of an `.ipynb` file, and, as nbformat does besides, whether two cells have one id. */
export function nbformatErrors(ipynb: string): string[] {
  const notebook = JSON.parse(ipynb) as { cells: { id: string }[] };
  const errors = validate(notebook) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
  const ids = notebook.cells.map(({ id }) => id);
  return [...errors, ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two cells have the id ${id}`)];
}
