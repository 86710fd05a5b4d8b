// Instructions: a model that can write names is taught to write the ones that it is asked for, and then to keep to a style.

// %% ask
import { seed } from "#base/random";
import { bars } from "#charts";
import { loadGPT } from "#lm/gpt-file";
import { display, html, text, weights } from "#notebook";
import {
  answersTo,
  countAnswers,
  readRequest,
  requestText,
} from "#tune/name-instructions";

const hint = "A name that begins with ka. Or: a name like anna";
const wish = text("Ask for", { value: "a name like karla", hint });
const request = readRequest(wish);
if (!request) throw new Error(`not understood. ${hint}`);

const shipped = loadGPT(await weights("names-by-request"));
const draws = { random: seed(1), count: 100 };
const said = answersTo(shipped, request, draws);
const { counted, obeyed } = countAnswers(said, request);
display(
  bars(counted.slice(0, 10), {
    x: "times",
    y: "answer",
    side: "lm",
    pale: "missed",
  }).plot({ x: { label: "answers, of 100" }, marginLeft: 90 }),
);
html`<p>It read <code>${requestText(request)}</code>. As asked: ${obeyed} of 100.</p>`;

// %% own
import { names } from "#datasets/names";
import { file } from "#notebook";
import {
  heldBack,
  ownWords,
  readyForRequests,
} from "#tune/request-base";

const mine = text("Names or a text of yours", {
  rows: 3,
  hint: "500 different words or more. Empty: the list of names.",
});
const kept = file("A model of yours", {
  accept: "model",
  model: "GPT",
  hint: "In place of one that learns here.",
});
const list = mine.trim() ? ownWords(mine) : names.list;
const by = { random: seed(1) };
const ready = kept && readyForRequests(loadGPT(kept), by);
const are = mine.trim() ? "words" : "names";
`${list.length.toLocaleString("en")} ${are} to learn from: ${list.slice(0, 6).join(", ")} …`;

// %% pretrain tags=["expensive"]
import { CharacterTokenizer } from "#lm/character-tokenizer";
import { GPT } from "#lm/gpt";
import { randomBatch } from "#lm/next-token-batches";
import { live, progress } from "#notebook";
import { fineTune } from "#tune/fine-tune";
import { INSTRUCTION_CHARACTERS } from "#tune/name-instructions";

const letters = new CharacterTokenizer(INSTRUCTION_CHARACTERS);
const vocabSize = letters.vocabularySize;
const shape = { blockSize: 28, nLayer: 2, nHead: 4, nEmbd: 32 };
const anew = new GPT({ ...shape, vocabSize }, seed(1));
const before = ready ?? { model: anew, tokenizer: letters };
const lines = seed(1).shuffle(list).join("\n");
const tokens = letters.encode(`\n${lines}\n`);

const pretraining = live(function* () {
  if (ready) return yield "Your model has read before.";
  const options = { random: seed(1), steps: 300, rate: 0.005 };
  const windows = { batchSize: 64, blockSize: 16 };
  const batch = (random: typeof options.random) =>
    randomBatch(tokens, { ...windows, random });
  for (const { step, loss } of fineTune(anew, batch, options)) {
    progress(step, 300, "steps");
    if (step % 25 === 0) yield `Loss: ${loss.toFixed(2)} nats`;
  }
});

// %% pairs
import { table } from "#notebook";
import {
  nameInstructions,
  type RequestKind,
} from "#tune/name-instructions";

const kinds: RequestKind[] = ["begins", "like"];
const amount = { count: 6_000, held: heldBack(list) };
const drawn = { random: seed(7), kinds, ...amount };
const { train, held } = nameInstructions(list, drawn);
const some = kinds.flatMap((kind) =>
  train.filter((pair) => pair.kind === kind).slice(-3),
);
table(
  some.map((pair) => ({
    asked: requestText(pair),
    answer: pair.answer,
  })),
  { caption: `6 of ${train.length.toLocaleString("en")} pairs` },
);

// %% teach tags=["expensive"]
import { instructionBatch } from "#tune/name-instructions";

void pretraining; // What is taught has read before.
const { tokenizer } = before;
const taught = new GPT(before.model.options, seed(1));
const after = { model: taught, tokenizer };
const rows = { tokenizer, blockSize: 28 };

const teaching = live(function* () {
  taught.loadStateDict(before.model.stateDict());
  const options = { random: seed(2), steps: 400, rate: 0.015 };
  const batch = (random: typeof options.random) =>
    instructionBatch(train, { ...rows, batchSize: 64, random });
  for (const { step, loss } of fineTune(taught, batch, options)) {
    progress(step, 400, "steps");
    if (step % 25 === 0)
      yield `Loss on answers: ${loss.toFixed(2)} nats`;
  }
});

