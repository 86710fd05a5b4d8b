// From counts to a chat model: the steps in between, what each learns from, and how much of it.

// %% steps
import { amounts } from "#charts";
import {
  assistantStages,
  taughtStages,
  taughtWith,
} from "#datasets/assistant-stages";
import { radio } from "#notebook";

const names = assistantStages.map(({ name }) => name);
const chosen = radio("Step", names, { value: "fine-tuning" });

amounts(taughtStages, {
  x: "amount",
  y: "name",
  stem: 1,
  strong: ({ name }) => name === chosen,
  side: "lm",
}).plot({
  ariaLabel: `What InstructGPT was taught with, on a logarithmic axis: ${taughtStages.map((stage) => `${stage.name} ${taughtWith(stage)}`).join(", ")}. Chosen: ${chosen}.`,
  height: 220,
  marginLeft: 85,
  x: {
    domain: [1, 1e12],
    ticks: [1, 1e3, 1e6, 1e9, 1e12],
    tickFormat: "~s",
    label: "how much of it InstructGPT was taught with",
    grid: false,
  },
  y: { domain: names },
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
    [chosen]:
      taughtWith(step) ?? "left out: its model was pretrained at once",
  },
]);
