// What cells find besides the language: no page shows this, tests run it in Node and in browsers.
//
// What is left out, because it differs by its nature: how new the engine is (Math.sumPrecise), how it words the errors of the
// platform (new URL("x")), what machine it runs on (navigator, the default time zone and locale), and how fine its clock is.

// %% names
import { display } from "#notebook";

/** The reasons why some names are in one kind of worker alone. */
const different = {
  "Node's own Response needs it; cells of a notebook see undefined": ["Buffer"],
  "pictures, for pages":
    "CanvasGradient CanvasPattern ImageBitmap ImageData OffscreenCanvas OffscreenCanvasRenderingContext2D Path2D TextMetrics createImageBitmap".split(
      " ",
    ),
  "ends the kernel, and the page says so": ["close"],
  "belong to every event target, and cannot be taken from this one": ["addEventListener", "dispatchEvent", "removeEventListener", "when"],
  "constants that cannot be deleted": ["PERSISTENT", "TEMPORARY"],
};
const names = new Set<string>();
for (let scope: object | null = globalThis; scope; scope = Object.getPrototypeOf(scope))
  for (const name of Object.getOwnPropertyNames(scope)) if (!Object.values(different).flat().includes(name)) names.add(name);
display([...names].sort().join(" "));

// %% numbers-and-dates-in-words
const moment = new Date(Date.UTC(2024, 1, 29, 13, 5, 9));
["en-US", "de-DE", "fr-FR", "hi-IN", "ar-EG", "ja-JP", "pt-BR"].map((locale) => [
  (1234567.891).toLocaleString(locale),
  (0.256).toLocaleString(locale, { style: "percent", maximumFractionDigits: 1 }),
  (12.5).toLocaleString(locale, { style: "currency", currency: "EUR" }),
  moment.toLocaleDateString(locale, { dateStyle: "full", timeZone: "UTC" }),
  moment.toLocaleTimeString(locale, { timeZone: "Asia/Tokyo" }),
  new Intl.ListFormat(locale).format(["a", "b", "c"]),
  new Intl.PluralRules(locale).select(2),
  new Intl.RelativeTimeFormat(locale).format(-3, "day"),
  new Intl.DisplayNames(locale, { type: "region" }).of("DE"),
]);

// %% order-and-pieces-of-text
[
  ["z", "ä", "a", "Z", "é", "e"].sort(new Intl.Collator("de").compare).join(""),
  ["z", "ä", "a", "Z"].sort((a, b) => a.localeCompare(b, "sv")).join(""),
  Array.from(new Intl.Segmenter("hi", { granularity: "grapheme" }).segment("नमस्ते"), ({ segment }) => segment).join("|"),
  Array.from(new Intl.Segmenter("en", { granularity: "word" }).segment("It's 5 o'clock."), ({ segment }) => segment).join("|"),
  "é".normalize("NFD").length,
  "ß".toUpperCase(),
  "I".toLocaleLowerCase("tr"),
  new RegExp(`^\\p{${"RGI_Emoji"}}$`, "v").test("👨‍👩‍👧"),
  "नमस्ते दुनिया".match(/\p{L}\p{M}*/gu)?.length,
];

// %% dates
[
  moment.toISOString(),
  JSON.stringify(moment),
  moment.getTime(),
  Date.parse("2024-02-29"),
  Date.parse("2024-02-29T12:00:00+05:30"),
  Number.isNaN(Date.parse("2024-13-01")),
  new Date(Number.NaN).getTime(),
];

// %% bytes-and-text
const coded = new TextEncoder().encode("é€😀");
[
  coded,
  new TextDecoder().decode(coded),
  new TextDecoder("latin1").decode(new Uint8Array([233, 128])),
  new TextDecoder("shift_jis").decode(new Uint8Array([0x82, 0xa0])),
  new TextDecoder("gb18030").decode(new Uint8Array([0xc4, 0xe3])),
  new TextDecoder("utf-16le").decode(new Uint8Array([65, 0])),
  new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65, 255])),
  btoa("caf\xe9"),
  atob(" Y2Fm 6Q=="),
];

