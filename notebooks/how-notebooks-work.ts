// How the notebooks of this site work: each of their features, live.

// %% first
const animals = ["cat", "dog", "owl"];
animals.length;

// %% second
animals.map((animal) => animal.toUpperCase()).join(", ");

// %% counter
let clicks = 0;
const click = () => ++clicks;

// %% clicked-twice
click();
click();
clicks;

// %% shown
import * as Plot from "@observablehq/plot";
import {
  button,
  checkbox,
  display,
  drawing,
  file,
  html,
  image,
  live,
  number,
  progress,
  radio,
  select,
  slider,
  table,
  text,
} from "#notebook";

display(new Map([["a list", [1, 2, 3]]]));
display(html`<b>Markup</b>, with its values escaped: ${"<i>"}`);
console.log("and what is written to the console");
table([
  { kind: "table", of: "rows" },
  { kind: "chart", of: "Observable Plot" },
]);

// %% controls
const points = slider("Points", { min: 5, max: 200, value: 60 });
const noise = number("Noise", {
  min: 0,
  max: 2,
  step: 0.1,
  value: 0.3,
});
const wave = select("Wave", { sine: Math.sin, cosine: Math.cos });
const mark = radio("Mark", ["dots", "line"]);
const zero = checkbox("Line at zero", { value: true });
const title = text("Title", { value: "A noisy wave" });
const again = button("Other noise");

// %% wave-plot
import { seed } from "#base/random";

const random = seed(again + 1);
const samples = Array.from({ length: points }, (_, i) => {
  const x = (i / (points - 1)) * 2 * Math.PI;
  const y = wave(x) + noise * (random.uniform() * 2 - 1);
  return { x, y: Number(y.toFixed(3)) };
});
Plot.plot({
  title,
  ariaLabel: `${points} points of a wave with noise up to ${noise}, drawn as ${mark}.`,
  height: 260,
  marks: [
    zero ? Plot.ruleY([0], { strokeOpacity: 0.4 }) : null,
    mark === "dots"
      ? Plot.dot(samples, {
          x: "x",
          y: "y",
          stroke: "var(--data)",
          tip: true,
        })
      : Plot.lineY(samples, {
          x: "x",
          y: "y",
          stroke: "var(--data)",
          tip: true,
        }),
  ],
});

// %% own-file
const ownRows = file("A CSV file of yours", {
  accept: "csv",
  value: [],
});
ownRows.length === 0
  ? "No file yet."
  : table(ownRows, { caption: `${ownRows.length} rows of yours` });

// %% pad
const digit = drawing("Draw a digit");
image({
  ...digit,
  scale: 4,
  alt: "What the cell received: 28 by 28 grey values",
});

// %% training
const estimate = live(async function* () {
  const random = seed(7);
  let inside = 0;
  for (let thrown = 1; thrown <= 2_500_000; thrown++) {
    if (random.uniform() ** 2 + random.uniform() ** 2 <= 1) inside++;
    if (thrown % 5_000 > 0) continue;
    progress(thrown, 2_500_000, "darts thrown");
    display(
      `π ≈ ${((4 * inside) / thrown).toFixed(4)} after ${thrown.toLocaleString("en")} darts`,
    );
    yield (4 * inside) / thrown;
  }
});

// %% reads-training
`off by ${Math.abs(estimate - Math.PI).toFixed(4)}`;

// %% rate-to-try
const rate = select("Rate", [0.1, 0.5, 0.9]);
const downhill = Array.from({ length: 20 }, (_, step) => ({
  step,
  loss: (1 - rate) ** (2 * step),
}));

// %% compared
import { curves } from "#charts";
import { runs } from "#notebook";

const allRuns = runs("Runs", downhill, { settings: { rate } });
curves(allRuns, {
  x: "step",
  y: "loss",
  stroke: "run",
  pale: "kept",
}).plot();

// %% takes-long tags=["expensive"]
let primes = 0;
for (let n = 2; n < 20_000 + points; n++) {
  let prime = true;
  for (let d = 2; d * d <= n && prime; d++) prime = n % d > 0;
  if (prime) primes++;
}
`${primes.toLocaleString("en")} primes below ${(20_000 + points).toLocaleString("en")}`;

// %% mistake tags=["raises-exception"]
// @ts-expect-error: a letter is missing, on purpose.
const count = anmals.length;

// %% waits tags=["raises-exception"]
count + 1;

// %% types
const label: string = animals.at(0) ?? "none";
label.padEnd(8, "!");
