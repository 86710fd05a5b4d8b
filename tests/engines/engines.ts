/**
 * Three browser engines behind one small interface: Chromium by Playwright, Firefox by WebDriver BiDi, WebKit by
 * WebKitGTK's own WebDriver and its MiniBrowser.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright";
import puppeteer from "puppeteer-core";
import { Builder, By, Capabilities } from "selenium-webdriver";
import { findBrowser } from "../../scripts/browser.ts";
import { freePort } from "../../scripts/free-port.ts";

export interface Engine {
  name: string;
  /** Debian packages that hold it; none where it is found or installed by other means. */
  packages: string[];
  /** The browser's file; undefined where it is not installed. */
  find(): Promise<string | undefined>;
  /** Start the browser that `find` named. */
  launch(path: string): Promise<Launched>;
}

export interface Launched {
  version: string;
  open(url: string): Promise<OpenPage>;
  close(): Promise<void>;
}

/** A page in any engine. */
export class OpenPage {
  readonly #driver: PageDriver;

  constructor(driver: PageDriver) {
    this.#driver = driver;
  }

  /** The value of an expression in the page, awaited. It must be plain data. */
  evaluate<T>(expression: string): Promise<T> {
    return this.#driver.evaluate(expression) as Promise<T>;
  }

  /** Click in the middle of the element, as a hand would. */
  click(selector: string): Promise<void> {
    return this.#driver.click(selector);
  }

  /** The text that the reader sees in the first such element, "" where there is none. */
  text(selector: string): Promise<string> {
    return this.evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ""`);
  }

  /** Wait until there is such an element. */
  async waitFor(selector: string, limitMs?: number): Promise<void> {
    await this.waitUntil(`document.querySelector(${JSON.stringify(selector)}) !== null`, limitMs);
  }

  /** Wait until the expression holds. */
  async waitUntil(expression: string, limitMs = 20_000): Promise<void> {
    for (const began = Date.now(); Date.now() - began < limitMs; await sleep(50)) if (await this.evaluate(expression)) return;
    throw new Error(`after ${limitMs} ms still not true: ${expression}`);
  }
}

interface PageDriver {
  evaluate(expression: string): Promise<unknown>;
  click(selector: string): Promise<void>;
}

export const ENGINES: Engine[] = [
  {
    name: "Chromium",
    packages: [],
    find: async () => (await findBrowser()).executablePath,
    launch: async (executablePath) => {
      const browser = await chromium.launch({ ...(await findBrowser()), executablePath });
      return {
        version: browser.version(),
        open: async (url) => {
          const page = await browser.newPage();
          page.setDefaultTimeout(10_000);
          await page.goto(url);
          return new OpenPage({ evaluate: (expression) => page.evaluate(expression), click: (selector) => page.click(selector) });
        },
        close: () => browser.close(),
      };
    },
  },
  {
    name: "Firefox",
    packages: ["firefox-esr"],
    find: async () =>
      onPath("firefox-esr", "firefox") ??
      existing("/Applications/Firefox.app/Contents/MacOS/firefox", join(process.env["ProgramFiles"] ?? "", "Mozilla Firefox/firefox.exe")),
    launch: async (executablePath) => {
      const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
      return {
        version: await browser.version(),
        open: async (url) => {
          const page = await browser.newPage();
          await page.goto(url);
          return new OpenPage({ evaluate: (expression) => page.evaluate(expression), click: (selector) => page.click(selector) });
        },
        close: () => browser.close(),
      };
    },
  },
  {
    name: "WebKitGTK",
    packages: ["webkit2gtk-driver", "xvfb"],
    find: async () => (onPath("WebKitWebDriver") && (hasScreen() || onPath("Xvfb")) ? miniBrowser() : undefined),
    launch: launchWebKit,
  },
];

/** WebKitGTK's small test browser comes with the library itself, of whichever API version is there. */
function miniBrowser(): string | undefined {
  return globSync("/usr/{lib,lib64,libexec}/{,*/}{webkit2gtk-4.1,webkitgtk-6.0,webkit2gtk-4.0}/MiniBrowser")[0];
}

async function launchWebKit(binary: string): Promise<Launched> {
  const processes: ChildProcess[] = [];
  const stop = () => {
    for (const child of processes) child.kill();
  };
  try {
    const env = { ...process.env };
    // The library refuses to sandbox what root runs; the pages under test are our own.
    if (process.getuid?.() === 0) env["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1";
    if (!hasScreen()) {
      const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
      processes.push(screen);
      env["DISPLAY"] = `:${(await firstOutput(screen)).trim()}`;
    }
    const port = await freePort();
    processes.push(spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" }));
    const server = `http://127.0.0.1:${port}`;
    await answers(`${server}/status`);
    const capabilities = new Capabilities().setBrowserName("MiniBrowser").set("webkitgtk:browserOptions", { binary, args: ["--automation"] });
    const driver = await new Builder().disableEnvironmentOverrides().usingServer(server).withCapabilities(capabilities).build();
    return {
      version: (await driver.getCapabilities()).get("browserVersion"),
      open: async (url) => {
        await driver.get(url);
        return new OpenPage({
          evaluate: (expression) => driver.executeScript(`return (${expression})`),
          click: (selector) => driver.findElement(By.css(selector)).click(),
        });
      },
      close: async () => {
        await driver.quit().finally(stop);
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

const hasScreen = () => Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);

const existing = (...files: string[]) => files.find((file) => existsSync(file));

function onPath(...names: string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return existing(...names.flatMap((name) => folders.map((folder) => join(folder, name))));
}

async function answers(url: string): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 20_000; await sleep(50)) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`nothing answers at ${url}`);
}

function firstOutput(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout!.setEncoding("utf8").once("data", resolve);
    child.once("error", reject).once("close", (code) => reject(new Error(`${child.spawnfile} ended with status ${code}`)));
  });
}
