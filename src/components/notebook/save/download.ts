import { DOWNLOAD, type MimeBundle } from "../../../kernel/protocol/mime.ts";
import { downloadHtml } from "../../download.ts";
import { keepControl } from "../models/keep-control.ts";
import { modelKind } from "../models/model-kind.ts";
import { saveFile } from "./save-file.ts";

/** The button that an output stands for, ready to be pressed. Undefined for other outputs. */
export function downloadControl(bundle: MimeBundle): HTMLElement | undefined {
  const spec = bundle[DOWNLOAD];
  if (!spec) return undefined;
  const template = document.createElement("template");
  template.innerHTML = downloadHtml(spec);
  const control = template.content.firstElementChild as HTMLElement;
  const { base64, name } = spec;
  if (base64 === undefined) return control;
  const file = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  control.querySelector("button")!.addEventListener("click", () => saveFile(name, new Blob([file], { type: "application/octet-stream" })));
  const model = modelKind(file);
  if (model !== undefined) control.append(...keepControl({ name: name.replace(/\.safetensors$/, ""), model }, file));
  return control;
}
