import { join } from "node:path";
import { defineConfig } from "playwright/test";
import { findBrowser } from "../../scripts/browser.ts";

const { executablePath, args } = await findBrowser();
/** Two ports, this and the next: `TEST_PORT=5000 npm run test:browser` where they are taken. */
const port = Number(process.env["TEST_PORT"] ?? 4411);
export const ROOT = `http://127.0.0.1:${port}/`;
/** The same site built for, and served under, a path. */
export const UNDER_A_PATH = `http://127.0.0.1:${port + 1}/some/path/`;

/** Tests that look at where things stand: they hold in more than one font, and in large text. */
export const LAYOUT = { tag: "@layout" };

/** Tests of places that are promised for text of the usual size: they hold in more than one font. */
export const PLACES = { tag: "@places" };

/** A reader far from the machine that built the site, who speaks another language: nothing that a page shows depends on either. */
export const ELSEWHERE = { locale: "de-DE", timezoneId: "Pacific/Kiritimati" };

/** A browser that has these fonts and no others, whatever the machine has. Where there is no fontconfig, as on macOS and Windows, it has the machine's. */
const inFonts = (fonts: "dejavu" | "liberation", ...more: string[]) => ({
  launchOptions: {
    executablePath,
    args: [...args, ...more],
    env: { ...process.env, FONTCONFIG_FILE: join(import.meta.dirname, "fonts", `${fonts}.conf`) },
  },
});

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  // A browser on a busy machine may be late for once. `npm test` names what passed only at the second try.
  retries: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ? 1 : 0,
  workers: 2,
  timeout: 240_000,
  // What comes at all comes at once on a quiet machine: this is for busy ones. Speed is for `benchmarks/`.
  expect: { timeout: 60_000 },
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ? [["list"], ["json"]] : [["list"]],
  use: { baseURL: ROOT },
  projects: [
    { name: "dejavu", use: { ...inFonts("dejavu"), ...ELSEWHERE } },
    { name: "liberation", grep: /@layout|@places/, use: inFonts("liberation") },
    // What a reader sets as "Font size: Large" in Chrome: 20 pixels instead of 16, for `rem` in styles and media queries alike.
    { name: "large-text", grep: /@layout/, use: inFonts("dejavu", "--blink-settings=defaultFontSize=20") },
  ],
  webServer: [
    { command: `node scripts/serve.ts dist --port ${port}`, url: ROOT, cwd: "../..", reuseExistingServer: false },
    { command: `node scripts/serve.ts dist-base --port ${port + 1} --base /some/path/`, url: UNDER_A_PATH, cwd: "../..", reuseExistingServer: false },
  ],
});
