// Reinforcement learning: an agent learns from rewards and penalties, on a cliff and on ice.

// %% draw tags=["hide-input"]
import * as Plot from "@observablehq/plot";
import { cliffWalking, type GridWorld } from "#ml/grid-worlds";
import {
  button,
  display,
  live,
  progress,
  select,
  slider,
  table,
  text,
} from "#notebook";

interface Scene {
  says: string;
  path?: number[];
  words?: string[];
  shades?: number[];
}
/** A world of squares, and what happens in it. */
function draw(
  { squares, rows, columns }: GridWorld,
  { says, path = [], words = [], shades = [] }: Scene,
) {
  const place = (state: number) => ({
    x: state % columns,
    y: 0 - Math.floor(state / columns),
  });
  const all = [...squares].map((kind, state) => ({
    ...place(state),
    isDeadly: "CH".includes(kind),
    word: `${"SG".includes(kind) ? kind : ""} ${words[state] ?? ""}`.trim(),
    shade: shades[state] ?? 0,
  }));
  const at = { x: "x", y: "y", stroke: "var(--ml)" };
  return Plot.plot({
    ariaLabel: says,
    axis: null,
    aspectRatio: 1,
    x: { domain: [-0.5, Math.max(columns, 7) - 0.5] },
    y: { domain: [0.5 - rows, 0.5] },
    marks: [
      Plot.rect(all, {
        x1: (s) => s.x - 0.48,
        x2: (s) => s.x + 0.48,
        y1: (s) => s.y - 0.48,
        y2: (s) => s.y + 0.48,
        fill: (s) => (s.isDeadly ? "var(--data)" : "var(--ml)"),
        fillOpacity: (s) => (s.isDeadly ? 0.8 : s.shade),
        stroke: "var(--data)",
      }),
      Plot.line(path.map(place), {
        ...at,
        strokeWidth: 8,
        strokeOpacity: 0.35,
        strokeLinejoin: "round",
      }),
      Plot.text(all, { x: "x", y: "y", text: "word", fontSize: 14 }),
      Plot.dot(path.slice(-1).map(place), {
        ...at,
        fill: "var(--ml)",
        r: 6,
      }),
    ],
  });
}

// %% cliff
const cliff = cliffWalking();

draw(cliff, {
  says: `A world of ${cliff.rows} by ${cliff.columns} squares. Start and goal are the lower corners; the ten squares between them are the cliff.`,
});

// %% your-way
const moves = text("Your moves", {
  value: "uurrrrrrrrrrrdd",
  hint: "u for up, r for right, d for down, l for left",
});
const letters = { u: 0, r: 1, d: 2, l: 3 };
const yourPath = [cliff.start];
let yourReward = 0;
for (const letter of moves.toLowerCase().replaceAll(" ", "")) {
  if (!(letter in letters))
    throw new Error(`"${letter}" is no move: write u, r, d and l only`);
  const action = letters[letter as keyof typeof letters];
  const [next] = cliff.outcomes(yourPath.at(-1)!, action);
  yourReward += next.reward;
  yourPath.push(next.state);
  if (next.done) break;
}
const arrived = cliff.squares[yourPath.at(-1)!] === "G";

display(
  `${yourPath.length - 1} steps, ${arrived ? "at the goal" : "not at the goal"}: ${yourReward} points`,
);
draw(cliff, {
  path: yourPath,
  says: `Your way over ${yourPath.length - 1} steps, worth ${yourReward} points, ${arrived ? "to the goal" : "which does not end at the goal"}.`,
});

// %% learner
import { type Random, seed } from "#base/random";
import { act } from "#ml/environment";

/** The action thought best; among equals, any. */
function best(worth: number[], random: Random) {
  const most = Math.max(...worth);
  const equals = [0, 1, 2, 3].filter((a) => worth[a] === most);
  return equals[random.int(equals.length)];
}

/** Q-learning. Yields after every step. */
function* learn(q: number[][], episodes: number, random: Random) {
  for (let episode = 1; episode <= episodes; episode++) {
    let state = cliff.start;
    let done = false;
    let path = [state];
    for (let steps = 1; !done; steps++) {
      const isTrial = random.uniform() < 0.1;
      const action = isTrial ? random.int(4) : best(q[state], random);
      const next = act(cliff, state, action, random);
      const promised = next.done ? 0 : Math.max(...q[next.state]);
      const surprise = next.reward + promised - q[state][action];
      q[state][action] += 0.5 * surprise;
      ({ state, done } = next);
      path = next.reward === -100 ? [state] : [...path, state];
      yield { episode, steps, path };
    }
  }
}

