/**
 * `npm test`: everything, side by side where nothing waits for anything. `npm test -- unit lint` runs only those suites
 * (and what they need). Closes with `N passed, N failed`.
 */
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { findBrowser } from "./browser.ts";

interface Count {
  passed: number;
  failed: number;
  /** What failed, by name, to be repeated at the end: nobody should have to look for it. */
  names?: string[];
  /** What failed first and passed when it was tried again: said by name, so that nobody takes it for sound. */
  unsteady?: string[];
}

interface Suite {
  name: string;
  /** Suites that must have ended first. */
  needs?: string[];
  command: string[];
  env?: Record<string, string>;
  /** How many tests ran, from the report; a check without one counts as one test. */
  count?: (report: string) => Count;
}

const reports = await mkdtemp(join(tmpdir(), "ml-vs-llm-"));
const report = (name: string) => join(reports, `${name}.json`);

/**
 * A zone and a language far from those of most machines. The build has the machine's own, and the unit tests these, as the
 * browser tests have by themselves: what depends on either fails here, and not first on somebody else's machine.
 */
const ELSEWHERE = { TZ: "Pacific/Kiritimati", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8", LANGUAGE: "de" };

const SUITES: Suite[] = [
  { name: "build", command: ["astro", "build"] },
  // The second build finds the notebooks' outputs made by the first.
  { name: "build-base", needs: ["build"], command: ["astro", "build"], env: { BASE_PATH: "/some/path", OUT_DIR: "./dist-base" } },
  { name: "types", needs: ["build"], command: ["npm", "run", "types"] },
  { name: "lint", command: ["biome", "check"] },
  {
    name: "unit",
    command: ["node", "scripts/unit.ts", report("unit")],
    env: ELSEWHERE,
    count: (text) => {
      const { numPassedTests, numTotalTests, success, testResults, unsteady = [] } = JSON.parse(text);
      const names = testResults.flatMap(({ name, status, assertionResults }: VitestFile) => {
        const failed = assertionResults.filter((test) => test.status === "failed").map(({ fullName }) => `${basename(name)}: ${fullName}`);
        return failed.length === 0 && status === "failed" ? [basename(name)] : failed;
      });
      return { passed: numPassedTests, failed: Math.max(numTotalTests - numPassedTests, success ? 0 : 1), names, unsteady };
    },
  },
  {
    name: "browser",
    needs: ["build", "build-base", "types", "lint", "unit"],
    command: ["playwright", "test", "-c", "tests/browser/playwright.config.ts"],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report("browser") },
    count: (text) => {
      const { stats, suites } = JSON.parse(text);
      const { expected, unexpected, flaky, skipped } = stats;
      const named = (status: string) => suites.flatMap((suite: PlaywrightSuite) => specs(suite, status));
      return { passed: expected + flaky, failed: unexpected + skipped, names: named("unexpected"), unsteady: named("flaky") };
    },
  },
  {
    name: "engines",
    needs: ["browser"],
    command: ["node", "tests/engines/run.ts", "--report", report("engines")],
    count: (text) => JSON.parse(text),
  },
  {
    // Alone on the machine: it measures time.
    name: "lighthouse",
    needs: ["build", "engines"],
    command: ["node", "scripts/lighthouse.ts", "--lessons", "--performance", "0.95", "--report", report("lighthouse")],
    count: (text) => JSON.parse(text),
  },
];

interface VitestFile {
  name: string;
  status: string;
  assertionResults: { status: string; fullName: string }[];
}

interface PlaywrightSuite {
  file: string;
  specs?: { title: string; tests: { status: string; projectName: string }[] }[];
  suites?: PlaywrightSuite[];
}

function specs({ file, specs: own = [], suites: inner = [] }: PlaywrightSuite, status: string): string[] {
  const ended = own.flatMap(({ title, tests }) =>
    tests.filter((test) => test.status === status).map(({ projectName }) => `${file}: ${title} [${projectName}]`),
  );
  return [...ended, ...inner.flatMap((suite) => specs(suite, status))];
}

const wanted = process.argv.slice(2);
const suites =
  wanted.length === 0
    ? SUITES
    : SUITES.filter(({ name }) => wanted.includes(name) || SUITES.some((other) => wanted.includes(other.name) && other.needs?.includes(name)));
const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(", ")}; there are ${SUITES.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

// Found or installed before anything needs it: a machine without one should hear so at once.
const { executablePath } = await findBrowser();
console.log(`on ${process.platform}, ${availableParallelism()} cores, Node ${process.version}, ${await versionOf(executablePath)}`);

const slots = Math.max(2, Math.min(4, availableParallelism()));
const results = new Map<string, Count & { seconds: number }>();
const running = new Set<string>();

await new Promise<void>((resolve) => {
  const next = () => {
    if (results.size === suites.length) return resolve();
    for (const suite of suites) {
      if (running.size >= slots) return;
      const ready = (suite.needs ?? []).every((name) => results.has(name) || !suites.some((other) => other.name === name));
      if (results.has(suite.name) || running.has(suite.name) || !ready) continue;
      running.add(suite.name);
      void run(suite).then((result) => {
        running.delete(suite.name);
        results.set(suite.name, result);
        next();
      });
    }
  };
  next();
});

for (const { names = [], unsteady = [] } of results.values()) {
  for (const name of unsteady) console.log(`passed only when tried again: ${name}`);
  for (const name of names) console.log(`failed: ${name}`);
}
let passed = 0;
let failed = 0;
for (const [name, result] of results) {
  passed += result.passed;
  failed += result.failed;
  console.log(
    `${result.failed === 0 ? "ok    " : "FAILED"} ${name.padEnd(12)} ${result.passed} passed, ${result.failed} failed in ${result.seconds.toFixed(0)} s`,
  );
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** What a browser calls itself: what passes here may fail in another. */
async function versionOf(browser: string): Promise<string> {
  // On Windows it would open a window.
  if (process.platform === "win32") return browser;
  return promisify(execFile)(browser, ["--version"]).then(
    ({ stdout }) => stdout.trim(),
    () => browser,
  );
}

/** Run a suite; its output is printed in one piece when it has ended. */
async function run({ name, needs, command, env, count }: Suite): Promise<Count & { seconds: number }> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const broken = (needs ?? []).find((need) => (results.get(need)?.failed ?? 0) > 0 && need.startsWith("build"));
  if (broken) {
    console.log(`── ${name}: not run, ${broken} failed`);
    return { passed: 0, failed: 1, seconds: 0 };
  }
  console.log(`── ${name}: started`);
  const [program, ...args] = command;
  const child = spawn(program!, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const status = await new Promise<number>((resolve) => {
    child.on("error", (error) => {
      output += error.message;
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
  console.log(`── ${name}: ${status === 0 ? "done" : `exit status ${status}`} after ${seconds().toFixed(0)} s\n${output.trimEnd()}`);
  const result: Count = count ? await counted(name, count) : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  // A suite that fails without a failed test, or that ran none, has failed all the same.
  const hollow = result.failed === 0 && (status !== 0 || (result.passed === 0 && name !== "engines"));
  return { ...result, failed: hollow ? 1 : result.failed, seconds: seconds() };
}

async function counted(name: string, count: (report: string) => Count): Promise<Count> {
  try {
    return count(await readFile(report(name), "utf8"));
  } catch {
    return { passed: 0, failed: 1 };
  }
}
