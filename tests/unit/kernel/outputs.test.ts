import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MimeBundle } from "../../../src/kernel/protocol/mime.ts";
import { Outputs } from "../../../src/kernel/worker/outputs.ts";
import { open, runCell, texts, until, wait } from "./kernel.ts";

describe("the outputs of a cell", () => {
  let messages: { from: number; texts: string[] }[];
  let outputs: Outputs;
  const text = (value: string): MimeBundle => ({ "text/plain": value });
  /** What the page shows after all messages. */
  const shown = () => messages.reduce<string[]>((before, { from, texts }) => [...before.slice(0, from), ...texts], []);

  beforeEach(() => {
    vi.useFakeTimers();
    messages = [];
    outputs = new Outputs((from, bundles) => messages.push({ from, texts: texts({ outputs: bundles }) }));
  });
  afterEach(() => vi.useRealTimers());

  it("are sent at once, then at most 30 times a second, only what is new", () => {
    outputs.add(text("a"));
    expect(messages).toEqual([{ from: 0, texts: ["a"] }]);
    outputs.add(text("b"));
    outputs.add(text("c"));
    expect(messages).toHaveLength(1);
    vi.advanceTimersByTime(33);
    expect(messages[1]).toEqual({ from: 1, texts: ["b", "c"] });
    vi.advanceTimersByTime(1000);
    outputs.flush();
    expect(messages).toHaveLength(2);
  });

  it("are few messages in a loop that never gives way", () => {
    for (let ms = 0; ms < 1000; ms++) {
      outputs.add(text(`${ms}`));
      outputs.log("log", `${ms}`);
      vi.setSystemTime(Date.now() + 1); // Date alone would not move performance.now
      vi.advanceTimersByTime(1);
    }
    expect(messages.length).toBeGreaterThan(20);
    expect(messages.length).toBeLessThanOrEqual(31);
  });

  it("are counted, not sent, after the 200th", () => {
    for (let i = 1; i <= 1234; i++) outputs.add(text(`${i}`));
    outputs.flush();
    expect(shown()).toHaveLength(201);
    expect(shown().slice(-2)).toEqual(["200", "… and 1,034 more, not shown"]);
  });

  it("keep 100,000 characters of console, and what is displayed after", () => {
    for (let i = 0; i < 2000; i++) outputs.log("log", "x".repeat(99));
    outputs.add(text("result"));
    outputs.flush();
    expect(shown()[0]!.length).toBeLessThan(100_200);
    expect(shown().slice(1)).toEqual(["result", "… and 999 more, not shown"]);
  });

  it("say how much of a console line is left out", () => {
    outputs.log("log", "x".repeat(150_000));
    expect(shown()[0]).toMatch(/x… 50,000 more characters$/);
  });

  it("take away the count when there is nothing to count any more", () => {
    outputs.add(text("a"));
    outputs.count(5);
    outputs.flush();
    expect(shown()).toEqual(["a", "… and 5 more, not shown"]);
    outputs.count(-5);
    outputs.flush();
    expect(shown()).toEqual(["a"]);
  });

  it("show the same in the end, whatever is added, replaced and removed on the way", () => {
    outputs.add(text("a"));
    outputs.add(text("b"));
    outputs.remove(0, 1);
    outputs.insert(0, text("c"));
    vi.advanceTimersByTime(40);
    expect(shown()).toEqual(["c", "b"]);
    outputs.remove(0, 2);
    outputs.flush();
    expect(shown()).toEqual([]);
    outputs.replace(0, text("d"));
    outputs.flush();
    expect(shown()).toEqual(["d"]);
  });
});

describe("a cell that shows without end", () => {
  it.each([
    ["console.log", "for (let i = 0; ; i++) console.log('line', i, 'of a log that never ends');"],
    ["console.log and console.warn by turns", "for (let i = 0; ; i++) { console.log('x'.repeat(1000)); console.warn(i); }"],
    ["display", "for (let i = 0; ; i++) display(i);"],
    ["a live value", "live(function* () { for (let i = 0; ; i++) { console.log(i); display('x'.repeat(1000)); yield } })"],
  ])("with %s sends little, and can be stopped", async (_, text) => {
    const { session, run, heard, texts } = await open(`// %% a\nimport { display, live } from "#notebook";\n${text}`);
    const began = performance.now();
    const running = run("a");
    await until(() => texts("a").length > 0);
    await wait(400);
    const outputs = () => heard.filter(({ type }) => type === "outputs");
    await until(() => outputs().length > 1);
    const messages = outputs();
    expect(messages.length).toBeLessThan(((performance.now() - began) / 1000) * 30 + 2);
    expect(JSON.stringify(texts("a")).length).toBeLessThan(250_000);
    expect(JSON.stringify(messages).length).toBeLessThan(4_000_000);
    await session.stop();
    await running;
    expect(session.status("a").state).toBe("stopped");
    expect(texts("a").length).toBeGreaterThan(0);
  });
});

describe("an output that is too large is not sent, and says so:", () => {
  it.each([
    ["a text of 50 MB", '"x".repeat(50_000_000)', "50 million"],
    ["markup of 50 MB", 'html([`<p>${"x".repeat(50_000_000)}</p>`])', "50 million"],
    ["a table with large cells", 'table(Array.from({ length: 1000 }, () => ({ text: "x".repeat(50_000) })))', "million"],
  ])("%s", async (_, text, size) => {
    const { ok, outputs } = await runCell(text);
    expect(ok).toBe(true);
    expect(Object.keys(outputs[0]!)).toEqual(["text/plain"]);
    expect(outputs[0]!["text/plain"]).toMatch(/^This output is too large to show: .* Show a part of it/);
    expect(outputs[0]!["text/plain"]).toContain(size);
  });

  it("of 10,000 displays 200 are shown, the rest counted", async () => {
    const shown = texts(await runCell("for (let i = 1; i <= 10_000; i++) display(i);"));
    expect(shown).toHaveLength(201);
    expect(shown.slice(-2)).toEqual(["200", "… and 9,800 more, not shown"]);
  });
});
