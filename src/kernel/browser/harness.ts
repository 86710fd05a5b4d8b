/** The page that runs a notebook for the command line: nothing but the sandbox that the site's pages use. */
import { type CellResult, runAllCells } from "../session/run-all.ts";
import type { SessionCell } from "../session/session.ts";
import { type KernelAssets, Sandbox } from "./sandbox.ts";

declare global {
  var runCells: (assets: KernelAssets, cells: SessionCell[], limitMs: number) => Promise<CellResult[]>;
}

globalThis.runCells = (assets, cells, limitMs) => runAllCells(new Sandbox(assets).connect, cells, { limitMs });
