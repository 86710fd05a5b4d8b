import { CONSOLE, HTML, type MimeBundle, PLAIN, PNG, SVG } from "../kernel/protocol/mime.ts";
import type { CellResult } from "../kernel/session/run-all.ts";
import { type JupyterOutput, jupyterLines } from "../notebook/export-ipynb.ts";
import { withLightColours } from "./light-colours.ts";

/** Forms of an output that only this site reads. */
const OWN = /^application\/vnd\.ml-vs-llm\./;
/** Drawings for a narrow page are of no use elsewhere. */
const NARROW_FORM = /;width=\d+$/;

/** What a cell showed, as Jupyter keeps it: streams, displays, and the error last. */
export function jupyterOutputs({ outputs, error }: Pick<CellResult, "outputs" | "error">): JupyterOutput[] {
  const shown = outputs.map(jupyterOutput);
  if (!error) return shown;
  const { name, message, line, column, hint } = error;
  const place = line === undefined ? "" : ` (line ${line}, column ${column})`;
  return [...shown, { output_type: "error", ename: name, evalue: message, traceback: [`${name}: ${message}${place}`, ...(hint ? [hint] : [])] }];
}

function jupyterOutput(bundle: MimeBundle): JupyterOutput {
  const level = bundle[CONSOLE]?.level;
  if (level !== undefined)
    return { output_type: "stream", name: level === "warn" || level === "error" ? "stderr" : "stdout", text: jupyterLines(`${bundle[PLAIN]}\n`) };
  const data: Record<string, unknown> = {};
  for (const [type, value] of Object.entries(bundle)) {
    if (OWN.test(type) || NARROW_FORM.test(type)) continue;
    data[type] = typeof value === "string" ? jupyterForm(type, value) : value;
  }
  return { output_type: "display_data", data, metadata: {} };
}

function jupyterForm(type: string, text: string): string | string[] {
  if (type === PNG) return text;
  if (type === SVG) return standalone(withLightColours(text));
  // Dark themes would leave black on black: what was drawn for paper brings its paper.
  if (type === HTML && text.includes("<svg")) return jupyterLines(`<div style="background: white; color: black">${withLightColours(text)}</div>`);
  return jupyterLines(type === HTML ? withLightColours(text) : text);
}

/** Jupyter shows an SVG as a picture: a document of its own, in XML. */
function standalone(svg: string): string {
  const root = /^<svg\b[^>]*>/.exec(svg)?.[0] ?? "";
  const names = [
    ...(/\sxmlns="/.test(root) ? [] : ['xmlns="http://www.w3.org/2000/svg"']),
    ...(/\sxmlns:xlink="/.test(root) || !svg.includes("xlink:") ? [] : ['xmlns:xlink="http://www.w3.org/1999/xlink"']),
  ];
  const paper = "background: white; color: black; font-family: system-ui, sans-serif";
  const styled = /\sstyle="/.test(root)
    ? root.replace(/\sstyle="([^"]*)"/, (_, style: string) => ` style="${style.replace(/font-family:\s*inherit;?\s*/, "")} ${paper}"`)
    : root.replace("<svg", `<svg style="${paper}"`);
  return (styled.replace("<svg", ["<svg", ...names].join(" ")) + svg.slice(root.length)).replaceAll("&nbsp;", "&#160;");
}
