/** A site that is being written: `astro dev` on a small one, in a folder that has run nothing yet. */
import { type ChildProcess, spawn } from "node:child_process";
import { cp, glob, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, type WebSocketRoute } from "playwright/test";
import { freePort } from "../../scripts/free-port.ts";
import type { RunState } from "../../src/components/dev/messages.ts";
import { NEWS } from "../../src/components/dev/messages.ts";
import { test } from "./fixtures.ts";

const repository = join(import.meta.dirname, "../..");

test.describe.configure({ mode: "default" });

let folder: string;
let site: string;
let server: ChildProcess;
let said = "";

test.beforeAll(async () => {
  folder = await newSite();
  const port = await freePort();
  server = spawn(process.execPath, ["node_modules/astro/bin/astro.mjs", "dev", "--host", "127.0.0.1", "--port", String(port)], {
    cwd: folder,
    env: { ...process.env, PACKAGES: join(repository, "node_modules"), ASTRO_TELEMETRY_DISABLED: "1" },
  });
  await new Promise<void>((resolve, reject) => {
    for (const stream of [server.stdout!, server.stderr!])
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (said.includes("watching for file changes")) resolve();
      });
    server.on("exit", () => reject(new Error(`astro dev ended:\n${said}`)));
  });
  site = `http://127.0.0.1:${port}/`;
});

test.afterAll(async () => {
  server?.removeAllListeners("exit");
  const ended = new Promise((resolve) => server.once("exit", resolve));
  if (server?.kill()) await ended;
  await rm(folder, { recursive: true, force: true });
});

/** Astro finds its own components by two names where they are behind a link. */
const COMPILED = ["@astrojs", "astro"];

/** The sources of the repository, with other pages and notebooks. */
async function newSite(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-dev-"));
  await cp(join(repository, "src"), join(folder, "src"), { recursive: true, filter: (path) => !path.includes(join("src", "content", "docs")) });
  for (const file of ["public/favicon.svg", "package.json", "package-lock.json", "tsconfig.json", "notebooks/tsconfig.json"])
    await cp(join(repository, file), join(folder, file));
  await cp(join(import.meta.dirname, "dev-site"), folder, { recursive: true });
  await mkdir(join(folder, "node_modules"));
  for (const name of await readdir(join(repository, "node_modules")))
    if (COMPILED.includes(name)) await cp(join(repository, "node_modules", name), join(folder, "node_modules", name), { recursive: true });
    else if (!name.startsWith(".")) await symlink(join(repository, "node_modules", name), join(folder, "node_modules", name), "junction");
  return folder;
}

const cell = (page: Page, name: string) => page.locator(`ml-cell[data-cell="${name}"]`);
const output = (page: Page, name: string) => cell(page, name).locator(".output");
const bar = (page: Page) => page.locator(".run-bar");
const spoken = (page: Page) => page.locator(".run-spoken");

