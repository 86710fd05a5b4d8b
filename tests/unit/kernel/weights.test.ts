import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { card } from "../../../src/checkpoints/moby-dick-nanogpt.ts";
import { WeightsFetcher } from "../../../src/kernel/browser/fetch-weights.ts";
import { run, texts } from "./kernel.ts";

const ASK = 'import { weights } from "#notebook";\n';

describe("a cell that asks for weights", () => {
  it("gets the file, and no bar stays behind", async () => {
    const { cell } = await run(`// %% cell\n${ASK}const bytes = await weights("moby-dick-nanogpt");\nbytes.length`);
    expect(texts(cell!)).toEqual([String(card.bytes)]);
  });

  it("makes the model that the card describes of it", async () => {
    const { cell } = await run(
      `// %% cell\n${ASK}import { loadGPT } from "#lm/gpt-file";\nconst { model, tokenizer } = loadGPT(await weights("moby-dick-nanogpt"));\n\`\${model.numParams()} \${tokenizer.vocabularySize}\``,
    );
    // nanoGPT prints 0.80 M for its CPU recipe; with Moby-Dick's 83 characters: 83 · 128 + 64 · 128 + 4 (12 · 128² + 2 · 128) + 128.
    expect(texts(cell!).at(-1)).toBe("807552 83");
  });

  it("is told which there are when it asks for others", async () => {
    const { cell } = await run(`// %% cell\n${ASK}await weights("moby-dick-nanogtp")`);
    expect(cell!.error).toMatchObject({ name: "WeightsError", message: 'there are no weights called "moby-dick-nanogtp" here' });
    expect(cell!.error!.hint).toBe('Did you mean "moby-dick-nanogpt"?');
  });
});

describe("the page that fetches weights", () => {
  const file = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
  const manifest = { small: { bytes: file.length, sha256: createHash("sha256").update(file).digest("hex") } };
  const answers = async (fetcher: WeightsFetcher, name = "small") => {
    const heard: Parameters<Parameters<WeightsFetcher["answer"]>[1]>[0][] = [];
    await fetcher.answer(name, (answer) => heard.push(answer));
    return heard;
  };
  const served = (...responses: (() => Response)[]) => {
    const fetched = vi.fn(async (_: string) => (responses.length > 1 ? responses.shift()! : responses[0]!)());
    vi.stubGlobal("fetch", fetched);
    return fetched;
  };
  afterEach(() => void vi.unstubAllGlobals());

  it("tells how far it is, and gives the bytes", async () => {
    served(
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(file.slice(0, 2000));
              controller.enqueue(file.slice(2000));
              controller.close();
            },
          }),
        ),
    );
    const heard = await answers(new WeightsFetcher("/weights/", manifest));
    expect(heard.map((answer) => ("problem" in answer ? answer.problem : answer.loaded))).toEqual([0, 2000, 5000, 5000]);
    expect(heard.at(-1)).toMatchObject({ bytes: file, total: 5000 });
  });

  it("fetches a file once, for two who ask at the same time and for one who asks later", async () => {
    const fetched = served(() => new Response(file.slice()));
    const fetcher = new WeightsFetcher("/weights/", manifest);
    await Promise.all([answers(fetcher), answers(fetcher)]);
    expect((await answers(fetcher)).at(-1)).toMatchObject({ bytes: file });
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(fetched.mock.calls[0]![0]).toBe(`/weights/small.safetensors?${manifest.small.sha256.slice(0, 8)}`);
  });

  it.each([
    ["the connection fails", () => Promise.reject(new TypeError("Failed to fetch")) as never, "Failed to fetch"],
    ["the file is not there", () => new Response("", { status: 404 }), "small.safetensors answered 404"],
    ["the file is cut off", () => new Response(file.slice(0, 4000)), "small.safetensors has 4000 bytes, not 5000"],
    ["a byte is another one", () => new Response(file.with(77, 0)), "small.safetensors is damaged"],
  ])("says so when %s, and tries again when asked again", async (_, response, message) => {
    served(response, () => new Response(file.slice()));
    const fetcher = new WeightsFetcher("/weights/", manifest);
    const failed = (await answers(fetcher)).at(-1)!;
    expect(failed).toMatchObject({ problem: { name: "WeightsError", hint: "Check the connection, then press Run again." } });
    expect("problem" in failed && failed.problem.message).toContain(message);
    expect((await answers(fetcher)).at(-1)).toMatchObject({ bytes: file });
  });

  it("checks the file also where the browser offers no checksums, as on a site without TLS", async () => {
    vi.stubGlobal("crypto", {});
    served(
      () => new Response(file.with(77, 0)),
      () => new Response(file.slice()),
    );
    const fetcher = new WeightsFetcher("/weights/", manifest);
    expect((await answers(fetcher)).at(-1)).toMatchObject({ problem: { message: expect.stringContaining("is damaged") } });
    expect((await answers(fetcher)).at(-1)).toMatchObject({ bytes: file });
  });
});