// %% obeyed tags=["expensive"]
import { obedience } from "#tune/name-instructions";
import { wilsonInterval } from "#score/intervals";

void teaching; // Asked anew when it has learnt more.
const two = { "only read": before, taught: after };
const [begins, like] = kinds.map((kind) =>
  held.filter((one) => one.kind === kind),
);
const results = [begins, like].flatMap((unseen, i) =>
  Object.entries(two).map(([model, who]) => {
    const right = obedience(who, unseen).filter(Boolean).length;
    const of = unseen.length;
    const { low, high } = wilsonInterval(right, of);
    const share = right / of;
    const asked = `${kinds[i]} …`;
    return { asked, model, right, of, share, low, high };
  }),
);
table(results, { format: { share: ".1%", low: ".1%", high: ".1%" } });

// %% lora tags=["expensive"]
import { LoRA } from "#tune/lora";
import { nameStyle } from "#tune/request-base";

void teaching;
const ending = "An ending, or some names of your own.";
const manner = text("A style", { value: "ette", hint: ending });
const style = nameStyle(manner, list);
const few = { random: seed(6), count: 1_000 };
const stylish = nameInstructions(style.names, few).train;

const tuned = new GPT(taught.options, seed(1));
tuned.loadStateDict(taught.stateDict());
const layers = (name: string) => name.includes("attn");
const thin = { random: seed(1), rank: 2, layers };
const lora = new LoRA(tuned, thin);
const three = { ...two, LoRA: { model: tuned, tokenizer } };
display(
  `${lora.numParams()} numbers learn, ${taught.numParams().toLocaleString("en")} stay. ${stylish.length} pairs.`,
);
const pace = { steps: 100, rate: 0.02 };
const tuning = live(function* () {
  const how = { learner: lora, random: seed(3), ...pace };
  const batch = (random: typeof how.random) =>
    instructionBatch(stylish, { ...rows, batchSize: 32, random });
  for (const { step, loss } of fineTune(tuned, batch, how)) {
    progress(step, 100, "steps");
    if (step % 10 === 0) yield `Loss: ${loss.toFixed(2)} nats`;
  }
});

// %% styled tags=["expensive"]
import { answerRequest } from "#tune/name-instructions";
import { inStyle } from "#tune/request-base";

void tuning;
table(
  Object.entries(three).map(([model, who]) => {
    const answers = begins.map((one, draw) =>
      answerRequest(who, one, { random: seed(draw) }),
    );
    const fits = answers.filter((name) => inStyle(name, style));
    return {
      model,
      begins: obedience(who, begins).filter(Boolean).length,
      style: fits.length,
      like: obedience(who, like).filter(Boolean).length,
    };
  }),
  { caption: `As asked, and in the style, of ${begins.length} each` },
);

// %% talk
void tuning;
const yours = text("Ask your model for", { value: "begins with da" });
const asks = [0, 1, 2].map(
  () => readRequest(yours) ?? `${yours.toLowerCase()}>`,
);
table(
  [...asks, ...begins.slice(0, 4), ...like.slice(0, 3)].map(
    (one, i) => ({
      asked:
        typeof one === "string" ? one : `${one.kind} ${one.letters}`,
      ...Object.fromEntries(
        Object.entries(three).map(([name, who]) => [
          name,
          answerRequest(who, one, { random: seed(i) }) || "(nothing)",
        ]),
      ),
    }),
  ),
);

// %% keep tags=["expensive"]
import { saveGPT } from "#lm/gpt-file";
import { download } from "#notebook";

void tuning;
const merged = new GPT(taught.options, seed(1));
merged.loadStateDict(lora.merge());
display(download("my-name-writer.safetensors", saveGPT(after)));
download(
  "my-stylish-writer.safetensors",
  saveGPT({ model: merged, tokenizer }),
);

// %% never-taught tags=["expensive"]
void teaching;
table(
  ["ends na.>", "rhymes ka.>", "begins zqx>", "like xqxq....>"].map(
    (asked) => ({
      asked,
      ...Object.fromEntries(
        [1, 2, 3].map((draw) => [
          `answer ${draw}`,
          answerRequest(after, asked, { random: seed(draw) }) ||
            "(nothing)",
        ]),
      ),
    }),
  ),
);

// %% rule
import { obeys } from "#tune/name-instructions";

const found = names.list.filter((name) => obeys(name, request));
`${found.length} of the ${names.list.length.toLocaleString("en")} names in the list obey: ${found.slice(0, 8).join(", ")}`;
