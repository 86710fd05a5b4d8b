// Variables that change after their cell is done, read by other cells. A cell fails where a value is not as it would be in one module:
// the tests run this file as a notebook in Node and in browsers, and as the module that it is.

// %% is
export const is = (found: unknown, wanted: unknown) => {
  const [a, b] = [found, wanted].map((value) => (typeof value === "object" ? JSON.stringify(value) : value));
  if (!Object.is(a, b)) throw new Error(`it is ${String(a)}, not ${String(b)}`);
};

// %% counter
let clicks = 0;
const click = () => ++clicks;

// %% after-clicks
is(clicks, 0);
click();
click();
is(clicks, 2);

// %% further-clicks
is(click(), 3);
is(clicks, 3);

// %% setter
let label: string | undefined;
const labels = {
  set text(value: string) {
    label = value;
  },
  forget() {
    label = undefined;
  },
};

// %% after-setter
is(label, undefined);
labels.text = "set";
is(label, "set");
labels.forget();
is(label?.length, undefined);

// %% cache
let squares: number[] | undefined;
const cached = () => (squares ??= [0, 1, 4]);

// %% after-cache
is(squares, undefined);
is(cached() === squares, true);

// %% states
let state = "idle";
const load = async () => {
  state = "loading";
  await null;
  state = "loaded";
};

// %% after-states
is(state, "idle");
const loading = load();
is(state, "loading");
await loading;
is(state, "loaded");

// %% goes-on
let open = () => {};
let goneOn = false;
let ticks = 0;
const gate = new Promise<void>((resolve) => {
  open = resolve;
});
// Nobody waits for this: the cell is done long before.
const going = (async () => {
  await gate;
  goneOn = true;
})();
const ticking = gate.then(() => new Promise<void>((resolve) => setTimeout(() => resolve(void ticks++), 1)));

// %% after-it-went-on
is([goneOn, ticks], [false, 0]);
open();
await going;
is([goneOn, ticks], [true, 0]);
await ticking;
is(ticks, 1);

// %% destructured
let {
  first,
  inner: { second = 2 },
  ...others
}: { first: number; inner: { second?: number }; others?: number } = { first: 1, inner: {} };
let [head, ...tail]: number[] = [1, 2, 3];
const swap = () => {
  [first, second] = [second, first];
  ({ head, tail, others } = { head: 9, tail: [8], others: { others: 7 } });
};

// %% after-destructured
is([first, second, others, head, tail], [1, 2, {}, 1, [2, 3]]);
swap();
is([first, second, others, head, tail], [2, 1, { others: 7 }, 9, [8]]);

// %% declarations
var hoisted = "at first";
// biome-ignore lint/suspicious/noFunctionAssign: it is what is tested
function declared(): string {
  return "at first";
}
class Declared {
  says(): string {
    return "at first";
  }
}
const redeclare = () => {
  hoisted = "then";
  // @ts-expect-error: TypeScript knows that this is rarely meant.
  declared = () => "then";
  // @ts-expect-error: The same for a class.
  // biome-ignore lint/suspicious/noClassAssign: it is what is tested
  Declared = class {
    says() {
      return "then";
    }
  };
};

// %% after-declarations
is([hoisted, declared(), new Declared().says()], ["at first", "at first", "at first"]);
redeclare();
is([hoisted, declared(), new Declared().says()], ["then", "then", "then"]);

// %% writers
let byMethod = 0;
let byField = 0;
let byGenerator = 0;
let byLoop = 0;
let byDefault = 0;
let deep = 0;
class Writer {
  field = ++byField;
  method() {
    byMethod++;
  }
  static get write() {
    return (deep += 1);
  }
}
const write = {
  *generator() {
    for (;;) yield ++byGenerator;
  },
  loop() {
    for (byLoop of [1, 2, 3]);
  },
  byDefault(to = (byDefault = 5)) {
    return to;
  },
  deep: () => () => () => Writer.write,
};

