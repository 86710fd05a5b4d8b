// %% first
import { mean } from "#base/mean";

`first ${mean([1, 3])}`;

// %% second
await new Promise(() => {});
("second");

// %% third
[1, 2].map((value) => value * 3).join(" and ");
