import { roughDuration } from "../duration.ts";
import type { RunState } from "./messages.ts";

/** How a run stands, in words for who looks. */
export function runSentence(run: RunState): string {
  switch (run.state) {
    case "checking":
      return "Looking up whether these outputs are up to date.";
    case "waiting":
      return run.behind === undefined ? "This page's cells run next." : `This page's cells run next, when those of ${run.behind} have given way.`;
    case "running": {
      const left = run.leftMs === undefined ? "" : `, about ${roughDuration(run.leftMs)} left`;
      return `Cell ${run.number} of ${run.of}, ${run.cell}, is running: ${roughDuration(run.ms)}${left}.`;
    }
    case "done":
      return run.ms === undefined ? "" : `All ${run.cells} cells have run, in ${roughDuration(run.ms)}.`;
    case "failed":
      return run.more > 0 ? `${run.sentence} (and ${run.more} more that failed or wait for it)` : run.sentence;
  }
}

/** The same for who listens: once when it begins and once when it ends, and nothing of what changes every second. */
export function spokenSentence(run: RunState): string {
  switch (run.state) {
    case "running":
      return `The ${run.of} cells of this page are running.`;
    case "done":
    case "failed":
      return runSentence(run);
    default:
      return "";
  }
}
