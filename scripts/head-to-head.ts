/**
 * `npm run head-to-head -- TASK [--seed 0] [--only NAME]… [--json] [--save]`: the same task, solved by classical models and by language models, on the
 * same splits. Prints the table, or everything as JSON. `--save` writes what the pages show, `src/versus/measured-TASK.json`.
 * Times are processor time, so that other work on the machine does not count.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Label } from "../src/base/estimator.ts";
import { mean } from "../src/base/mean.ts";
import { seed } from "../src/base/random.ts";
import { alignedLines } from "../src/kernel/worker/aligned-lines.ts";
import { stratifiedKFold } from "../src/score/cross-validation.ts";
import { judge, learningCurve } from "../src/versus/head-to-head.ts";
import type { HeadToHead } from "../src/versus/measured.ts";
import { spamTask } from "./head-to-head/spam.ts";
import type { Task } from "./head-to-head/task.ts";

const TASKS = { spam: spamTask };
const USAGE = `usage: npm run head-to-head -- ${Object.keys(TASKS).join("|")} [--seed 0] [--only NAME]… [--json] [--save]`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string", default: "0" },
      only: { type: "string", multiple: true },
      json: { type: "boolean", default: false },
      save: { type: "boolean", default: false },
    },
  });
  const [name] = positionals;
  if (positionals.length !== 1 || !isTask(name)) throw new Error(USAGE);
  const task = await TASKS[name]();
  const report = run(task, { seed: Number(values.seed), only: values.only });
  if (values.save) await save(task, report);
  console.log(values.json ? JSON.stringify(report, null, 2) : asText(report));
}

const isTask = (name: string | undefined): name is keyof typeof TASKS => name !== undefined && Object.hasOwn(TASKS, name);

interface RunOptions {
  seed: number;
  /** Names of those who take part. Default: all. */
  only?: readonly string[] | undefined;
}

function run<Row, L extends Label>(task: Task<Row, L>, { seed: start, only }: RunOptions): HeadToHead {
  const names = task.entries.map(({ contestant }) => contestant.name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`no contestant is called "${unknown}": there are ${names.join(", ")}`);
  const { data, key } = task;
  const folds = stratifiedKFold(data.y, { folds: task.folds, random: seed(start) });
  const report: HeadToHead = { task: task.name, seed: start, rows: data.y.length, entries: [], timings: { machine: machine(), entries: {} } };
  for (const { contestant, sizes, repeats } of task.entries) {
    if (only && !only.includes(contestant.name)) continue;
    console.error(`${contestant.name} …`);
    const { result, timing } = judge(contestant, data, folds, { seed: start, key, clock: processorTime });
    const few = [...learningCurve(contestant, data, folds[0]!, { seed: start, sizes, repeats, key })];
    // With all labels of the first fold, it is what was just judged.
    const curve = [...few, { labels: result.labels, accuracies: [result.foldAccuracies[0]!] }];
    report.entries.push({ result, curve });
    report.timings.entries[contestant.name] = timing;
  }
  return report;
}

/** Entries that were not run keep what they had, if that was of the same seed and rows. */
async function save<Row, L extends Label>(task: Task<Row, L>, report: HeadToHead): Promise<void> {
  const path = fileURLToPath(new URL(`../src/versus/measured-${task.name}.json`, import.meta.url));
  const before: HeadToHead | undefined = existsSync(path) ? JSON.parse(await readFile(path, "utf8")) : undefined;
  const kept = before?.seed === report.seed && before.rows === report.rows ? before : undefined;
  const entries = task.entries.flatMap(({ contestant: { name } }) => {
    const of = (from: HeadToHead | undefined) => from?.entries.find(({ result }) => result.name === name);
    return of(report) ?? of(kept) ?? [];
  });
  const timings = { ...report.timings, entries: { ...kept?.timings.entries, ...report.timings.entries } };
  await writeFile(path, `${JSON.stringify({ ...report, entries, timings }, null, 2)}\n`);
  execFileSync("biome", ["format", "--write", path], { stdio: "ignore" });
}

function asText({ entries, timings }: HeadToHead): string {
  const rows = entries.map(({ result, curve }) => {
    const { trainSeconds, latency } = timings.entries[result.name]!;
    const spam = result.classes.at(-1)!;
    return {
      name: result.name,
      accuracy: result.accuracy.toFixed(4),
      "95 %": `${result.interval.low.toFixed(4)}–${result.interval.high.toFixed(4)}`,
      [`precision (${spam.label})`]: spam.precision.toFixed(3),
      [`recall (${spam.label})`]: spam.recall.toFixed(3),
      tested: String(result.tested),
      labels: String(result.labels),
      parameters: result.size.parameters.toLocaleString("en"),
      bytes: result.size.bytes.toLocaleString("en"),
      "train s": trainSeconds.toFixed(1),
      "p50 ms": latency.p50.toFixed(2),
      "p95 ms": latency.p95.toFixed(2),
      "from few labels": curve.map(({ labels, accuracies }) => `${labels}: ${mean(accuracies).toFixed(3)}`).join("  "),
    };
  });
  const columns = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[0])[];
  const lines = [columns.map(String), ...rows.map((row) => columns.map((column) => row[column]!))];
  return alignedLines(lines, () => false).join("\n");
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const machine = () => `${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.version}`;

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
