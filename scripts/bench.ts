/**
 * `npm run bench -- NAME [--json]`: the one entry to every benchmark in `benchmarks/`. Without a name it lists them.
 */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { alignedLines } from "../src/kernel/worker/aligned-lines.ts";
import { type Benchmark, measure, type Report } from "./benchmark.ts";

const folder = new URL("../benchmarks/", import.meta.url);

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean", default: false } } });
const [name] = positionals;
try {
  if (!name) await list();
  else {
    const report = await measure(name, await load(name));
    if (values.json) console.log(JSON.stringify(report, null, 2));
    else print(report);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function load(name: string): Promise<Benchmark> {
  const file = new URL(`${basename(name)}.ts`, folder);
  if (!existsSync(file)) throw new Error(`there is no benchmark ${name}; there are: ${(await names()).join(", ")}`);
  return (await import(file.href)).default;
}

async function names(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => basename(file, ".ts"))
    .sort();
}

async function list(): Promise<void> {
  console.log("npm run bench -- NAME [--json]\n");
  for (const name of await names()) console.log(`${name.padEnd(12)} ${(await load(name)).describe}`);
}

function print({ describe, unit, rows, notes, machine, date }: Report): void {
  const bases = rows.filter((row) => row.base);
  const number = (value: number) => value.toLocaleString("en", { maximumSignificantDigits: value < 1000 ? 3 : 4 });
  const table = [
    ["", `median ${unit}`, `p95 ${unit}`, bases.length === 1 ? `÷ ${bases[0]!.name}` : bases.length > 1 ? "÷" : "", "samples"],
    ...rows.map(({ name, median, p95, ratio, samples }) => [
      name,
      number(median),
      number(p95),
      ratio === undefined ? "" : number(ratio),
      samples.map(number).join(" "),
    ]),
  ];
  const last = table[0]!.length - 1;
  console.log(`${describe}\n`);
  for (const line of alignedLines(table, (i) => i > 0 && i < last)) console.log(line);
  const { cpu, cores, memoryGiB, node, browser } = machine;
  console.log(`\n${[`${cpu}, ${cores} cores, ${memoryGiB} GiB`, `Node ${node}`, browser, date].filter(Boolean).join("; ")}`);
  for (const note of notes ?? []) console.log(note);
}
