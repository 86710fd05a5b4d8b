// Instructions: a model that can write names is taught to write the ones that it is asked for.

// %% ask
import { seed } from "#base/random";
import { loadGPT } from "#lm/gpt-file";
import { table, text, weights } from "#notebook";
import {
  answerRequest,
  obeys,
  readRequest,
  requestText,
} from "#tune/name-instructions";

const hint = "begins with …, and one to three letters";
const value = "begins with ka";
const wish = text("Ask for a name that", { value, hint });
const request = readRequest(wish);
if (!request) throw new Error(`write ${hint}`);

const shipped = loadGPT(await weights("names-by-request"));
table(
  [1, 2, 3, 4, 5, 6, 7, 8].map((draw) => {
    const dice = { random: seed(draw) };
    const answer = answerRequest(shipped, request, dice);
    const right = obeys(answer, request) ? "yes" : "no";
    return { "it answers": answer, "as asked": right };
  }),
  { caption: `What it reads: ${requestText(request)}` },
);

// %% pretrain tags=["expensive"]
import { names } from "#datasets/names";
import { CharacterTokenizer } from "#lm/character-tokenizer";
import { GPT } from "#lm/gpt";
import { randomBatch } from "#lm/next-token-batches";
import { live, progress } from "#notebook";
import { fineTune } from "#tune/fine-tune";
import { INSTRUCTION_CHARACTERS } from "#tune/name-instructions";

const tokenizer = new CharacterTokenizer(INSTRUCTION_CHARACTERS);
const sizes = {
  vocabSize: tokenizer.vocabularySize,
  blockSize: 28,
  nLayer: 2,
  nHead: 4,
  nEmbd: 32,
};
const model = new GPT(sizes, seed(1));
const lines = seed(1).shuffle(names.list).join("\n");
const tokens = tokenizer.encode(`\n${lines}\n`);

const pretraining = live(function* () {
  const options = { random: seed(1), steps: 300, rate: 0.005 };
  const windows = { batchSize: 64, blockSize: 16 };
  const batch = (random: typeof options.random) =>
    randomBatch(tokens, { ...windows, random });
  for (const { step, loss } of fineTune(model, batch, options)) {
    progress(step, 300, "steps");
    if (step % 25 === 0) yield `Loss: ${loss.toFixed(2)} nats`;
  }
});

// %% pairs
import { nameInstructions } from "#tune/name-instructions";

const drawn = { random: seed(5), count: 5_000, held: 200 };
const { train, held } = nameInstructions(names.list, drawn);
table(
  train
    .slice(0, 5)
    .map((pair) => ({ asked: requestText(pair), answer: pair.answer })),
  { caption: `5 of ${train.length.toLocaleString("en")} pairs` },
);

// %% teach tags=["expensive"]
import { instructionBatch } from "#tune/name-instructions";

void pretraining; // What is taught has learnt names before.
const taught = new GPT(sizes, seed(1));

const teaching = live(function* () {
  taught.loadStateDict(model.stateDict());
  const options = { random: seed(2), steps: 400, rate: 0.005 };
  const rows = { tokenizer, batchSize: 64, blockSize: 28 };
  const batch = (random: typeof options.random) =>
    instructionBatch(train, { ...rows, random });
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
const before = { model, tokenizer };
const after = { model: taught, tokenizer };
const rows = Object.entries({ before, after }).map(([model, who]) => {
  const right = obedience(who, held).filter(Boolean).length;
  const { low, high } = wilsonInterval(right, held.length);
  return {
    model,
    obeys: right,
    of: held.length,
    share: right / held.length,
    from: low,
    to: high,
  };
});
table(rows, { format: { share: ".1%", from: ".1%", to: ".1%" } });

// %% beside tags=["expensive"]
void teaching;
table(
  held.slice(0, 8).map((one, i) => ({
    asked: requestText(one),
    before: answerRequest(before, one, { random: seed(i) }),
    after: answerRequest(after, one, { random: seed(i) }),
  })),
);

// %% keep tags=["expensive"]
import { saveGPT } from "#lm/gpt-file";
import { download } from "#notebook";

void teaching;
download("my-name-writer.safetensors", saveGPT(after));

// %% never-taught tags=["expensive"]
void teaching;
table(
  ["ends na.>", "rhymes ka.>", "begins zqx>", "begins .ka>"].map(
    (asked) => ({
      asked,
      ...Object.fromEntries(
        [1, 2, 3].map((draw) => [
          `answer ${draw}`,
          answerRequest(after, asked, { random: seed(draw) }),
        ]),
      ),
    }),
  ),
);

// %% rule
const found = names.list.filter((name) => obeys(name, request));
`${found.length} of the ${names.list.length.toLocaleString("en")} names in the list obey: ${found.slice(0, 8).join(", ")}`;
