import { defineConfig } from "playwright/test";
import { findBrowser } from "../../scripts/browser.ts";

const { executablePath, args } = await findBrowser();
export const ROOT = "http://127.0.0.1:4411/";
/** The same site built for, and served under, a path. */
export const UNDER_A_PATH = "http://127.0.0.1:4412/some/path/";

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ? [["list"], ["json"]] : [["list"]],
  use: { baseURL: ROOT, launchOptions: { executablePath, args } },
  webServer: [
    { command: "node scripts/serve.ts dist --port 4411", url: ROOT, cwd: "../..", reuseExistingServer: false },
    { command: "node scripts/serve.ts dist-base --port 4412 --base /some/path/", url: UNDER_A_PATH, cwd: "../..", reuseExistingServer: false },
  ],
});
