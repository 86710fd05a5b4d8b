import { type DownloadSpec, downloadText } from "../kernel/protocol/downloads.ts";
import { escapeHtml } from "../kernel/protocol/mime.ts";

/**
 * The button that hands the reader a file. What is in it is made when the cell runs: until then the button says so. Its name is
 * escaped here, for this does not pass the sanitiser.
 */
export function downloadHtml(spec: DownloadSpec): string {
  const [off, note] = spec.base64 === undefined ? [" disabled", "<p>Run the cell to make this file.</p>"] : ["", ""];
  return `<div class="out-download"><button type="button"${off}>Download ${escapeHtml(downloadText(spec))}</button>${note}</div>`;
}
