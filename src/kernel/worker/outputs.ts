import { CONSOLE, type ConsoleLevel, MAX_OUTPUTS, type MimeBundle, PLAIN } from "../protocol/mime.ts";

/** At most 30 messages a second leave the kernel for one cell: what a screen can show, and a reader see. */
const FLUSH_EVERY_MS = 33;
/** A cell shows this much console text; the rest is counted. */
const MAX_CONSOLE_CHARACTERS = 100_000;

/** An output that is drawn when it is sent: what is replaced before that is never drawn. */
export type Draft = () => MimeBundle;

/**
 * The outputs of one run of a cell, sent on as they change. Sends at once when the last message is long enough ago,
 * else a little later; `flush` sends what is left. Works inside a loop that never gives way, too.
 */
export class Outputs {
  readonly bundles: (MimeBundle | Draft)[] = [];
  readonly #send: (from: number, bundles: MimeBundle[]) => void;
  /** Outputs below this number have been sent and have not changed. */
  #clean = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How many outputs and lines were not shown because there were too many. */
  #overflow = 0;
  #consoleCharacters = 0;
  #sent = 0;

  constructor(send: (from: number, bundles: MimeBundle[]) => void) {
    this.#send = send;
  }

  get full(): boolean {
    return this.bundles.length >= MAX_OUTPUTS;
  }

  add(bundle: MimeBundle): void {
    if (this.full) this.count(1);
    else this.insert(this.bundles.length, bundle);
  }

  insert(index: number, bundle: MimeBundle | Draft): void {
    this.bundles.splice(index, 0, bundle);
    this.#changed(index);
  }

  replace(index: number, bundle: MimeBundle | Draft): void {
    this.bundles[index] = bundle;
    this.#changed(index);
  }

  /** Take `count` outputs away without sending: something else is about to stand there. */
  remove(index: number, count: number): void {
    this.bundles.splice(index, count);
    this.#clean = Math.min(this.#clean, index);
  }

  /** Say that so many more (or, where negative, fewer) are not shown. */
  count(more: number): void {
    this.#overflow += more;
    this.#changed(this.bundles.length);
  }

  /** A console line. Lines of one level that follow each other are one output. */
  log(level: ConsoleLevel, text: string): void {
    if (this.#consoleCharacters > MAX_CONSOLE_CHARACTERS) return this.count(1);
    const line = shortened(text);
    this.#consoleCharacters += line.length + 1;
    const newest = this.bundles.at(-1);
    const last = typeof newest === "function" ? undefined : newest;
    if (last?.[CONSOLE]?.level !== level) this.add({ [PLAIN]: line, [CONSOLE]: { level } });
    else this.replace(this.bundles.length - 1, { ...last, [PLAIN]: `${last[PLAIN]}\n${line}` });
  }

  /** When the next message leaves, by `performance.now()`; never, while there is nothing to send. */
  get due(): number {
    return this.#timer === undefined ? Number.POSITIVE_INFINITY : this.#sentAt + FLUSH_EVERY_MS;
  }

  /** Output number `index` as it was sent; undefined where it has changed since. */
  sent(index: number): MimeBundle | undefined {
    const bundle = index < this.#clean ? this.bundles[index] : undefined;
    return typeof bundle === "function" ? undefined : bundle;
  }

  /** Draw what has not been drawn. */
  draw(): MimeBundle[] {
    for (let i = this.#clean; i < this.bundles.length; i++) {
      const draft = this.bundles[i];
      if (typeof draft === "function") this.bundles[i] = drawn(draft);
    }
    return this.bundles as MimeBundle[];
  }

  /** Send what has not been sent. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const bundles = this.draw();
    const all = this.#overflow > 0 ? [...bundles, notShown(this.#overflow)] : bundles;
    if (this.#clean === all.length && this.#sent === all.length) return;
    this.#sentAt = performance.now();
    this.#send(this.#clean, all.slice(this.#clean));
    this.#clean = this.#sent = all.length;
  }

  #changed(index: number): void {
    this.#clean = Math.min(this.#clean, index);
    const due = this.#sentAt + FLUSH_EVERY_MS - performance.now();
    if (due <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), due);
  }
}

/** Whose value cannot be drawn is long past the line that showed it. */
function drawn(draft: Draft): MimeBundle {
  try {
    return draft();
  } catch (error) {
    return { [PLAIN]: `This value could not be shown: ${(error as Error | undefined)?.message ?? error}` };
  }
}

const counted = (n: number) => n.toLocaleString("en-US");
const notShown = (count: number): MimeBundle => ({ [PLAIN]: `… and ${counted(count)} more, not shown` });

function shortened(text: string): string {
  const rest = text.length - MAX_CONSOLE_CHARACTERS;
  return rest > 0 ? `${text.slice(0, MAX_CONSOLE_CHARACTERS)}… ${counted(rest)} more characters` : text;
}
