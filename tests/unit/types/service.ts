import { readTypes, typesBuild } from "../../../src/build/types-build.ts";
import type { CellDiagnostic } from "../../../src/components/notebook/types/messages.ts";
import { TypeService } from "../../../src/components/notebook/types/type-service.ts";

export const bundle = await readTypes(await typesBuild());

/** To read the language's library takes longest, so that is done once. Without cells, a service remembers nothing. */
const shared = new TypeService(bundle);

/** A service over some cells: name → text. Until the next is asked for. */
export function serviceOf(cells: Record<string, string>): TypeService {
  shared.setCells([]);
  setCells(shared, cells);
  return shared;
}

export function setCells(service: TypeService, cells: Record<string, string>): void {
  service.setCells(Object.entries(cells).map(([name, text]) => ({ name, text })));
}

/** Cells in which something is wrong, each with its messages. */
export function problems(service: TypeService, cells: Record<string, string>): Record<string, string[]> {
  const found = Object.keys(cells).map((cell) => [cell, service.diagnostics(cell).map(({ message }) => message)] as const);
  return Object.fromEntries(found.filter(([, messages]) => messages.length > 0));
}

/** The same for a notebook that is only looked at once. */
export function problemsOf(cells: Record<string, string>): Record<string, string[]> {
  return problems(serviceOf(cells), cells);
}

/** The piece of a cell's text that a diagnostic marks. */
export function marked(text: string, { from, to }: CellDiagnostic): string {
  return text.slice(from, to);
}

/** A text with `|` where the cursor is. */
export function cursor(text: string): { text: string; at: number } {
  return { text: text.replace("|", ""), at: text.indexOf("|") };
}
