import type { ToKernel } from "../protocol/messages.ts";

type Answer = Extract<ToKernel, { type: "weights" }>;

/** The worker's side: asks the page for weights, keeps what came, and lets one that failed be asked for again. */
export function weightsClient(want: (name: string) => void) {
  const files = new Map<string, { bytes: Promise<Uint8Array<ArrayBuffer>>; answer: (answer: Answer) => void; listeners: Set<Progress> }>();

  async function load(name: string, progress: Progress): Promise<Uint8Array<ArrayBuffer>> {
    const file = files.get(name) ?? ask(name);
    file.listeners.add(progress);
    return file.bytes.finally(() => file.listeners.delete(progress));
  }

  function ask(name: string) {
    let resolve!: (bytes: Uint8Array<ArrayBuffer>) => void;
    let reject!: (problem: Error) => void;
    const bytes = new Promise<Uint8Array<ArrayBuffer>>((...settle) => {
      [resolve, reject] = settle;
    });
    const listeners = new Set<Progress>();
    const answer = (message: Answer) => {
      if ("problem" in message) {
        files.delete(name);
        reject(Object.assign(new Error(message.problem.message), message.problem));
      } else if (message.bytes) resolve(message.bytes);
      else for (const listener of listeners) listener(message.loaded, message.total);
    };
    const file = { bytes, answer, listeners };
    files.set(name, file);
    want(name);
    return file;
  }

  return { load, receive: (message: Answer) => files.get(message.name)?.answer(message) };
}

type Progress = (loaded: number, total: number) => void;
