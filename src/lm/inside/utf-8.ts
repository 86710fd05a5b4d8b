/** Parts one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * UTF-8, and for halves of surrogate pairs that stand alone, which strings may hold though they are no characters, the three bytes that the same rule gives (WTF-8).
 */
export function toBytes(text: string): Uint8Array {
  const encoder = new TextEncoder();
  if (!LONE.test(text)) return encoder.encode(text);
  return joined(text.split(LONE).map((part) => (LONE.test(part) ? surrogateBytes(part.charCodeAt(0)) : encoder.encode(part))));
}

/** The same back. Other bytes that are no UTF-8 become �. */
export function toText(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  let done = 0;
  for (let at = bytes.indexOf(0xed); at >= 0 && at + 2 < bytes.length; at = bytes.indexOf(0xed, at + 1)) {
    const [second, third] = [bytes[at + 1]!, bytes[at + 2]!];
    if (second < 0xa0 || second > 0xbf || third < 0x80 || third > 0xbf) continue;
    text += decoder.decode(bytes.subarray(done, at)) + String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f));
    done = at + 3;
  }
  return text + decoder.decode(bytes.subarray(done));
}

/** With the flag u, a pair is one character, so this finds halves alone. */
const LONE = /(\p{Surrogate})/u;
const surrogateBytes = (unit: number) => Uint8Array.of(0xed, 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
