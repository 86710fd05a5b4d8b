/**
 * `npm run head-to-head -- NAME… | all [--fresh] [--kept]`: the same task, solved by models made for it and by models of text, on the same rows. Runs
 * `scripts/head-to-head/NAME.ts`, writes what came out to `src/recorded/data/NAME-contest.json`, which the pages show, and prints the table. Broken off, it goes on with the
 * training that was not done. `--kept` prints what is kept and runs nothing. Times are processor time, so that other work on the machine does not count.
 */
import { readdir, readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { mean } from "../src/base/mean.ts";
import type { LossContest } from "../src/contests/loss-report.ts";
import type { HeadToHead } from "../src/contests/report.ts";
import { alignedLines } from "../src/kernel/worker/aligned-lines.ts";
import type { Recording } from "../src/recorded/recording.ts";
import type { Effort, ModelSize, Timing } from "../src/versus/head-to-head.ts";
import { makeRecording } from "./recording.ts";

type Contest = HeadToHead | LossContest;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { fresh: { type: "boolean", default: false }, kept: { type: "boolean", default: false } },
  });
  const files = await readdir(new URL("head-to-head", import.meta.url));
  const names = files.map((file) => file.replace(/\.ts$/, "")).filter((name) => name !== "contest" && name !== "task");
  const wanted = positionals[0] === "all" ? names : positionals;
  if (wanted.length === 0 || wanted.some((name) => !names.includes(name)))
    throw new Error(`usage: npm run head-to-head -- ${names.join("|")}|all [--fresh] [--kept]`);
  for (const name of wanted) {
    const { made, found } = values.kept ? await kept(name) : await makeRecording<Contest>(`${name}-contest`, values);
    console.log(`\n${name}, ${made}\n${asText(found)}`);
  }
}

const kept = async (name: string): Promise<Recording<Contest>> =>
  JSON.parse(await readFile(new URL(`../src/recorded/data/${name}-contest.json`, import.meta.url), "utf8"));

function asText(report: Contest): string {
  const rows = "unit" in report ? lossRows(report) : rightRows(report);
  const columns = Object.keys(rows[0] ?? {});
  return alignedLines([columns, ...rows.map((row) => columns.map((column) => row[column]!))], () => false).join("\n");
}

const rightRows = ({ entries, timings }: HeadToHead): { [column: string]: string }[] =>
  entries.map(({ id, result, curve }) => ({
    name: result.name,
    reads: String(result.characters),
    accuracy: result.accuracy.toFixed(4),
    "95 %": `${result.interval.low.toFixed(4)}–${result.interval.high.toFixed(4)}`,
    tested: String(result.tested),
    labels: String(result.labels),
    ...cost(result, timings.entries[id]!),
    "from few labels": curve.map(({ labels, accuracies }) => `${labels}: ${mean(accuracies).toFixed(3)}`).join("  "),
  }));

const lossRows = ({ unit, entries, timings }: LossContest): { [column: string]: string }[] =>
  entries.map(({ id, result, curve }) => ({
    name: result.name,
    [unit]: result.mean.toFixed(4),
    "95 %": `${result.interval.low.toFixed(4)}–${result.interval.high.toFixed(4)}`,
    learnt: String(result.learnt),
    ...cost(result, timings.entries[id]!),
    "from fewer": curve.map(({ items, means }) => `${items}: ${mean(means).toFixed(3)}`).join("  "),
  }));

const cost = ({ effort, size }: { effort: Effort; size: ModelSize }, { trainSeconds, latency }: Timing) => ({
  steps: String(effort.steps),
  flat: { true: "yes", false: "no" }[String(effort.flat)] ?? "",
  parameters: size.parameters.toLocaleString("en"),
  bytes: size.bytes.toLocaleString("en"),
  "train s": trainSeconds.toFixed(1),
  "p50 ms": latency.p50.toFixed(2),
  "p95 ms": latency.p95.toFixed(2),
});

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