// %% copies
class Kept {
  x = 1;
}
const copied = structuredClone({
  map: new Map([[1, new Set(["a"])]]),
  date: new Date(0),
  floats: new Float32Array([0.5]),
  error: new RangeError("far"),
  none: undefined,
});
[copied, structuredClone(new Kept()), structuredClone([1, , 3])];

// %% addresses
const address = new URL("../a b?x=1&y=ü#z", "https://example.org/one/two");
[address.href, [...address.searchParams], new URLSearchParams({ q: "a&b c" }).toString(), URL.canParse("no such")];

// %% files-and-streams
const zipped = await new Response(new Blob(["abc".repeat(99)]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
const unzipped = new Response(new Blob([zipped]).stream().pipeThrough(new DecompressionStream("deflate-raw")));
const file = new File(["a,b\n1,2"], "table.csv", { type: "text/csv" });
[(await unzipped.text()).length, file.name, file.size, file.type, await file.slice(0, 3).text(), await new Response('{"a": 1}').json()];

// %% events
const heard: string[] = [];
const target = new EventTarget();
target.addEventListener("tick", (event) => heard.push(`${event.type} ${(event as CustomEvent<number>).detail}`), { once: true });
target.dispatchEvent(new CustomEvent("tick", { detail: 1 }));
target.dispatchEvent(new CustomEvent("tick", { detail: 2 }));
const channel = new MessageChannel();
const said = new Promise((resolve) => (channel.port1.onmessage = ({ data }) => resolve(data)));
channel.port2.postMessage({ by: "port" });
heard.push(JSON.stringify(await said), String(AbortSignal.abort("why").reason));
channel.port1.close();
heard;

// %% timers
const turns: string[] = [];
await new Promise<void>((resolve) => {
  const every = setInterval(() => {
    turns.push("interval");
    clearInterval(every);
  }, 1);
  setTimeout((...given: unknown[]) => turns.push(`timeout ${given}`) && setTimeout(resolve, 20), 10, 1, 2);
  queueMicrotask(() => turns.push("microtask"));
  clearTimeout(setTimeout(() => turns.push("never"), 0));
});
[turns, typeof performance.now(), setTimeout(() => {}, 0)];

// %% chance
[crypto.getRandomValues(new Uint8Array(4)).length, "randomUUID" in crypto, "subtle" in crypto];

// %% console
console.log("%s is %d", "x", 3);
console.info("%i of %f", "7 apples", "2.50 m", "left over");
console.warn("%o and %O", { a: [1, 2] }, "text");
console.error("%cred%c, 100%%", "color: red", "");
console.debug({ no: "text" }, "%s", 1);
console.assert(false, "%s", "small");
console.group("group %d", 1);
console.trace("%s %s", "in it");
console.groupEnd();

// %% wasm
/** `(module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))` */
const add = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0, 7, 7, 1, 3, 97, 100, 100, 0, 0, 10, 9, 1, 7, 0, 32, 0, 32, 1, 106, 11,
]);
((await WebAssembly.instantiate(add)).instance.exports["add"] as (a: number, b: number) => number)(20, 22);

// %% errors-of-the-language
const attempts: (() => unknown)[] = [
  () => (null as never as { x: 1 }).x,
  () => (undefined as never as () => void)(),
  () => [...(1 as never as number[])],
  () => new Array(-1),
  () => "a".repeat(-1),
  () => JSON.parse("{"),
  () => JSON.parse(""),
  () => BigInt(1.5),
  () => `${Symbol("s") as never as string}`,
  () => decodeURIComponent("%"),
  () => new RegExp("(".repeat(1)),
  () => (1).toFixed(200),
  () => new Date(Number.NaN).toISOString(),
  () => Object.defineProperty(Object.freeze({}), "a", {}),
  () => "x".normalize("q"),
  () => new Intl.DateTimeFormat("en", { timeZone: "No/Where" }),
  () => JSON.stringify(1n),
  () => setTimeout("1" as never, 1),
  () => (globalThis as { eval(text: string): unknown }).eval("1"),
];
attempts.map((attempt) => {
  try {
    return attempt();
  } catch (error) {
    return String(error);
  }
});

// %% too-many-arguments
/** Enough for Node's usual stack, and too many for a page's. */
[60_000, 100_000, 400_000].map((count) => {
  try {
    return Math.max(...new Array<number>(count).fill(count));
  } catch (error) {
    return String(error);
  }
});
