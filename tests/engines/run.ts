/**
 * `npm run test:engines`: the sandbox in every browser engine that is installed. `-- --install` first installs those that
 * are not, on Debian as root. `--report FILE` writes the counts as JSON. A folder named takes the place of `dist/`.
 */
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { serve } from "../../scripts/serve.ts";
import { CHAPTER, CHECKS, type Check } from "./checks.ts";
import { ENGINES, type Engine, type Launched } from "./engines.ts";

const CHECK_LIMIT_MS = 90_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { install: { type: "boolean", default: false }, report: { type: "string" } },
});
const counts = { passed: 0, failed: 0 };
try {
  if (values.install) await install();
  const site = await serve(positionals[0] ?? "dist");
  for (const engine of ENGINES) await runIn(engine, site.url + CHAPTER);
  await site.close();
} catch (error) {
  counts.failed += 1;
  console.error((error as Error).message);
}
if (values.report) await writeFile(values.report, JSON.stringify(counts));
console.log(`engines: ${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);

async function runIn(engine: Engine, url: string): Promise<void> {
  const path = await engine.find();
  if (!path) {
    // Asked to install, a browser that is still missing is a failure.
    if (values.install) counts.failed += 1;
    console.log(`${engine.name}: not installed${engine.packages.length ? ` (Debian: ${engine.packages.join(" ")})` : ""}`);
    return;
  }
  let browser: Launched;
  try {
    browser = await engine.launch(path);
  } catch (error) {
    counts.failed += 1;
    console.log(`${engine.name}: ${path} does not start: ${(error as Error).message}`);
    return;
  }
  console.log(`${engine.name} ${browser.version}`);
  for (const { says, run } of CHECKS) {
    const began = performance.now();
    const problem = await within(CHECK_LIMIT_MS, () => openAndRun(browser, url, run)).then(
      () => undefined,
      (error: Error) => error,
    );
    counts[problem ? "failed" : "passed"] += 1;
    console.log(`  ${problem ? "FAILED" : "ok    "} ${says} (${Math.round(performance.now() - began)} ms)`);
    if (problem) console.log(stripVTControlCharacters(`${problem.name}: ${problem.message}`).replaceAll(/^/gm, "         "));
  }
  await within(10_000, () => browser.close()).catch((error: Error) => console.log(`  it did not close: ${error.message}`));
}

/** What a check leaves in the browser's storage would meet the next: engines may share it among pages. */
async function openAndRun(browser: Launched, url: string, run: Check["run"]): Promise<void> {
  const page = await browser.open(url);
  try {
    await run(page);
  } finally {
    await page.evaluate("localStorage.clear()").catch(() => {});
  }
}

async function within<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${limitMs} ms`)), limitMs);
  });
  return Promise.race([work(), limit]).finally(() => clearTimeout(timer));
}

async function install(): Promise<void> {
  const missing: string[] = [];
  for (const { packages, find } of ENGINES) if (!(await find())) missing.push(...packages);
  if (missing.length === 0) return;
  console.log(`installing ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const { status } = spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) console.error(`could not install ${missing.join(" ")}: on Debian, as root, apt-get install ${missing.join(" ")}`);
}