// %% after-writers
new Writer().method();
for (const step of write.generator()) if (step === 3) break;
write.loop();
write.byDefault();
write.deep()()();
is([byMethod, byField, byGenerator, byLoop, byDefault, deep], [1, 1, 3, 3, 5, 1]);

// %% read
let n = 0;
const set = (value: number) => {
  n = value;
};

// %% readers
function inFunction() {
  return n;
}
const inDefault = (value = n, { other = n } = {}) => [value, other];
const inTemplate = () => `${n}`;
const inObject = () => ({ n, m: n, [n]: n, n2: { n } });
const inAsync = async () => {
  const before = n;
  await null;
  return [before, n];
};
function* inGenerator() {
  for (;;) yield n;
}
class Reader {
  field = n;
  static fixed = n;
  [`key${n}`]() {}
  get now() {
    return n;
  }
}
const returned = {
  get n() {
    return n;
  },
};

// %% after-readers
const waiting = inAsync();
const generated = inGenerator();
is(generated.next().value, 0);
set(1);
is(inFunction(), 1);
is(inDefault(), [1, 1]);
is(inTemplate(), "1");
is(inObject(), { n: 1, m: 1, 1: 1, n2: { n: 1 } });
is(await waiting, [0, 1]);
is(generated.next().value, 1);
is([new Reader().field, Reader.fixed, new Reader().now, "key0" in Reader.prototype], [1, 0, 1, true]);
is(returned.n, 1);
set(2);
is([inFunction(), new Reader().now, returned.n, n], [2, 2, 2, 2]);

// %% hidden
// Names of this cell's own, and names of members, are none of the other cell's.
const hides = [
  ((n) => n)("parameter"),
  (() => {
    const n = "local";
    return n;
  })(),
  (() => {
    try {
      throw "caught";
    } catch (n) {
      return n;
    }
  })(),
  (function n(): string {
    return typeof n;
  })(),
  { n: "key" }.n,
  [["loop"]].map(([n]) => n)[0],
  [..."l"].map((letter) => {
    for (;;) break;
    return letter;
  })[0],
];
set(3);
is(hides, ["parameter", "local", "caught", "function", "key", "loop", "l"]);

// %% functions
let who = function (this: unknown, ..._: unknown[]): unknown {
  return this;
};
let Made!: new (value: number) => { value: number };
let list = [1];
let tree: { leaf: { n: number }; grow?: () => number } = { leaf: { n: 1 } };
const become = () => {
  who = function (this: unknown, ...args: unknown[]) {
    return [this, args.length, new.target];
  };
  Made = class {
    value: number;
    constructor(value: number) {
      this.value = value;
    }
  };
  list = [1, 2];
  tree = { leaf: { n: 5 }, grow: () => 7 };
};

// %% called
const asItWas = [who(), who(1), who?.(), who``, typeof who, typeof Made];
become();
is(asItWas, [undefined, undefined, undefined, undefined, "function", "undefined"]);
const held = who;
is(held === who, true);
is([held(), who(1, 2), who?.(1), who`a${1}`, [0].map(who)], [[null, 0, null], [null, 2, null], [null, 1, null], [null, 2, null], [[null, 3, null]]]);

// %% used
is([new Made(3).value, new Made(3) instanceof Made, new (class extends Made {})(4).value], [3, true, 4]);
is([...list, Math.max(...list), 1 in list], [1, 2, 2, true]);
for (const one of list) if (one === 1) become();
is([tree.leaf.n, tree?.leaf?.["n"], tree.grow?.(), list[1]], [5, 5, 7, 2]);
tree.leaf.n += 1;
delete tree.grow;
list[0] = 8;
const {
  leaf: { n: leafN },
} = tree;
is([leafN, tree, list, list.map(String)], [6, { leaf: { n: 6 } }, [8, 2], ["8", "2"]]);
`shown: ${clicks}, ${tree.leaf.n}`;
