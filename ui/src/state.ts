// What the page knows, and how each piece of news changes it. Pure: no clock, no DOM, no engine.

import type { About, Action, Settled, Update } from "./engine";
import type { Report, View } from "./generated/types";

export type State = {
  /** `undefined` until the first word about the engine: nothing is shown before that. */
  link: "live" | "lost" | undefined;
  lostReason: string | null;
  view: View | undefined;
  about: About | undefined;
  /** The latest run of the doctor in this window. */
  run: { at: string; tookMs: number } | undefined;
  running: boolean;
  runProblem: string | undefined;
  /** The order that the engine is carrying out. */
  ordered: Action | undefined;
  /** How the latest order ended. */
  settled: { ok: boolean; message: string } | undefined;
  startingEngine: boolean;
  startProblem: string | undefined;
  /** The finding to bring into view; a new object each time it is asked for. */
  wanted: { id: string } | undefined;
  /** The log was asked for; a new object each time. */
  logWanted: object | undefined;
  /** The window opened by itself, where there is no tray. */
  noTray: boolean;
};

export type News =
  | { kind: "update"; update: Update }
  | { kind: "about"; about: About }
  | { kind: "run-began" }
  | { kind: "run-ended"; report: Report }
  | { kind: "run-failed"; why: string }
  | { kind: "ordered"; action: Action }
  | { kind: "settled"; settled: Settled }
  | { kind: "order-failed"; why: string }
  | { kind: "engine-ordered" }
  | { kind: "engine-started" }
  | { kind: "engine-failed"; why: string };

export const first: State = {
  link: undefined,
  lostReason: null,
  view: undefined,
  about: undefined,
  run: undefined,
  running: false,
  runProblem: undefined,
  ordered: undefined,
  settled: undefined,
  startingEngine: false,
  startProblem: undefined,
  wanted: undefined,
  logWanted: undefined,
  noTray: false,
};

export function after(state: State, news: News): State {
  switch (news.kind) {
    case "update":
      return afterUpdate(state, news.update);
    case "about":
      return { ...state, about: news.about };
    case "run-began":
      return { ...state, running: true, runProblem: undefined };
    case "run-ended":
      return { ...state, running: false, ...examined(state.view, news.report) };
    case "run-failed":
      return { ...state, running: false, runProblem: news.why };
    case "ordered":
      return { ...state, ordered: news.action, settled: undefined };
    case "settled":
      return { ...state, ordered: undefined, settled: news.settled };
    case "order-failed":
      return { ...state, ordered: undefined, settled: { ok: false, message: news.why } };
    case "engine-ordered":
      return { ...state, startingEngine: true, startProblem: undefined };
    case "engine-started":
      return { ...state, startingEngine: false };
    case "engine-failed":
      return { ...state, startingEngine: false, startProblem: news.why };
  }
}

function afterUpdate(state: State, update: Update): State {
  switch (update.kind) {
    case "view":
      return { ...state, link: "live", view: update.view, startingEngine: false, startProblem: undefined };
    case "lost":
      // what was true under the last engine is not shown as if it were still so
      return { ...state, link: "lost", lostReason: update.reason, view: undefined, run: undefined, settled: undefined };
    case "finding":
      return { ...state, wanted: { id: update.id } };
    case "log":
      return { ...state, logWanted: {} };
    case "no-tray":
      return { ...state, noTray: true };
  }
}

/** A report replaces the findings; the gateway itself is told by snapshots, which are never older. */
function examined(view: View | undefined, report: Report): Partial<State> {
  const run = { at: report.generatedAt, tookMs: report.durationMs };
  if (!view) return { run };
  const snapshot = { ...view.snapshot, findings: report.findings };
  return { run, view: { ...view, tone: report.tone, headline: report.headline, snapshot } };
}
