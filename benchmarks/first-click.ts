/** How long a newcomer looks at nothing: `npm start` on a fresh clone, and each page for the first time. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFile, glob, link, mkdir, mkdtemp, readdir, readlink, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import type { Benchmark, Row } from "../scripts/benchmark.ts";
import { freePort } from "../scripts/free-port.ts";

/** What is promised of each page, from click to first byte and to first paint. */
const LIMIT_MS = 2000;
/** After which a start is given up. */
const START_MS = 180_000;
/** Its notebook trains a model, in most of a minute. */
const FIRST = "language-models/pretraining/";

const repository = fileURLToPath(new URL("..", import.meta.url));

const firstClick: Benchmark = {
  describe:
    "A fresh clone's first start: until it says it is ready, then from each click to first byte and first paint, every page for the first time.",
  async run({ say, browser }) {
    const folder = await freshClone(say);
    const port = await freePort();
    const began = performance.now();
    const server = spawn("npm", ["start", "--", "--port", String(port), "--host", "127.0.0.1"], { cwd: folder, detached: true });
    try {
      await ready(server);
      const start: Row = { name: "npm start until it is ready", samples: [performance.now() - began] };
      say(`ready after ${(start.samples[0]! / 1000).toFixed(1)} s`);
      const page = await (await browser()).newPage();
      const rows = [start];
      let slowest = 0;
      for (const path of await pages(folder)) {
        const { byte, paint } = await open(page, `http://127.0.0.1:${port}/${path}`);
        slowest = Math.max(slowest, byte, paint);
        say(`/${path}: first byte ${Math.round(byte)} ms, first paint ${Math.round(paint)} ms`);
        rows.push({ name: `/${path}, first byte`, samples: [byte] }, { name: `/${path}, first paint`, samples: [paint] });
      }
      return {
        unit: "ms",
        rows,
        notes: [
          `The limit is ${LIMIT_MS} ms for every page; the slowest took ${Math.round(slowest)} ms${slowest > LIMIT_MS ? ", which is too long" : ""}.`,
          "Notebooks run beside the pages all the while, as they do for a reader who clicks through them.",
        ],
      };
    } finally {
      // npm's own child, too.
      if (server.pid !== undefined) process.kill(-server.pid);
      await new Promise((resolve) => server.once("exit", resolve));
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  },
};

export default firstClick;

/** What git has, and the installed packages without anything that was made of them. */
async function freshClone(say: (message: string) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-first-click-"));
  execFileSync("git", ["clone", "--quiet", repository, folder]);
  say("cloned what is committed; copying node_modules");
  const from = join(repository, "node_modules");
  const to = join(folder, "node_modules");
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name === ".bin" || !name.startsWith(".")) await linkFolder(join(from, name), join(to, name));
  }
  return folder;
}

/** Linked, file by file, where that can be done: it takes no time and no room. */
async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await link(source, target).catch(() => copyFile(source, target));
  }
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const give = setTimeout(() => reject(new Error(`npm start was not ready after ${START_MS / 1000} s:\n${said}`)), START_MS);
    for (const stream of [server.stdout!, server.stderr!])
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (!said.includes(" ready in ")) return;
        clearTimeout(give);
        resolve();
      });
    server.on("exit", () => reject(new Error(`npm start ended:\n${said}`)));
  });
}

/** All pages, from what is written: to ask the server would be to open one. First the one whose notebook takes longest. */
async function pages(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const file of glob("**/*.{md,mdx}", { cwd: join(folder, "src/content/docs") }))
    paths.push(`${file.replaceAll("\\", "/").replace(/\.mdx?$/, "")}/`.replace(/^index\/$/, ""));
  return [FIRST, ...paths.filter((path) => path !== FIRST).sort()];
}

/** Milliseconds from the click, by the page's own clock. */
async function open(page: Page, url: string): Promise<{ byte: number; paint: number }> {
  await page.goto(url, { waitUntil: "commit" });
  const measured = await page.waitForFunction(() => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return paint && navigation && { byte: navigation.responseStart, paint: paint.startTime };
  });
  return (await measured.jsonValue()) as { byte: number; paint: number };
}
