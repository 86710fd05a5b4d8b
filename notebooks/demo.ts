// a test
// %% setup
import * as Plot from "@observablehq/plot";
import { display, live, table } from "#notebook";
const data: { x: number; y: number }[] = Array.from({ length: 20 }, (_, i) => ({ x: i, y: i * i }));

// %% plot
Plot.dot(data, { x: "x", y: "y" }).plot({ ariaLabel: "squares", marginBottom: 40 })

// %% train
const loss = live(async function* () {
  for (let i = 0; i < 100; i++) yield 1 / (i + 1);
});

// %% report
display(table(data));
`final loss ${loss}`


