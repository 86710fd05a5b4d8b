// Reinforcement learning: an agent learns from rewards and penalties, on a cliff and on ice.

// %% cliff
import { argMax } from "#base/max";
import { seed } from "#base/random";
import { worldMap } from "#charts";
import { act, runPolicy } from "#ml/environment";
import { cliffWalking } from "#ml/grid-worlds";
import { QLearning } from "#ml/q-learning";
import { display, slider } from "#notebook";

const episodes = slider("Episodes learnt", {
  min: 5,
  max: 200,
  step: 5,
  value: 200,
});
const walk = cliffWalking();
const agent = new QLearning({ random: seed(2), episodes }).fit(walk);
const { states, reward, done } = runPolicy(walk, agent.policy, {
  random: seed(0),
  maxSteps: 100,
});

display(worldMap(walk, { q: agent.q, path: states }).plot());
display(
  done
    ? `By what it holds best: ${states.length - 1} steps to the goal, ${reward} points`
    : "By what it holds best: it never reaches the goal",
);

// %% your-way
import { text } from "#notebook";

const moves = text("Your moves", {
  value: "uurrrrrrrrrrrdd",
  hint: "u for up, r for right, d for down, l for left",
});
const yours = { path: [walk.start], points: 0 };
for (const letter of moves.toLowerCase().replaceAll(" ", "")) {
  const action = "urdl".indexOf(letter);
  if (action < 0)
    throw new Error(`"${letter}" is no move: write u, r, d and l only`);
  const [next] = walk.outcomes(
    yours.path[yours.path.length - 1],
    action,
  );
  yours.points += next.reward;
  yours.path.push(next.state);
  if (next.done) break;
}

display(worldMap(walk, { path: yours.path }).plot());
display(`${yours.path.length - 1} steps: ${yours.points} points`);

// %% learn
const cliff = cliffWalking();
const q = Array.from({ length: cliff.states }, () => [0, 0, 0, 0]);
const dice = seed(2);
for (let step = 0, state = cliff.start; step < 10_000; step++) {
  const action = dice.uniform() < 0.1 ? dice.int(4) : argMax(q[state]);
  const next = act(cliff, state, action, dice);
  const promised = next.done ? 0 : Math.max(...q[next.state]);
  const error = next.reward + promised - q[state][action];
  q[state][action] += 0.5 * error;
  state = next.done ? cliff.start : next.state;
}
worldMap(cliff, { q }).plot();

// %% look-inside
import { table } from "#notebook";

const near = {
  start: cliff.start,
  "above the goal": cliff.start - 1,
};

table(
  Object.entries(near).map(([square, state]) => {
    const [up, right, down, left] = q[state];
    return { square, up, right, down, left };
  }),
  {
    caption: "What each action is thought to be worth",
    format: { up: 1, right: 1, down: 1, left: 1 },
  },
);

// %% footprints
import { manyAgents } from "#ml/many-agents";
import { Sarsa } from "#ml/sarsa";

const trials = slider("Share of trials, ε", {
  min: 0,
  max: 0.4,
  step: 0.05,
  value: 0.1,
});
const two = { "Q-learning": QLearning, SARSA: Sarsa };
const twenty = { runs: 20, epsilon: trials };
const { ways } = [...manyAgents(cliff, two, twenty)][19];

for (const name of Object.keys(two)) {
  const passes = new Array<number>(cliff.states).fill(0);
  for (const { agent, states } of ways)
    if (agent === name)
      for (const square of new Set(states)) passes[square]++;
  const edge = passes.slice(25, 35).reduce((a, b) => a + b) / 10;
  display(
    `${name}: a square at the edge is passed by ${edge.toFixed(1)} of 20`,
  );
  const shades = passes.map((count) => count / 20);
  display(worldMap(cliff, { shades }).plot());
}

// %% two-hundred tags=["expensive"]
import { curves } from "#charts";
import { live, progress } from "#notebook";

const kinds = { "Q-learning": QLearning, SARSA: Sarsa };
const many = live(function* () {
  for (const seen of manyAgents(cliff, kinds, { runs: 200 })) {
    if (seen.runs % 5 > 0) continue;
    progress(seen.runs, 200, "agents of each kind");
    const mean = curves(seen.curve, {
      x: "episode",
      y: "points",
      stroke: "agent",
      side: "ml",
      clip: true,
      height: "low",
    });
    const y = { label: "points, while learning", domain: [-120, 0] };
    display(mean.plot({ y }));
    yield seen;
  }
});

// %% counts
table(
  Object.keys(kinds).map((agent) => {
    const greedy = many.ways.filter((way) => way.agent === agent);
    const share = (points: number) =>
      `${greedy.filter(({ done, reward }) => done && reward === points).length} of ${greedy.length}`;
    const end = many.curve.filter(
      (point) => point.agent === agent && point.episode > 400,
    );
    return {
      agent,
      "way along the edge, −13": share(-13),
      "safe way, −17": share(-17),
      "while learning":
        end.reduce((sum, { points }) => sum + points, 0) / end.length,
    };
  }),
  {
    format: { "while learning": 1 },
    caption:
      "What they learnt, and points an episode while learning (last 100 episodes)",
  },
);

