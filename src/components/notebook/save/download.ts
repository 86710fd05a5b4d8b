import { DOWNLOAD, type MimeBundle } from "../../../kernel/protocol/mime.ts";
import { downloadHtml } from "../../download.ts";
import { saveFile } from "./save-file.ts";

/** The button that an output stands for, ready to be pressed. Undefined for other outputs. */
export function downloadControl(bundle: MimeBundle): HTMLElement | undefined {
  const spec = bundle[DOWNLOAD];
  if (!spec) return undefined;
  const template = document.createElement("template");
  template.innerHTML = downloadHtml(spec);
  const { base64 } = spec;
  if (base64 !== undefined)
    template.content.querySelector("button")!.addEventListener("click", () => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      saveFile(spec.name, new Blob([bytes], { type: "application/octet-stream" }));
    });
  return template.content.firstElementChild as HTMLElement;
}
