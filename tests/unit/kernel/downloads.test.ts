import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { outputsHtml } from "../../../src/components/output.ts";
import { type DownloadSpec, downloadSpec, MAX_DOWNLOAD_BYTES } from "../../../src/kernel/protocol/downloads.ts";
import { DOWNLOAD, PLAIN } from "../../../src/kernel/protocol/mime.ts";
import { open } from "./kernel.ts";

const offer = (code: string) => `// %% cell\nimport { download } from "#notebook";\n${code}`;

async function shown(code: string) {
  const { session } = await open(offer(code));
  await session.runAll();
  return { status: session.status("cell"), bundle: session.outputs("cell")[0] };
}

describe("download(name, content)", () => {
  it("shows a file with its name, its size and its bytes", async () => {
    const { bundle } = await shown('download("my weights.safetensors", Uint8Array.from({ length: 20_001 }, (_, i) => i % 251))');
    expect(bundle![PLAIN]).toBe("my weights.safetensors, 20 KB");
    const { base64, ...spec } = bundle![DOWNLOAD] as { base64: string };
    expect(spec).toEqual({ name: "my weights.safetensors", size: 20_001 });
    expect([...Buffer.from(base64, "base64")]).toEqual(Array.from({ length: 20_001 }, (_, i) => i % 251));
  });

  it("takes text, as UTF-8", async () => {
    const { bundle } = await shown('download("a.txt", "naïve 🐋")');
    const { base64, size } = bundle![DOWNLOAD] as { base64: string; size: number };
    expect(Buffer.from(base64, "base64").toString()).toBe("naïve 🐋");
    // n a ï(2) v e space 🐋(4)
    expect(size).toBe(11);
  });

  it.each([
    ['download("run-me.exe", "x")', /cannot save as "run-me.exe".*\.safetensors/],
    ['download("../a.txt", "x")', /cannot save as "\.\.\/a\.txt"/],
    ['download("a.txt", 5)', /takes a text or a Uint8Array to save as a\.txt/],
    [`download("a.bin", new Uint8Array(${MAX_DOWNLOAD_BYTES + 1}))`, /a\.bin is 2\.9 MB: download\(…\) hands over at most 2\.9 MB/],
  ])("says why %s will not do", async (code, why) => {
    const { status } = await shown(code);
    expect(status).toMatchObject({ state: "failed", problem: { message: expect.stringMatching(why) } });
  });
});

describe("a file offered by a page", () => {
  const spec = downloadSpec("a.txt", "hello");
  const button = (given: DownloadSpec) => new JSDOM(outputsHtml([{ [PLAIN]: "a.txt", [DOWNLOAD]: given }])).window.document.querySelector("button");

  it("is a button with its name and size", () => {
    expect(button(spec)).toMatchObject({ textContent: "Download a.txt, 5 bytes", disabled: false });
  });

  it("waits for a run where its bytes are not there, and says so", () => {
    const { document } = new JSDOM(outputsHtml([{ [PLAIN]: "a.txt", [DOWNLOAD]: { ...spec, base64: undefined } }])).window;
    expect(document.querySelector("button")!.disabled).toBe(true);
    expect(document.body.textContent).toContain("Run the cell to make this file.");
  });
});
