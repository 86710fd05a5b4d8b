/** Characters of the name under which a reader keeps a model. */
export const MAX_NAME = 60;

/** Bytes before the header of a safetensors file: its length, as a whole number of 64 bits. */
const LENGTH_BYTES = 8;

/** What the header of a safetensors file says that it holds, such as "GPT"; undefined where it does not say, or is no such file. */
export function modelKind(file: Uint8Array): string | undefined {
  if (file.length < LENGTH_BYTES) return undefined;
  const length = new DataView(file.buffer, file.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > BigInt(file.length - LENGTH_BYTES)) return undefined;
  try {
    const header = JSON.parse(new TextDecoder().decode(file.subarray(LENGTH_BYTES, LENGTH_BYTES + Number(length))));
    const { model } = JSON.parse(header.__metadata__.config);
    return typeof model === "string" ? model : undefined;
  } catch {
    return undefined;
  }
}
