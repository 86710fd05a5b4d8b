import {
  CONSOLE,
  DOWNLOAD,
  escapeHtml,
  HTML,
  INPUT,
  type MimeBundle,
  narrow,
  PLAIN,
  PNG,
  PROGRESS,
  type Progress,
  SVG,
  VIEW,
} from "../kernel/protocol/mime.ts";
import type { CellProblem } from "../notebook/types.ts";
import { downloadHtml } from "./download.ts";
import { inputHtml } from "./inputs.ts";
import { roomFor } from "./room.ts";

/**
 * The outputs of a cell as markup: the richest form of each. They were read by `schema.ts`, so each field is what its
 * type says. The build writes the markup into the page as it is; in the browser it passes through the sanitiser first, since
 * there it comes from the reader's code.
 */
export function outputsHtml(bundles: readonly MimeBundle[]): string {
  return bundles.map(outputHtml).join("");
}

function outputHtml(bundle: MimeBundle): string {
  const { [INPUT]: input, [DOWNLOAD]: file, [PROGRESS]: progress, [CONSOLE]: written, [PNG]: picture } = bundle;
  if (input) return inputHtml(input);
  if (file) return downloadHtml(file);
  if (progress) return progressHtml(progress, bundle[PLAIN]);
  if (written) return `<pre class="out-console" data-level="${written.level}">${escapeHtml(bundle[PLAIN])}</pre>`;
  if (bundle[SVG] !== undefined) return drawingHtml("out-chart", bothWidths(bundle, SVG));
  if (bundle[HTML] !== undefined) return drawingHtml("out-html", bothWidths(bundle, HTML));
  if (picture !== undefined) return pictureHtml(picture, bundle[PLAIN]);
  return `<pre class="out-text">${escapeHtml(bundle[PLAIN])}</pre>`;
}

/** A chart that answers the pointer is marked: `notebook.css` says in words how to read values off it. */
function drawingHtml(kind: string, markup: string): string {
  return `<div class="${kind}"${INTERACTIVE.test(markup) ? ' data-reading="not run"' : ""}>${markup}</div>`;
}

/** In markup as the kernel writes it no attribute holds a bracket. */
const INTERACTIVE = /<svg\b[^>]* data-interactive=""/;

/** The page shows the drawing that fits: text never gets too small to read. */
function bothWidths(bundle: MimeBundle, type: typeof SVG | typeof HTML): string {
  // The other drawing is still to come. Alone, this one is shown at any width.
  if (bundle[VIEW]) return `<div class="${bundle[VIEW]}">${bundle[type]}</div>`;
  const small = bundle[narrow(type)];
  if (small === undefined) return String(bundle[type]);
  return `<div class="wide">${bundle[type]}</div><div class="narrow">${small}</div>`;
}

function progressHtml({ value, max, label }: Progress, text: string): string {
  const longest = `${label ? `${label}: ` : ""}${max} of ${max} · 59 min, about 59 min left`;
  return `<div class="out-progress"><progress value="${value}" max="${max}" aria-label="${escapeHtml(label ?? "Progress")}"></progress><p${roomFor(longest)}><span>${escapeHtml(text)}</span></p></div>`;
}

/** Width and height stand in the first chunk of a PNG: the page keeps room for it. */
function pictureHtml(base64: string, alt: string): string {
  const head = atob(base64.slice(0, 32));
  const size = (at: number) => head.charCodeAt(at + 2) * 256 + head.charCodeAt(at + 3);
  return `<img class="out-picture" src="data:image/png;base64,${base64}" alt="${escapeHtml(alt)}" width="${size(16)}" height="${size(20)}">`;
}

/** What went wrong, where, and what to try. */
export function problemHtml({ name, message, line, column, hint }: CellProblem): string {
  const place = line === undefined ? "" : ` <span class="place">line ${line}, column ${column}</span>`;
  return `<div class="out-error"><p><strong>${escapeHtml(name)}:</strong> ${escapeHtml(message)}${place}</p>${hint ? `<p class="hint">${escapeHtml(hint)}</p>` : ""}</div>`;
}
