import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { chromium } from "playwright";
import sirv from "sirv";
import { kernelBuild } from "../src/build/build.ts";
import { sessionCells } from "../src/kernel/node/node.ts";
import type { CellResult } from "../src/kernel/session/run-all.ts";
import type { CellSource } from "../src/notebook/types.ts";
import { findBrowser } from "./browser.ts";

const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'";
const PAGE = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Notebook</title><body><script type="module" src="/harness.js"></script>`;

interface RunOptions {
  /** After which what still runs is stopped. */
  limitMs?: number;
  /** Where the reader is said to be, and which language they read. Default: the machine's zone, and English. */
  reader?: { locale: string; timezoneId: string };
}

/** Run all cells of a notebook in headless Chromium, through the sandbox that the site's pages use. */
export async function runInBrowser(cells: CellSource[], { limitMs = 600_000, reader }: RunOptions = {}): Promise<CellResult[]> {
  const { folder, worker, weights, manifest } = await kernelBuild();
  const harness = await build({
    entryPoints: [new URL("../src/kernel/browser/harness.ts", import.meta.url).pathname],
    bundle: true,
    format: "esm",
    write: false,
    target: "es2022",
  });
  const files = sirv(folder, { dev: true });
  const shipped = sirv(weights, { dev: true });
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/kernel/")) {
      request.url = request.url.slice("/kernel".length);
      return files(request, response, () => void response.writeHead(404).end());
    }
    if (request.url?.startsWith("/weights/")) {
      request.url = request.url.slice("/weights".length);
      return shipped(request, response, () => void response.writeHead(404).end());
    }
    const script = request.url === "/harness.js";
    response.writeHead(200, { "content-type": script ? "text/javascript" : "text/html" }).end(script ? harness.outputFiles[0]!.text : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch(await findBrowser());
  try {
    const page = await browser.newPage(reader);
    await page.goto(origin);
    const assets = { frame: "/kernel/frame.html", worker: `/kernel/${worker}`, modules: "/kernel/modules/", weights: "/weights/", manifest };
    return await page.evaluate(([assets, cells, limitMs]) => globalThis.runCells(assets, cells, limitMs), [
      assets,
      sessionCells(cells),
      limitMs,
    ] as const);
  } finally {
    await browser.close();
    server.close();
  }
}
