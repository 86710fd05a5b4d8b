import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Python<Answer> {
  /** What the script answers to a line; undefined where there is no Python, or it lacks what the script needs. */
  ask(line: string): Promise<Answer | undefined>;
  end(): void;
}

/** A script in Debian's own Python, or that of `PYTHON`, which answers each line with one line of JSON. `about` is its argument, as JSON. */
export function startPython<Answer>(script: URL, about: unknown): Python<Answer> {
  const child = spawn(process.env["PYTHON"] ?? "/usr/bin/python3", [fileURLToPath(script), JSON.stringify(about)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const lines = createInterface({ input: child.stdout });
  let ended = false;
  child.on("error", () => lines.close());
  lines.on("close", () => {
    ended = true;
  });
  return {
    ask: (line) =>
      new Promise((resolve) => {
        if (ended) return resolve(undefined);
        lines.once("line", (text) => resolve(JSON.parse(text)));
        lines.once("close", () => resolve(undefined));
        child.stdin.on("error", () => resolve(undefined)).write(`${line}\n`);
      }),
    end: () => void child.kill(),
  };
}
