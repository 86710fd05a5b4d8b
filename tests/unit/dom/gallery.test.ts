import { beforeAll, describe, expect, test, vi } from "vitest";
import { type NodeLike, serialize } from "../../../src/kernel/worker/dom/serialize.ts";
import { type Drawing, loadDrawing, loadPlain } from "./bundle.ts";
import { gallery } from "./gallery.ts";
import { loadReference } from "./reference.ts";

const names = Object.keys(gallery);
let plain: Drawing;
let ours: Drawing;
let reference: Awaited<ReturnType<typeof loadReference>>;

beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  [plain, ours] = await Promise.all([loadPlain(), loadDrawing()]);
  reference = await loadReference();
});

test("the gallery holds at least 80 drawings", () => {
  expect(names.length).toBeGreaterThanOrEqual(80);
});

describe("the very same Plot draws the same here as in jsdom", () => {
  test.each(names)("%s", (name) => {
    const draw = gallery[name]!;
    expect(normal(draw(plain.Plot as never, plain.d3))).toBe(normal(draw(reference.Plot, reference.d3)));
  });
});

describe("every chart has a text alternative", () => {
  test.each(names.filter((name) => !name.startsWith("d3 ")))("%s", (name) => {
    const drawn = gallery[name]!(ours.Plot as never, ours.d3);
    const pictures = drawn.localName === "svg" ? [drawn] : [...drawn.children].filter(({ localName }) => localName === "svg");
    for (const picture of pictures) {
      expect(picture.getAttribute("role")).toMatch(/^(?:img|group)$/);
      expect(picture.getAttribute("aria-label")?.trim()).toBeTruthy();
    }
    for (const swatch of drawn.querySelectorAll("div svg")) expect(swatch.getAttribute("aria-hidden")).toBe("true");
    if (pictures.length === 0) expect(drawn.textContent).not.toBe("");
  });
});

function declaration(text: string): string {
  const [name = "", value = ""] = text.split(/:([^]*)/).map((part) => part.trim());
  // jsdom writes colours as rgb().
  return name && `${name}: ${reference.d3.color(value)?.formatRgb() ?? value}`;
}

/** Markup without what rightly differs: the bytes of pictures, counters in ids, the spelling of styles. */
function normal(node: Element): string {
  const ids = new Map<string, string>();
  return serialize(node as unknown as NodeLike)
    .replace(/data:image\/png;base64,[^"]*/g, "data:image/png;base64,")
    .replace(/plot-(clip|pattern|marker)-\d+/g, (id) => ids.get(id) ?? (ids.set(id, `plot-${ids.size}`), ids.get(id)!))
    .replace(/ style="([^"]*)"/g, (_, text: string) => ` style="${text.split(";").map(declaration).filter(Boolean).sort().join("; ")}"`)
    .replace(/></g, ">\n<");
}
