/**
 * Cells make no code from text. The policy of the sandboxed frame forbids it to every script; here it is refused before
 * that, so that each kernel says the same, in words for the reader.
 */
import { inspect } from "./inspect.ts";

/** A callback for a timer. @throws EvalError for code as text, TypeError for anything else that is no function. */
export function timerCallback(timer: string, callback: unknown): (...args: unknown[]) => void {
  if (typeof callback === "function") return callback as (...args: unknown[]) => void;
  if (typeof callback === "string") throw refusal(timer, `Give it a function: ${timer}(() => { … }, 1000).`);
  throw Object.assign(new TypeError(`${timer} takes a function, not ${inspect(callback).text}`), {
    hint: `Write ${timer}(() => { … }, 1000), or the name of a function without brackets after it.`,
  });
}

/** Put functions that refuse in the place of all that would make code from text: `eval`, and the constructors of the four kinds of function. */
export function refuseCodeFromText(): void {
  globalThis.eval = (code: unknown) => {
    if (typeof code === "string") throw refusal("eval");
    return code;
  };
  globalThis.Function = withoutMaking(Function);
  for (const sample of [async () => {}, function* () {}, async function* () {}]) {
    const maker = Object.getPrototypeOf(sample).constructor as FunctionConstructor;
    Object.setPrototypeOf(maker, Function);
    withoutMaking(maker);
  }
  for (const timer of ["setTimeout", "setInterval"] as const) {
    const start = globalThis[timer] as (callback: () => void, ...rest: unknown[]) => unknown;
    Object.assign(globalThis, { [timer]: (callback: unknown, ...rest: unknown[]) => start(timerCallback(timer, callback), ...rest) });
  }
}

/** The constructor as functions know it, but for what it makes. */
function withoutMaking(maker: FunctionConstructor): FunctionConstructor {
  const refuse = () => {
    throw refusal(maker.name);
  };
  const refusing = new Proxy(maker, { apply: refuse, construct: refuse });
  Object.defineProperty(maker.prototype, "constructor", { value: refusing });
  return refusing;
}

function refusal(maker: string, hint = "Write the code itself, as a function: (x) => x + 1. Data in a text is read by JSON.parse(text).") {
  return Object.assign(new EvalError(`${maker} would make code from text, and cells cannot do that`), { hint });
}