/** How often a page was loaded. Asked at the end, it says whether anything reloaded it. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on("request", (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads++;
  });
  return () => loads;
}

async function edit(file: string, from: string, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

async function clean(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include("ml-notebook").analyze();
  expect(
    violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) })),
    state,
  ).toEqual([]);
}

test("a page opens while its notebook runs, and takes in outputs, edits and errors without a reload", async ({ page }) => {
  const loads = countLoads(page);
  await page.goto(`${site}chapter/`);

  await test.step("prose and code are there, a bar says which cell runs, and the output of the first one comes", async () => {
    await expect(page.getByText("Prose before the cells.")).toBeVisible();
    await expect(cell(page, "third").locator(".code")).toContainText("value * 3");
    await expect(bar(page)).toContainText(/^Cell 2 of 3, second, is running: \d+ s\./);
    await expect(output(page, "first")).toHaveText("first 2");
    await expect(cell(page, "second").locator(".note")).toHaveText("running");
    await expect(cell(page, "third").locator(".note")).toHaveText("not run yet");
    await expect(spoken(page)).toHaveText("The 3 cells of this page are running.");
    await clean(page, "running");
  });

  await test.step("an edit ends the run; the page shows the new code, then what it gives", async () => {
    await edit("notebooks/chapter.ts", "await new Promise(() => {});\n", "");
    await expect(output(page, "third")).toHaveText("3 and 6");
    await expect(output(page, "second")).toHaveText("second");
    await expect(cell(page, "second").locator(".code")).not.toContainText("Promise");
    await expect(spoken(page)).toHaveText(/^All 3 cells have run, in \d+ s\.$/);
    await expect(cell(page, "third").locator(".note")).toHaveText(/ms when this page was built$/);
    await expect(bar(page)).toBeHidden();
    await clean(page, "done");
  });

  await test.step("an edit of a module that a cell imports is another edit", async () => {
    await edit("src/base/mean.ts", "/ values.length", "/ values.length + 40");
    await expect(output(page, "first")).toHaveText("first 42");
    await expect(bar(page)).toBeHidden();
  });

  await test.step("a cell that fails says why, at its place, in the bar and in the terminal", async () => {
    await edit("notebooks/chapter.ts", '("second");', 'throw new Error("on purpose");');
    const sentence = "notebooks/chapter.ts:7:7: cell second: Error: on purpose";
    await expect(cell(page, "second").locator(".problem")).toContainText("Error: on purpose");
    await expect(bar(page)).toContainText(sentence);
    await expect(bar(page).getByRole("link", { name: "Go to cell second" })).toHaveAttribute("href", "#cell-second");
    await expect(spoken(page)).toHaveText(sentence);
    await expect(output(page, "first")).toHaveText("first 42");
    expect(said).toContain(`[notebooks] ${sentence}`);
    await clean(page, "failed");
  });

  expect(loads()).toBe(1);
});

test("a page opens again at once with the outputs that it last had, marked where they are from an earlier run", async ({ page }) => {
  await edit("notebooks/chapter.ts", 'throw new Error("on purpose");', 'await new Promise(() => {});\n("other");');
  await expect(async () => {
    await page.goto(`${site}chapter/`, { waitUntil: "commit" });
    await expect(bar(page)).toContainText("Cell 2 of 3, second, is running", { timeout: 5000 });
  }).toPass();
  await expect(output(page, "third")).toHaveText("3 and 6");
  await expect(cell(page, "third").locator(".note")).toHaveText(/ · what is shown is from an earlier run$/);
  await expect(cell(page, "first").locator(".note")).toHaveText(/ms when this page was built$/);
});

test("what the reader ran is not taken from him by what comes from the run", async ({ page }) => {
  const held: (string | Buffer)[] = [];
  let route: WebSocketRoute | undefined;
  await page.routeWebSocket(/./, (socket) => {
    const upstream = socket.connectToServer();
    upstream.onMessage((message) => {
      if (!String(message).includes("notebooks:news")) return socket.send(message);
      route = socket;
      held.push(message);
    });
  });
  const loads = countLoads(page);
  await page.goto(`${site}held/`);
  await cell(page, "first").getByRole("button", { name: "Run cell first" }).click();
  await expect(cell(page, "first")).toHaveAttribute("data-state", "done");
  const own = await output(page, "first").textContent();
  expect(own).toMatch(/^0\.\d+$/);
  await expect.poll(() => held.some((message) => String(message).includes('"state":"done"'))).toBe(true);
  expect(await output(page, "third").textContent()).toBe("");
  for (const message of held) route!.send(message);
  await expect(output(page, "third")).toHaveText("third");
  expect(await output(page, "first").textContent()).toBe(own);

  // Nor does what the editor brings along: Vite found all of it before, and does not load the page anew.
  const packages = join(folder, "node_modules/.vite/deps/_metadata.json");
  const found = await readFile(packages, "utf8");
  const types = page.waitForResponse(/\/typescript\.js/);
  await cell(page, "second").locator(".code > summary").click();
  await cell(page, "second").locator(".code pre").click();
  await expect(cell(page, "second").locator(".cm-content")).toBeVisible();
  expect((await types).ok()).toBe(true);
  expect(await readFile(packages, "utf8")).toBe(found);
  expect(loads()).toBe(1);
});

test("the bar goes at once where the outputs prove to be kept: nothing ran that it could tell of", async ({ page }) => {
  let route: WebSocketRoute | undefined;
  await page.routeWebSocket(/./, (socket) => {
    route = socket;
    socket.connectToServer();
  });
  await page.goto(`${site}held/`);
  await expect(bar(page)).toBeHidden();
  const order = await page.locator("ml-cell").evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset["cell"]));
  const tell = (run: RunState) => route!.send(JSON.stringify({ type: "custom", event: NEWS, data: { notebook: "held", order, cells: [], run } }));
  tell({ state: "checking" });
  await expect(bar(page)).toBeVisible();
  tell({ state: "done", cells: order.length });
  await expect(bar(page)).toBeHidden();
});

test("no built page has any of it", async () => {
  const dist = join(repository, "dist");
  let files = 0;
  for await (const file of glob("**/*.{html,js,css}", { cwd: dist })) {
    files++;
    expect(await readFile(join(dist, file), "utf8"), file).not.toMatch(/notebooks:(open|news)|run-bar|run-spoken|data-shown/);
  }
  expect(files).toBeGreaterThan(100);
});
