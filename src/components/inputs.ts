import { decimals, type FileKind, type FileMark, type FileSpec, type InputSpec, sliderText } from "../kernel/protocol/inputs.ts";
import { escapeHtml } from "../kernel/protocol/mime.ts";

/** Larger files are not read: a page that shows a chapter is no place for them. Bytes. */
export const MAX_FILE_BYTES: Record<FileKind, number> = { csv: 10e6, text: 10e6, image: 20e6, model: 4e6 };

const FILE_WORDS: Record<FileKind, { call: string; accept: string }> = {
  csv: { call: "Choose a CSV file", accept: ".csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values,text/plain" },
  text: { call: "Choose a text file", accept: "text/*,.txt,.md,.csv,.tsv,.json,.jsonl,.xml,.log,.ts,.js,.py" },
  model: { call: "Choose a model's file", accept: ".safetensors" },
  image: { call: "Choose a picture", accept: "image/png,image/jpeg,image/webp,image/gif,image/avif,image/bmp" },
};

/**
 * An input as a native control with its label, and its value where scripts are off: all of it is disabled until the page
 * can answer. Whatever the spec says is escaped here, for this does not pass the sanitiser.
 */
export function inputHtml(spec: InputSpec): string {
  // What the build trained can be kept before anything runs.
  const run = spec.kind === "runs" ? ` data-run="${escapeHtml(JSON.stringify(spec.value))}"` : "";
  return `<div class="out-input" data-kind="${spec.kind}" data-input="${spec.id}" data-shape="${shapeOf(spec)}"${run}>${control(spec)}</div>`;
}

/** Equal for specs that differ in their values at most: one control can show both. */
export function shapeOf(spec: InputSpec): string {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits
  for (const character of JSON.stringify({ ...spec, value: 0 })) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return (hash >>> 0).toString(36);
}

function control(spec: InputSpec): string {
  const id = `input-${spec.id}`;
  const label = escapeHtml(spec.label);
  const described = spec.hint === undefined ? "" : ` aria-describedby="${id}-hint"`;
  const hint = spec.hint === undefined ? "" : hintHtml(id, escapeHtml(spec.hint));
  const common = `id="${id}" autocomplete="off" disabled${described}`;
  const named = `<label for="${id}">${label}</label>`;
  switch (spec.kind) {
    case "slider": {
      const { min, max, step, value } = spec;
      const width = Math.max(...[min, max].map((end) => sliderText(end, spec).length));
      return `${named}<input type="range" ${common} min="${min}" max="${max}" step="${step}" value="${value}"><output for="${id}" style="min-width:${width}ch">${sliderText(value, spec)}</output>${hint}`;
    }
    case "number": {
      const ends = (["min", "max"] as const).map((end) => (spec[end] === undefined ? "" : ` ${end}="${spec[end]}"`)).join("");
      return `${named}<input type="number" ${common}${ends} step="${spec.step ?? "any"}" value="${spec.value}">${hint}`;
    }
    case "select": {
      const options = spec.options.map((option) => `<option${option === spec.value ? " selected" : ""}>${escapeHtml(option)}</option>`);
      return `${named}<select ${common}>${options.join("")}</select>${hint}`;
    }
    case "radio": {
      const options = spec.options.map(
        (option) =>
          `<label><input type="radio" name="${id}" value="${escapeHtml(option)}" autocomplete="off" disabled${option === spec.value ? " checked" : ""}><span>${escapeHtml(option)}</span></label>`,
      );
      return `<fieldset${described}><legend>${label}</legend>${options.join("")}</fieldset>${hint}`;
    }
    case "checkbox":
      return `<label><input type="checkbox" ${common}${spec.value ? " checked" : ""}><span>${label}</span></label>${hint}`;
    case "text": {
      const placeholder = spec.placeholder === undefined ? "" : ` placeholder="${escapeHtml(spec.placeholder)}"`;
      // The line break that begins the text is not a part of it.
      return spec.rows === undefined
        ? `${named}<input type="text" ${common}${placeholder} value="${escapeHtml(spec.value)}">${hint}`
        : `${named}<textarea ${common}${placeholder} rows="${spec.rows}">\n${escapeHtml(spec.value)}</textarea>${hint}`;
    }
    case "button":
      return `<button type="button" ${common} data-do="press" data-count="${spec.value}">${label}</button>${hint}`;
    case "file": {
      const { call, accept } = FILE_WORDS[spec.accept];
      const model = spec.model === undefined ? "" : ` data-model="${escapeHtml(spec.model)}"`;
      const wishes = `data-accept="${spec.accept}"${model}${spec.maxSide === undefined ? "" : ` data-max-side="${spec.maxSide}"`}${spec.grey ? " data-grey" : ""}`;
      const promise = `Read in this page and sent nowhere. At most ${bytes(MAX_FILE_BYTES[spec.accept])}.`;
      const more = spec.hint === undefined ? promise : `${escapeHtml(spec.hint)} ${promise}`;
      return `${named}<div class="zone"><span class="call" aria-hidden="true"><b>${call}</b> or drop it here</span><input type="file" id="${id}" autocomplete="off" disabled accept="${accept}" ${wishes} aria-describedby="${id}-chosen ${id}-hint"></div>${keptHtml(spec)}<div class="found" role="status"><p class="chosen" id="${id}-chosen"${spec.value ? "" : " hidden"}><span>${spec.value ? escapeHtml(markText(spec.value)) : ""}</span><button type="button" class="link" data-do="remove" aria-label="Remove the file from ${label}" disabled>Remove</button></p><ul class="notes">${spec.value ? notesHtml(spec.value) : ""}</ul></div><p class="trouble" role="alert"></p>${hintHtml(id, more)}`;
    }
    case "runs":
      return `<span class="label" id="${id}-label">${label}</span><div class="runs" role="group" aria-labelledby="${id}-label"${described}><p><span class="present" id="${id}-present">${escapeHtml(spec.value.settings)}</span> <button type="button" data-do="keep" aria-describedby="${id}-present" disabled>Keep this run</button></p><ul hidden></ul><button type="button" data-do="forget-all" disabled hidden>Forget all</button></div><p class="trouble" role="alert"></p><p class="said" role="status"></p>${hint}`;
    case "drawing": {
      const { width, height, value } = spec;
      const keys = "Draw with mouse, finger or pen. With keys: arrows move, Space puts the pen down or up, Delete clears.";
      const more = spec.hint === undefined ? keys : `${escapeHtml(spec.hint)} ${keys}`;
      return `<span class="label" id="${id}-label">${label}</span><div class="pad" id="${id}" role="img" aria-labelledby="${id}-label" aria-describedby="${id}-hint" data-width="${width}" data-height="${height}" style="aspect-ratio:${width}/${height}${width > height ? `;--wide:${(width / height).toFixed(2)}` : ""}"><svg viewBox="0 0 ${width} ${height}" shape-rendering="crispEdges" aria-hidden="true"><g>${value ? inkHtml(value, width) : ""}</g></svg></div><div class="tools"><button type="button" data-do="undo" disabled aria-label="Undo the last stroke of ${label}">Undo</button><button type="button" data-do="clear" disabled aria-label="Clear ${label}">Clear</button></div><p class="said" role="status"></p>${hintHtml(id, more)}`;
    }
  }
}

