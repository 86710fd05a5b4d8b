/** How the tables of numbers are made compact. Each function takes the folders of its unpacked packages and gives the content. */
import { readJson, readLines } from "./read.ts";

type RawPenguin = Record<string, string | number | null>;

/** One line per penguin with all four measurements: species, island, sex (empty where unknown), then the four. */
export async function penguins([folder]: string[]): Promise<string> {
  const measurements = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"];
  const raw = await readJson<RawPenguin[]>(folder!, "data/penguins.json");
  return raw
    .filter((row) => measurements.every((key) => typeof row[key] === "number"))
    .map((row) => {
      const sex = row["Sex"] === "MALE" ? "male" : row["Sex"] === "FEMALE" ? "female" : "";
      return [row["Species"], row["Island"], sex, ...measurements.map((key) => row[key])].join(",");
    })
    .join("\n");
}

/** The names of all lists in lower case, those of letters a to z alone, each once, sorted. */
export async function nameList(folders: string[]): Promise<string> {
  const lists = await Promise.all(folders.map((folder) => readJson<string[]>(folder, "data/names.json")));
  const names = lists.flat().map((name) => name.toLowerCase());
  return [...new Set(names)]
    .filter((name) => /^[a-z]+$/.test(name))
    .sort()
    .join(" ");
}

/** One line per flower: the four measurements, then the species. */
export async function iris([folder]: string[]): Promise<string> {
  const rows = await readJson<(number | string)[][]>(folder!, "src/data/iris.json");
  return rows.map((row) => row.join(",")).join("\n");
}

/**
 * One line per worker: the package's columns in its order, without the line of names. The package codes `union` and `married` the other way round
 * (0 is yes: then 96 are union members and 350 married, as in the original), which is put right here.
 */
export async function cpsWages([folder]: string[]): Promise<string> {
  const [header, ...lines] = (await readLines(folder!, "data/data.csv")).map((line) => line.split(","));
  const turned = ["union", "married"].map((name) => header!.indexOf(name));
  return lines.map((cells) => cells.map((cell, i) => (turned.includes(i) ? (cell === "0" ? "1" : "0") : cell)).join(",")).join("\n");
}

/**
 * 784 pixels per digit, row by row, in 16 levels, two to a byte (the left one in the low half); all zeros, then all ones, and so on.
 * The package holds v/255 to three decimals.
 */
export async function digits([folder]: string[]): Promise<Uint8Array> {
  const classes = await Promise.all(Array.from({ length: 10 }, (_, digit) => readJson<{ data: number[] }>(folder!, `src/digits/${digit}.json`)));
  const levels = classes.flatMap(({ data }) => data).map((value) => Math.round(value * 15));
  return Uint8Array.from({ length: levels.length / 2 }, (_, i) => levels[2 * i]! | (levels[2 * i + 1]! << 4));
}

/** One line per month: year and month, CO₂ and seasonally adjusted CO₂ in ppm. */
export async function co2([folder]: string[]): Promise<string> {
  return (await readLines(folder!, "data/co2-concentration.csv"))
    .slice(1)
    .map((line) => line.replace("-01,", ","))
    .join("\n");
}

/** One line per reading, mote after mote: mote, indoor, humidity, temperature, label. */
export async function sensors([folder]: string[]): Promise<string> {
  const lines = await readLines(folder!, "suthaharan-multi-hop-sensor-network/data/data.csv");
  return lines
    .slice(1)
    .map((line) => line.slice(line.indexOf(",") + 1))
    .join("\n");
}
