// From counts to a chat model: the steps in between, what each learns from, and how much of it.

// %% steps
import * as Plot from "@observablehq/plot";
import { assistantStages } from "#datasets/assistant-stages";
import { radio } from "#notebook";

const names = assistantStages.map(({ name }) => name);
const chosen = radio("Step", names, { value: "fine-tuning" });
const counted = assistantStages.flatMap((one) =>
  one.amount ? [{ ...one, amount: one.amount }] : [],
);
const exact = new Intl.NumberFormat("en");
const amounts = counted.map(
  ({ name, amount, unit }) => `${name} ${exact.format(amount)} ${unit}`,
);

Plot.plot({
  ariaLabel: `What InstructGPT was taught with, on a logarithmic axis: ${amounts.join(", ")}. Chosen: ${chosen}.`,
  height: 220,
  marginLeft: 85,
  marginRight: 20,
  x: {
    type: "log",
    domain: [1, 1e12],
    ticks: [1, 1e3, 1e6, 1e9, 1e12],
    tickFormat: "~s",
    label: "how much of it InstructGPT was taught with",
  },
  y: { label: null, domain: names },
  marks: [
    Plot.ruleY(counted, {
      x1: 1,
      x2: "amount",
      y: "name",
      stroke: "var(--lm)",
      strokeWidth: ({ name }) => (name === chosen ? 9 : 3),
    }),
    Plot.dot(counted, {
      x: "amount",
      y: "name",
      fill: "var(--lm)",
      r: ({ name }) => (name === chosen ? 8 : 5),
    }),
  ],
});

// %% step
import { table } from "#notebook";

const step = assistantStages.find(({ name }) => name === chosen)!;
table([
  { about: "learns from", [chosen]: step.learnsFrom },
  { about: "who says what is right", [chosen]: step.whoLabels },
  { about: "can then", [chosen]: step.canThen },
  {
    about: "changes weights",
    [chosen]: step.changesWeights ? "yes" : "no",
  },
  {
    about: "of InstructGPT",
    [chosen]: step.amount
      ? `${exact.format(step.amount)} ${step.unit}`
      : "left out: its model was pretrained at once",
  },
]);
