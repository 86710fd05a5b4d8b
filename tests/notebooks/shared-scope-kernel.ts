// What only a kernel does with variables that change: it finds the place of errors, and replaces live values step by step.
// Tests run this in Node and in browsers.

// %% imports
import { live } from "#notebook";

// %% counter
let clicks = 0;
const click = () => ++clicks;
let react = (): unknown => {
  throw new RangeError("far away");
};
const forget = () => {
  react = undefined as never;
};

// %% after-clicks
click();
click();
clicks;

// %% training
let steps = 0;
let best: { loss: number } | undefined;
const loss = live(function* () {
  while (steps < 20) {
    const now = 1 / ++steps;
    best = { loss: now };
    yield now;
  }
});

// %% reads-training
if (best?.loss !== loss) throw new Error("the values are of two steps");
[steps, loss];

// %% calls tags=["raises-exception"]
const beside = [clicks, clicks, clicks];
`${clicks} ${beside.length} ${react()}`;

// %% calls-nothing tags=["raises-exception"]
forget();
clicks + Number(react(/* which is no function any more */));

// %% reads-a-field tags=["raises-exception"]
const found = { clicks, best };
`${found.clicks} ${(clicks as never as { none: { field: number } }).none.field}`;

// %% takes-apart tags=["raises-exception"]
export const { field } = { clicks, ...(clicks as never as { a: { field: number } }) }.a;

// %% loops tags=["raises-exception"]
for (const step of clicks as never as number[]) console.log(step);

// %% in-a-class tags=["raises-exception"]
class Counter {
  clicks = clicks;
  next = (clicks as never as { next: { to: number } }).next.to;
}
new Counter();

// %% after-an-await tags=["raises-exception"]
await null;
clicks;
new (clicks as never as new () => object)();

// %% unknown tags=["raises-exception"]
// @ts-expect-error: no cell declares it, on purpose.
clicks + nothing;

// %% caught
try {
  (clicks as never as () => void)();
} catch (error) {
  console.log(error);
}
