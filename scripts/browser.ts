/**
 * Finds a Chromium for tests, tools and benchmarks, and installs one where there is none.
 *
 * `node scripts/browser.ts` prints its path. `BROWSER_PATH=/path/to/chrome` names another.
 */
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { chromium } from "playwright";

/** What Playwright's `chromium.launch` and other drivers take. */
export interface FoundBrowser {
  executablePath: string;
  args: string[];
}

/** Quiet and offline: a browser under test asks no server but ours. */
const ARGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const root = process.getuid?.() === 0;
/** Chromium's own sandbox needs an ordinary user and a kernel that lets it make namespaces. */
const args = root || process.env["CI"] ? [...ARGS, "--no-sandbox"] : ARGS;

export async function findBrowser(): Promise<FoundBrowser> {
  const named = process.env["BROWSER_PATH"];
  if (named && !existsSync(named)) throw new Error(`BROWSER_PATH is ${named}, where there is no file`);
  const executablePath = named || (await present()) || (await oneAtATime(install));
  return { executablePath, args };
}

/** Playwright's own Chromium, or one that the system has. */
async function present(): Promise<string | undefined> {
  for (const path of [chromium.executablePath(), ...systemPlaces()]) if (path && existsSync(path) && (await starts(path))) return path;
  return undefined;
}

function systemPlaces(): string[] {
  const { platform, env } = process;
  if (platform === "darwin")
    return ["Google Chrome", "Chromium", "Microsoft Edge"].flatMap((app) =>
      ["/Applications", join(homedir(), "Applications")].map((folder) => `${folder}/${app}.app/Contents/MacOS/${app}`),
    );
  if (platform === "win32")
    return [env["ProgramFiles"], env["ProgramFiles(x86)"], env["LocalAppData"]]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) =>
        ["Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"].map((file) =>
          join(folder, file),
        ),
      );
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  return ["/usr/bin", "/usr/local/bin", "/snap/bin"].flatMap((folder) => names.map((name) => join(folder, name)));
}

/** Whether it is more than a file: libraries may be missing, and Ubuntu has stubs that only point to its store. */
async function starts(path: string): Promise<boolean> {
  if (process.platform !== "linux") return true;
  return promisify(execFile)(path, ["--version"], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

async function install(): Promise<string> {
  say("no Chromium found: installing one");
  const path = (await installWithPlaywright()) ?? (await installWithApt());
  if (path) return path;
  throw new Error(
    "no Chromium or Chrome found, and none could be installed. Install one (Debian: apt-get install chromium) " +
      "or name the one you have: BROWSER_PATH=/path/to/chrome npm test",
  );
}

async function installWithPlaywright(): Promise<string | undefined> {
  const cli = join(dirname(createRequire(import.meta.url).resolve("playwright/package.json")), "cli.js");
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" };
  const got = await run(process.execPath, [cli, "install", "chromium", "--no-shell"], { env, minutes: 5 });
  if (got && root && process.platform === "linux" && !(await starts(chromium.executablePath())))
    await run(process.execPath, [cli, "install-deps", "chromium"], { minutes: 5 });
  return got ? present() : undefined;
}

async function installWithApt(): Promise<string | undefined> {
  if (!root || !existsSync("/usr/bin/apt-get")) return undefined;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env, minutes: 5 });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env, minutes: 10 });
  return present();
}

interface RunOptions {
  /** Set besides the environment as it is. */
  env?: Record<string, string>;
  /** After which it is given up. */
  minutes: number;
}

/** Whether the command succeeded. If not, the line of its output that says why is passed on. */
async function run(command: string, args: string[], { env, minutes }: RunOptions): Promise<boolean> {
  say([command === process.execPath ? "node" : command, ...args].join(" "));
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: minutes * 60_000,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null)).on("close", resolve);
  });
  if (code !== 0) say(`failed: ${output.match(/^(Error|E): .*$/m)?.[0] ?? output.trim().split("\n").at(-1)}`);
  return code === 0;
}

/** Of several processes one installs; the others wait for it, and find what it left. */
async function oneAtATime(install: () => Promise<string>): Promise<string> {
  const lock = join(tmpdir(), "ml-vs-llm-browser-install");
  for (let told = false; ; told = true) {
    if (
      await mkdir(lock).then(
        () => true,
        () => false,
      )
    )
      break;
    if (await abandoned(lock)) {
      await rm(lock, { recursive: true, force: true });
      continue;
    }
    if (!told) say("another process is installing a browser: waiting for it");
    await sleep(500);
  }
  try {
    await writeFile(join(lock, "pid"), String(process.pid));
    return (await present()) ?? (await install());
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** A process that holds the lock writes its number into it at once. */
async function abandoned(lock: string): Promise<boolean> {
  try {
    process.kill(Number(await readFile(join(lock, "pid"), "utf8")), 0);
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPERM") return false;
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: 0 }));
    return Date.now() - mtimeMs > 5_000;
  }
}

const say = (message: string) => console.error(`[browser] ${message}`);

if (import.meta.main) {
  try {
    console.log((await findBrowser()).executablePath);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