// %% watch tags=["expensive"]
const pause = (ms: number) => new Promise((go) => setTimeout(go, ms));
const ARROWS = ["↑", "→", "↓", "←"];
const arrows = (q: number[][]) =>
  q.map((worth) =>
    worth.every((value) => value === 0)
      ? ""
      : ARROWS[worth.indexOf(Math.max(...worth))],
  );

const table500 = live(async function* () {
  const q = [...cliff.squares].map(() => [0, 0, 0, 0]);
  for (const now of learn(q, 500, seed(2))) {
    const { episode, steps, path } = now;
    const isLast = cliff.squares[path.at(-1)!] === "G";
    const isWatched = [1, 20, 100, 500].includes(episode);
    if (!isWatched || (steps > 40 && !isLast)) continue;
    display(`episode ${episode}, step ${steps}`);
    const says = `Episode ${episode}, step ${steps}: the agent ${isLast ? "is at the goal" : "is on its way"}. Arrows show the action it holds best in each square.`;
    display(draw(cliff, { path, words: arrows(q), says }));
    yield q;
    await pause(25);
  }
});

// %% look-inside
const near = {
  start: cliff.start,
  "above the start": cliff.start - cliff.columns,
  "before the goal": 35,
};

table(
  Object.entries(near).map(([square, state]) => ({
    square,
    ...Object.fromEntries(
      table500[state].map((worth, action) => [
        cliff.actionNames[action],
        worth.toFixed(1),
      ]),
    ),
  })),
  { caption: "What each action is thought to be worth" },
);

// %% two-agents
import { runPolicy } from "#ml/environment";
import { QLearning } from "#ml/q-learning";
import { Sarsa } from "#ml/sarsa";

for (const [name, Agent] of Object.entries({
  "Q-learning": QLearning,
  SARSA: Sarsa,
})) {
  const agent = new Agent({ random: seed(0) }).fit(cliff);
  const { states, reward } = runPolicy(cliff, agent.policy, {
    random: seed(0),
    maxSteps: 100,
  });
  const last = agent.history.slice(-100);
  const online = last.reduce((sum, e) => sum + e.reward, 0) / 100;
  display(
    `${name}: ${reward} points by what it learnt, ${online.toFixed(0)} an episode while it still tried`,
  );
  display(
    draw(cliff, {
      path: states,
      words: arrows(agent.q),
      says: `The way that ${name} has learnt: ${states.length - 1} steps, ${reward} points.`,
    }),
  );
}

// %% draw-curves tags=["hide-input"]
/** Points of each episode, summed over agents: [Q-learning, SARSA]. */
function drawCurves(sums: number[][], runs: number) {
  // Means of ten episodes: single ones jump too much to be read.
  const points = sums.flatMap((rewards, kind) =>
    Array.from({ length: 50 }, (_, ten) => {
      const some = rewards.slice(10 * ten, 10 * ten + 10);
      const points = some.reduce((a, b) => a + b, 0) / 10 / runs;
      return { agent: KINDS[kind], episode: 10 * ten + 10, points };
    }),
  );
  const ends = points.filter(({ episode }) => episode === 500);
  const at = { x: "episode", y: "points" };
  const curve = { ...at, stroke: "var(--ml)", strokeWidth: 2 };
  const of = (kind: string) => points.filter((p) => p.agent === kind);
  return Plot.plot({
    ariaLabel: `Points an episode while learning, mean of ${runs} agents of each kind. At the end: ${ends.map(({ agent, points }) => `${agent} ${points.toFixed(0)}`).join(", ")}.`,
    height: 280,
    marginRight: 80,
    x: { label: "episode", ticks: 5 },
    y: {
      label: "points, while learning",
      domain: [-120, 0],
      clamp: true,
      grid: true,
    },
    marks: [
      Plot.lineY(of("Q-learning"), curve),
      Plot.lineY(of("SARSA"), { ...curve, strokeDasharray: "5,4" }),
      Plot.text(ends, {
        ...at,
        text: "agent",
        textAnchor: "start",
        dx: 6,
      }),
    ],
  });
}
const KINDS = ["Q-learning", "SARSA"];

