/**
 * `node scripts/unit.ts REPORT`: the unit tests, with Vitest's JSON report. Tests of the kernel start and end hundreds of threads, and Node has been seen to die of that
 * by a signal, with no test at fault. Files whose process died are run once more, by themselves, and named in the report as `unsteady`.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

interface Report {
  numTotalTests: number;
  numPassedTests: number;
  success: boolean;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
  unsteady?: string[];
}

const [report] = process.argv.slice(2) as [string];

const first = vitest(report);
const ended = first.testResults.filter(
  ({ status, assertionResults }) =>
    status === "failed" && assertionResults.some((one) => one.status !== "passed") && !assertionResults.some((one) => one.status === "failed"),
);
if (ended.length === 0) process.exit(first.success ? 0 : 1);

const names = ended.map(({ name }) => name);
console.log(`the process ended in the middle of ${names.join(", ")}: run again`);
const second = vitest(`${report}.again`, names);
const testResults = [...first.testResults.filter(({ name }) => !names.includes(name)), ...second.testResults];
const all = testResults.flatMap(({ assertionResults }) => assertionResults);
const success = testResults.every(({ status }) => status === "passed");
const merged: Report = {
  ...first,
  testResults,
  numTotalTests: all.length,
  numPassedTests: all.filter(({ status }) => status === "passed").length,
  success,
  unsteady: names,
};
writeFileSync(report, JSON.stringify(merged));
process.exit(success ? 0 : 1);

function vitest(to: string, files: readonly string[] = []): Report {
  const args = ["run", ...files, "--reporter=default", "--reporter=json", `--outputFile.json=${to}`];
  spawnSync("vitest", args, { stdio: "inherit", shell: process.platform === "win32" });
  return JSON.parse(readFileSync(to, "utf8"));
}
