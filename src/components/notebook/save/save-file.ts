/** Give the reader a file, as a download. */
export function saveFile(name: string, content: string | Blob, type?: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: type ?? (content as Blob).type }));
  link.download = name;
  link.click();
  // Browsers read the blob after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