// %% two-hundred tags=["expensive"]
const total = 200;
const many = live(function* () {
  const sums = KINDS.map(() => new Array<number>(500).fill(0));
  const greedy = KINDS.map(() => [] as number[]);
  for (let runs = 1; runs <= total; runs++) {
    for (const [kind, Agent] of [QLearning, Sarsa].entries()) {
      const agent = new Agent({ random: seed(runs - 1) }).fit(cliff);
      for (const { episode, reward } of agent.history)
        sums[kind][episode] += reward;
      const way = runPolicy(cliff, agent.policy, {
        random: seed(0),
        maxSteps: 100,
      });
      greedy[kind].push(way.done ? way.reward : Number.NaN);
    }
    if (runs % 5 > 0) continue;
    progress(runs, total, "agents of each kind");
    display(drawCurves(sums, runs));
    yield { sums, greedy, runs };
  }
});

// %% counts
const online = many.sums.map(
  (sum) => sum.slice(-100).reduce((a, b) => a + b, 0) / 100 / many.runs,
);
const ended = (kind: number, points: number) =>
  `${many.greedy[kind].filter((one) => one === points).length} of ${many.runs}`;

table(
  KINDS.map((agent, kind) => ({
    agent,
    "way along the edge, −13": ended(kind, -13),
    "safe way, −17": ended(kind, -17),
    "while learning": online[kind],
  })),
  {
    format: { "while learning": 1 },
    caption:
      "What they learnt, and what learning cost (last 100 episodes)",
  },
);

// %% courage
const trials = slider("Share of trials, ε", {
  min: 0,
  max: 0.4,
  step: 0.05,
  value: 0.1,
});

// %% footprints
const steps = KINDS.map(() => new Array<number>(cliff.states).fill(0));
for (let run = 0; run < 20; run++)
  for (const [kind, Agent] of [QLearning, Sarsa].entries()) {
    const agent = new Agent({ random: seed(run), epsilon: trials });
    const way = runPolicy(cliff, agent.fit(cliff).policy, {
      random: seed(0),
      maxSteps: 100,
    });
    for (const state of new Set(way.states)) steps[kind][state]++;
  }
for (const [kind, agent] of KINDS.entries()) {
  display(agent);
  const shades = steps[kind].map((times) => (times / 20) * 0.7);
  const edge =
    steps[kind].slice(24, 36).reduce((a, b) => a + b, 0) / 12;
  const says = `Where twenty agents of ${agent} go after learning with ε ${trials}. A square at the edge of the cliff is passed by ${edge.toFixed(1)} of them.`;
  display(draw(cliff, { shades, says }));
}

// %% lake
import { frozenLake } from "#ml/grid-worlds";

const lake = frozenLake();
display(
  draw(lake, {
    says: "A lake of 4 by 4 squares, the start in one corner, the goal in the opposite one, and four holes.",
  }),
);
table(
  lake.outcomes(14, 1).map(({ probability, state, reward }) => ({
    chance: probability,
    "comes to":
      state === 15
        ? "the goal"
        : state === 14
          ? "the same square"
          : "the square above",
    reward,
  })),
  {
    format: { chance: 3 },
    caption: "To go right, just before the goal",
  },
);

// %% patience
const discount = select("Discount, γ", [1, 0.99, 0.9]);

// %% value-iteration tags=["expensive"]
import { ValueIteration } from "#ml/value-iteration";

live(async function* () {
  const model = new ValueIteration({ discount });
  for (const { sweep, values, change } of model.fitSteps(lake)) {
    const isLast = change <= model.tolerance;
    if (sweep > 10 && ![20, 50, 100, 200].includes(sweep) && !isLast)
      continue;
    const words = values.map((value, state) =>
      "GH".includes(lake.squares[state]) ? "" : value.toFixed(2),
    );
    const says = `After ${sweep} sweeps the start is worth ${values[0].toFixed(4)}.`;
    display(says);
    display(
      draw(lake, { words, shades: values.map((v) => v * 0.6), says }),
    );
    yield model;
    await pause(80);
  }
});

// %% plan
const planner = new ValueIteration({ discount }).fit(lake);
const games = 10_000;
const dice = seed(5);
let won = 0;
let walked = 0;
for (let game = 0; game < games; game++) {
  const { reward, actions } = runPolicy(lake, planner.policy, {
    random: dice,
  });
  won += reward;
  walked += actions.length;
}

display(
  draw(lake, {
    words: planner.policy.map((action, state) =>
      "GH".includes(lake.squares[state]) ? "" : ARROWS[action],
    ),
    says: "The best action in each square. Many arrows point away from the goal, to where slipping does no harm.",
  }),
);
table([
  {
    what: `the start is worth, at γ ${discount}`,
    number: planner.values[0].toFixed(4),
  },
  {
    what: "games won, of 10,000 played",
    number: (won / games).toFixed(4),
  },
  { what: "steps a game", number: (walked / games).toFixed(1) },
]);

