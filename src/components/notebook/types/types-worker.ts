/** The language service in a worker of the page: however long it thinks, the page stays free. */

import type { FromService, Question, ToService } from "./messages.ts";
import type { TypeService } from "./type-service.ts";
import type { TypesBundle } from "./types-bundle.ts";

const scope = globalThis as unknown as { postMessage(message: FromService): void; onmessage: (event: MessageEvent<ToService>) => void };
let service: TypeService | undefined;

scope.onmessage = ({ data }) => {
  if (data.type === "start") void start(data.url);
  else if (data.type === "cells") service?.setCells(data.cells);
  else scope.postMessage(answer(data.id, data.question));
};

/** TypeScript and the types come at the same time. */
async function start(url: string): Promise<void> {
  try {
    const [{ TypeService }, bundle] = await Promise.all([import("./type-service.ts"), fetchBundle(url)]);
    service = new TypeService(bundle);
    scope.postMessage({ type: "ready" });
  } catch (error) {
    scope.postMessage({ type: "broken", message: String(error) });
  }
}

async function fetchBundle(url: string): Promise<TypesBundle> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as TypesBundle;
}

function answer(id: number, question: Question): FromService {
  try {
    return { type: "answer", id, answer: service && ask(service, question) };
  } catch (error) {
    return { type: "failed", id, message: String(error) };
  }
}

function ask(service: TypeService, question: Question): unknown {
  switch (question.kind) {
    case "diagnostics":
      return service.diagnostics(question.cell);
    case "completions":
      return service.completions(question.cell, question.at);
    case "completionInfo":
      return service.completionInfo(question.cell, question.at, question.label);
    case "hover":
      return service.hover(question.cell, question.at);
    case "signature":
      return service.signature(question.cell, question.at);
  }
}