// %% hacked
import { frozenLake } from "#ml/grid-worlds";
import { ValueIteration } from "#ml/value-iteration";

const bonus = slider("Bonus for the square in the middle", {
  min: 0,
  max: 0.05,
  step: 0.005,
  value: 0,
});
const still = frozenLake({ slip: 0 });
const middle = 10;
const kind: typeof still = {
  ...still,
  outcomes: (from, action) =>
    still.outcomes(from, action).map((next) => ({
      ...next,
      reward: next.reward + (next.state === middle ? bonus : 0),
    })),
};
const { policy } = new ValueIteration({ discount: 0.99 }).fit(kind);
const way = runPolicy(kind, policy, { random: seed(1), maxSteps: 100 });

const shades = Array.from(still.squares, (_, at) =>
  at === middle ? 0.5 : 0,
);
display(worldMap(still, { policy, path: way.states, shades }).plot());
display(
  `${way.done ? `at the goal after ${way.actions.length} steps` : "still on the ice after 100 steps"}: ${way.reward.toFixed(2)} points`,
);

// %% lake
const lake = frozenLake();
display(worldMap(lake).plot());
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

// %% value-iteration
import { select } from "#notebook";

const discount = select("Discount, γ", [1, 0.99, 0.9]);
const planner = new ValueIteration({ discount }).fit(lake);
const words = planner.values.map((value, state) =>
  "GH".includes(lake.squares[state]) ? "" : value.toFixed(2),
);

display(
  worldMap(lake, { words, shades: planner.values }).plot({
    ariaLabel: `What each square is worth at γ ${discount}: ${planner.values[0].toFixed(4)} at the start, more towards the goal.`,
  }),
);
display(
  `The start is worth ${planner.values[0].toFixed(4)}, after ${planner.sweeps} sweeps`,
);

// %% plan
const luck = seed(5);
const games = Array.from({ length: 10_000 }, () =>
  runPolicy(lake, planner.policy, { random: luck }),
);

display(worldMap(lake, { policy: planner.policy }).plot());
table(
  [
    {
      games: games.length,
      won: games.reduce((sum, { reward }) => sum + reward, 0) / 10_000,
      "steps a game":
        games.reduce((sum, { actions }) => sum + actions.length, 0) /
        10_000,
    },
  ],
  { format: { won: 4, "steps a game": 1 } },
);

// %% learn-lake tags=["expensive"]
const skater = live(function* () {
  const one = new QLearning({
    random: seed(1),
    episodes: 10_000,
    epsilon: 0.3,
    learningRate: 0.05,
    discount: 0.99,
  });
  const wins: { episodes: number; won: number }[] = [];
  for (const { episode } of one.fitSteps(lake)) {
    if ((episode + 1) % 500 > 0) continue;
    const random = seed(6);
    let won = 0;
    for (let game = 0; game < 1000; game++)
      won += runPolicy(lake, one.policy, { random }).reward / 1000;
    wins.push({ episodes: episode + 1, won });
    const levels = [{ y: 14 / 17, label: "the best there is" }];
    display(
      curves(wins, {
        x: "episodes",
        y: "won",
        side: "ml",
        levels,
      }).plot({
        y: { label: "share of games won", domain: [0, 1] },
      }),
    );
    yield one;
  }
});

// %% compare
const anywhere = seed(8);
const players: Record<string, (state: number) => number> = {
  "goes anywhere": () => anywhere.int(4),
  "Q-learning": (state) => skater.policy[state],
  "value iteration": (state) => planner.policy[state],
};

table(
  Object.entries(players).map(([agent, choose]) => {
    const random = seed(7);
    let won = 0;
    for (let game = 0; game < 2000; game++)
      for (let state = lake.start, done = false; !done; ) {
        const next = act(lake, state, choose(state), random);
        ({ state, done } = next);
        won += next.reward;
      }
    return { agent, won: won / 2000 };
  }),
  { format: { won: 3 }, caption: "Share of 2,000 games won" },
);

// %% cost
import { button } from "#notebook";

const timer = button("Measure on this machine");
const worker = new QLearning({ random: seed(0) });
const began = performance.now();
const { history } = worker.fit(cliff);
const took = performance.now() - began;

table([
  {
    labels: 0,
    episodes: worker.episodes,
    "steps tried": history.reduce((sum, { steps }) => sum + steps, 0),
    "numbers learnt": cliff.states * 4,
    "to train":
      timer > 0 ? `${took.toFixed(0)} ms` : "press the button",
  },
]);