// %% learn-lake tags=["expensive"]
const skater = live(function* () {
  const agent = new QLearning({
    random: seed(1),
    episodes: 10_000,
    epsilon: 0.3,
    learningRate: 0.05,
    discount: 0.99,
  });
  const curve: { episode: number; won: number }[] = [];
  for (const { episode } of agent.fitSteps(lake)) {
    if ((episode + 1) % 500 > 0) continue;
    let won = 0;
    const random = seed(6);
    for (let game = 0; game < 1000; game++)
      won += runPolicy(lake, agent.policy, { random }).reward / 1000;
    curve.push({ episode: episode + 1, won });
    progress(episode + 1, 10_000, "episodes");
    display(drawWins(curve));
    yield agent;
  }
});

function drawWins(curve: { episode: number; won: number }[]) {
  const last = curve.at(-1)!;
  return Plot.plot({
    ariaLabel: `Games won by what Q-learning has learnt: ${last.won.toFixed(2)} after ${last.episode.toLocaleString("en")} episodes. The best there is wins 0.82.`,
    height: 240,
    x: { label: "episodes", domain: [0, 10_000], ticks: 5 },
    y: { label: "share of games won", domain: [0, 1], grid: true },
    marks: [
      Plot.ruleY([14 / 17], { strokeDasharray: "5,4" }),
      Plot.text([14 / 17], {
        x: 0,
        y: 14 / 17,
        text: ["the best there is"],
        textAnchor: "start",
        dx: 6,
        dy: -10,
      }),
      Plot.lineY(curve, {
        x: "episode",
        y: "won",
        stroke: "var(--ml)",
        strokeWidth: 2,
        marker: "circle",
      }),
    ],
  });
}

// %% compare tags=["hide-input"]
function share(choose: (state: number) => number) {
  const random = seed(7);
  let won = 0;
  for (let game = 0; game < 2000; game++)
    for (let state = lake.start, done = false; !done; ) {
      const next = act(lake, state, choose(state), random);
      ({ state, done } = next);
      won += next.reward;
    }
  return won / 2000;
}
const anywhere = seed(8);

table(
  [
    { agent: "goes anywhere", won: share(() => anywhere.int(4)) },
    {
      agent: "Q-learning",
      won: share((state) => skater.policy[state]),
    },
    {
      agent: "value iteration",
      won: share((state) => planner.policy[state]),
    },
  ],
  { format: { won: 3 }, caption: "Share of 2,000 games won" },
);

// %% bonus
const bonus = slider("Bonus for the square in the middle", {
  min: 0,
  max: 0.05,
  step: 0.005,
  value: 0,
});

// %% hacked
const still = frozenLake({ slip: 0 });
const middle = 10;
const kind: GridWorld = {
  ...still,
  outcomes: (state, action) =>
    still.outcomes(state, action).map((next) => ({
      ...next,
      reward: next.reward + (next.state === middle ? bonus : 0),
    })),
};
const plan = new ValueIteration({ discount: 0.99 }).fit(kind);
const tour = runPolicy(kind, plan.policy, {
  random: seed(1),
  maxSteps: 100,
});
const outcome = tour.done
  ? `at the goal after ${tour.actions.length} steps`
  : "still on the ice after 100 steps";

display(`${outcome}, ${tour.reward.toFixed(2)} points`);
draw(still, {
  path: tour.states,
  words: plan.policy.map((action, state) =>
    "GH".includes(still.squares[state]) ? "" : ARROWS[action],
  ),
  says: `With a bonus of ${bonus} for one square in the middle, the best agent is ${outcome}.`,
});

// %% cost tags=["hide-input"]
const timer = button("Measure on this machine");
const one = new QLearning({ random: seed(0) });
const time = () => {
  const began = performance.now();
  one.fit(cliff);
  return `${(performance.now() - began).toFixed(0)} ms`;
};
const tries = one
  .fit(cliff)
  .history.reduce((sum, e) => sum + e.steps, 0);

table([
  { "": "labels", "one agent on the cliff": "0" },
  { "": "episodes", "one agent on the cliff": String(one.episodes) },
  {
    "": "steps tried",
    "one agent on the cliff": tries.toLocaleString("en"),
  },
  {
    "": "numbers learnt",
    "one agent on the cliff": `${cliff.states} × 4 = ${cliff.states * 4}`,
  },
  {
    "": "to train",
    "one agent on the cliff": timer > 0 ? time() : "press the button",
  },
]);
