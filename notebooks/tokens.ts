// Tokens: how a text is cut before a language model sees it, and what that costs.

// %% cuts
import { mobyDickBPE } from "#lm/moby-dick-bpe";
import { characterCount, tokenPieces } from "#lm/token-pieces";
import { html, text } from "#notebook";

const typed = text("Your text", {
  value: "The harpooneers sighted three unfathomable whales at dawn.",
});

const list = (pieces: string[]) => html`<ol class="tokens" role="list">
${pieces.slice(0, 400).map((piece) => html`<li>${piece.replaceAll("\n", "⏎")}</li>`)}</ol>`;
const pieces = tokenPieces(typed, mobyDickBPE);
const each = characterCount(typed) / (pieces.length || 1);

html`${list(pieces)}
<p><b>${pieces.length} tokens</b>, ${each.toFixed(1)} characters in each</p>`;

// %% languages
import { oneSentence } from "#datasets/one-sentence";
import { joinedPieces } from "#lm/token-pieces";
import { table } from "#notebook";

table(
  Object.entries(oneSentence).map(([language, sentence]) => {
    const tokens = mobyDickBPE.encode(sentence).length;
    return {
      language,
      characters: characterCount(sentence),
      tokens,
      each: characterCount(sentence) / tokens,
      "begins with": joinedPieces(sentence, mobyDickBPE, 6),
    };
  }),
  { format: { each: 2 } },
);

// %% merges
import { BPETokenizer } from "#lm/bpe";
import { slider } from "#notebook";

const all = mobyDickBPE.merges;
const most = { min: 0, max: all.length, step: 4, value: 40 };
const merges = slider("Merges done", most);

const early = BPETokenizer.fromMerges(all.slice(0, merges));
const parts = tokenPieces(typed, early);
const newest = merges ? early.tokenText(255 + merges) : "";

html`${list(parts)}
<p><b>${parts.length} tokens</b>. The newest merge made “${newest}”</p>`;

// %% learn tags=["expensive"]
import { mobyDick } from "#datasets/moby-dick";
import { display, live, progress } from "#notebook";

live(function* () {
  const learner = new BPETokenizer({ vocabularySize: 1_000 });
  const rows = [];
  for (const merge of learner.fitSteps(mobyDick.train)) {
    const [first, second] = merge.pair.map((id) =>
      learner.tokenText(id),
    );
    rows.push({
      merge: merge.merges,
      pair: `“${first}” + “${second}”`,
      "stood there": merge.count,
    });
    progress(merge.merges, merge.total, "merges");
    if (merge.merges % 12 > 0) continue;
    display(
      table([...rows.slice(0, 3), ...rows.slice(-3)], {
        format: { "stood there": "," },
      }),
    );
    yield learner;
  }
});

// %% choice
import { RankedBPE, vocabularies } from "#lm/ranked-bpe";
import { select, weights } from "#notebook";

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const menu = new Map<string, (typeof vocabularies)["gpt2"] | undefined>(
  [["Moby-Dick, 1,000 tokens", undefined]],
);
for (const each of Object.values(vocabularies))
  menu.set(
    `${each.title}, ${each.tokens.toLocaleString("en")} tokens: loads ${megabytes(each.bytes)}`,
    each,
  );
const chosen = select("Vocabulary", menu);
const real = chosen
  ? RankedBPE.load(await weights(chosen.name), chosen)
  : mobyDickBPE;

// %% real
const greeting = text("Text", {
  value: "Hello, world! こんにちは世界",
});
const numbers = real.encode(greeting);

html`${list(tokenPieces(greeting, real))}
<p><b>${numbers.length} tokens</b>: ${numbers.slice(0, 400).join(", ")}</p>`;

// %% vocabularies tags=["expensive"]
const loaded: {
  title: string;
  models: string;
  tokens: number;
  bpe: RankedBPE;
}[] = [];
for (const vocabulary of Object.values(vocabularies))
  loaded.push({
    ...vocabulary,
    bpe: RankedBPE.load(await weights(vocabulary.name), vocabulary),
  });

table(
  loaded.map(({ title, models, tokens, bpe }) => ({
    vocabulary: title,
    models,
    tokens,
    "“Hello, world!”": bpe.encode("Hello, world!").join(", "),
    "“こんにちは世界”": bpe.encode("こんにちは世界").length,
    "Moby-Dick": bpe.encode(mobyDick.text).length,
  })),
  { format: { tokens: ",", "Moby-Dick": "," } },
);

// %% cost
const price = 2.5 / 1e6; // Dollars a token that GPT-4o reads.

table(
  Object.entries(oneSentence).map(([language, sentence]) => {
    const tokens = loaded.map(({ bpe }) => bpe.encode(sentence).length);
    return {
      language,
      ...Object.fromEntries(
        loaded.map(({ title }, i) => [title, tokens[i]]),
      ),
      "$ for a million": Math.round(1e6 * tokens[2] * price),
    };
  }),
);

// %% two-losses tags=["expensive"]
import { NGram } from "#lm/n-gram";

live(function* () {
  const rows = [];
  const twoDigits = {
    "characters a token": 2,
    "nats a token": 2,
    "bits a character": 2,
  };
  for (const count of [0, 100, 300, all.length]) {
    const bpe = BPETokenizer.fromMerges(all.slice(0, count));
    const [learnt, fresh] = [mobyDick.train, mobyDick.validation].map(
      (part) => (count ? bpe.encode(part).map(String) : [...part]),
    );
    const vocabulary = new Set([...learnt, ...fresh]);
    const bigram = new NGram({ order: 2, vocabulary }).fit(learnt);
    const nats = bigram.nll(fresh);
    const each = mobyDick.validation.length / fresh.length;
    rows.push({
      "tokens are": count ? `pieces, ${count} merges` : "characters",
      "characters a token": each,
      "nats a token": nats,
      "bits a character": nats / Math.LN2 / each,
    });
    progress(rows.length, 4, "models counted");
    display(table(rows, { format: twoDigits }));
    yield;
  }
});

// %% odd
import { visibleSpaces } from "#lm/token-pieces";

const words = [
  "strawberry",
  " strawberry",
  "1234567",
  " SolidGoldMagikarp",
];
const cutters = [{ title: "Moby-Dick", bpe: mobyDickBPE }, ...loaded];

table(
  words.map((word) => ({
    text: visibleSpaces(word),
    ...Object.fromEntries(
      cutters.map(({ title, bpe }) => [title, joinedPieces(word, bpe)]),
    ),
  })),
);

// %% bag
import { CountVectorizer } from "#prep/count-vectorizer";

const bag = new CountVectorizer().fit([mobyDick.train]);
const columns = new Set(bag.vocabulary);
const later = new CountVectorizer();
const [{ values }] = later.fitTransform([mobyDick.validation]);
const sum = (times: Float64Array) => times.reduce((a, b) => a + b, 0);
const without = values.filter(
  (_, i) => !columns.has(later.vocabulary[i]),
);

const share = (of: number) => `${(100 * of).toFixed(1)} %`;
table(
  [
    {
      reads: "words",
      kinds: columns.size,
      "passes over": share(sum(without) / sum(values)),
    },
    {
      reads: "tokens",
      kinds: mobyDickBPE.vocabularySize,
      "passes over": share(0),
    },
  ],
  { format: { kinds: "," } },
);