/** The list of what the reader keeps is filled in the page. */
const keptHtml = ({ id, model }: FileSpec) =>
  model === undefined
    ? ""
    : `<p class="kept"><label for="input-${id}-kept">or one that you keep in this browser</label> <select id="input-${id}-kept" data-model="${escapeHtml(model)}" autocomplete="off" disabled><option value="">none is kept yet</option></select></p>`;

const hintHtml = (id: string, html: string) => `<p class="hint" id="${id}-hint">${html}</p>`;

/** A chosen file in a line. */
export const markText = ({ name, size, detail }: FileMark): string => `${name} · ${bytes(size)} · ${detail}`;

/** How a chosen file was read, as the items of a list. */
export const notesHtml = ({ notes }: FileMark): string => notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("");

export function bytes(size: number): string {
  const [unit, over] = size < 1e3 ? ["bytes", 1] : size < 1e6 ? ["KB", 1e3] : ["MB", 1e6];
  const count = size / (over as number);
  return `${count.toLocaleString("en-US", { maximumFractionDigits: count < 10 && decimals(count) > 0 ? 1 : 0 })} ${unit}`;
}

/** Grey values as paths of one grey each, run by run: the same markup from the build and from the pad, in the page's own colour. */
export function inkHtml(pixels: ArrayLike<number>, width: number): string {
  const runs = new Map<number, string>();
  for (let from = 0; from < pixels.length; ) {
    const grey = pixels[from]!;
    let to = from + 1;
    while (to < pixels.length && to % width !== 0 && pixels[to] === grey) to++;
    const length = to - from;
    if (grey > 0) runs.set(grey, `${runs.get(grey) ?? ""}M${from % width} ${Math.floor(from / width)}h${length}v1h-${length}z`);
    from = to;
  }
  return [...runs].map(([grey, path]) => `<path data-grey="${grey}" fill-opacity="${(grey / 255).toFixed(3)}" d="${path}"/>`).join("");
}
