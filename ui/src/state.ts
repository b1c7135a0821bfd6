// What the page knows, and how each piece of news changes it. Pure: no clock, no DOM, no engine.

import type { About, Action, Decided, Fixed, Settled, Update } from "./engine";
import type { Decision, Finding, Offer, Report, View } from "./generated/types";
import { labels } from "./labels";
import { began, ended, type Mending, stillTrue, underWay } from "./mends";
import { decided, deciding, type Listed, merged, swept } from "./requests";

export type State = {
  /** `undefined` until the first word about the engine: nothing is shown before that. */
  link: "live" | "lost" | undefined;
  lostReason: string | null;
  /** In which language that is said. */
  lostLanguage: string | undefined;
  view: View | undefined;
  about: About | undefined;
  /** The latest run of the doctor in this window. */
  run: { at: string; tookMs: number } | undefined;
  running: boolean;
  runProblem: string | undefined;
  /** The order that the engine is carrying out. */
  ordered: Action | undefined;
  /** A restart would interrupt something: whether it may. `message` as soon as the gateway has told what. */
  asked: { message?: string } | undefined;
  /** How the latest order ended. */
  settled: { ok: boolean; message: string } | undefined;
  /** The fixes under way, and what came of the latest ones. */
  mends: Mending[];
  startingEngine: boolean;
  startProblem: string | undefined;
  page: "overview" | "doctor" | "approvals" | "keys" | "log" | "settings";
  /** The first run: where it is due, because somebody asked for it, or not any more in this window. */
  firstRun: "due" | "asked" | "over";
  requests: Listed[];
  /** The request to bring into view; a new object each time it is asked for. */
  requestWanted: { id: string } | undefined;
  /** What is to be heard by those who do not see it. */
  announced: string;
  /** The finding to bring into view; a new object each time it is asked for. */
  wanted: { id: string } | undefined;
  /** The window opened by itself, where there is no tray. */
  noTray: { text: string; command: string | null } | undefined;
};

export type News =
  | { kind: "update"; update: Update }
  | { kind: "about"; about: About }
  | { kind: "run-began" }
  | { kind: "run-ended"; report: Report }
  | { kind: "run-stopped" }
  | { kind: "run-failed"; why: string }
  | { kind: "ordered"; action: Action }
  | { kind: "restart-asked" }
  | { kind: "restart-told"; message: string }
  | { kind: "restart-let-be" }
  | { kind: "restart-waits" }
  | { kind: "page"; page: State["page"] }
  | { kind: "first-run"; asked: boolean }
  | { kind: "review"; id: string | undefined }
  | { kind: "check"; id: string }
  | { kind: "deciding"; id: string; decision: Decision }
  | { kind: "decided"; id: string; decided: Decided }
  | { kind: "mending"; finding: Finding; fix: Offer }
  | { kind: "mended"; key: string; fixed: Fixed }
  | { kind: "swept" }
  | { kind: "announced"; text: string }
  | { kind: "settled"; settled: Settled }
  | { kind: "order-failed"; why: string }
  | { kind: "engine-ordered" }
  | { kind: "engine-started" }
  | { kind: "engine-failed"; why: string };

export const first: State = {
  link: undefined,
  lostReason: null,
  lostLanguage: undefined,
  view: undefined,
  about: undefined,
  run: undefined,
  running: false,
  runProblem: undefined,
  ordered: undefined,
  asked: undefined,
  settled: undefined,
  mends: [],
  page: "overview",
  firstRun: "due",
  requests: [],
  requestWanted: undefined,
  announced: "",
  startingEngine: false,
  startProblem: undefined,
  wanted: undefined,
  noTray: undefined,
};

export function after(state: State, news: News): State {
  switch (news.kind) {
    case "update":
      return afterUpdate(state, news.update);
    case "about":
      return { ...state, about: news.about };
    case "run-began":
      return { ...state, running: true, runProblem: undefined, mends: underWay(state.mends) };
    case "run-ended":
      return { ...state, running: false, ...examined(state, news.report) };
    case "run-stopped":
      return { ...state, running: false, announced: labels.doctorRun.stopped };
    case "run-failed":
      return { ...state, running: false, runProblem: news.why };
    case "ordered":
      return { ...state, ordered: news.action, settled: undefined, asked: undefined };
    case "restart-asked":
      return { ...state, asked: {} };
    case "restart-told":
      return state.asked ? { ...state, asked: { message: news.message } } : state;
    case "restart-let-be":
      return { ...state, asked: undefined };
    case "restart-waits":
      return { ...state, asked: undefined, settled: { ok: true, message: labels.waitsForIdle } };
    case "page":
      return turned(state, news.page);
    case "first-run":
      return news.asked ? { ...state, firstRun: "asked" } : { ...turned(state, "overview"), firstRun: "over" };
    case "review":
      return { ...turned(state, "approvals"), requestWanted: news.id === undefined ? undefined : { id: news.id } };
    case "check":
      return { ...turned(state, "doctor"), wanted: { id: news.id } };
    case "deciding":
      return { ...state, requests: deciding(state.requests, news.id, news.decision), announced: labels.deciding };
    case "decided":
      return { ...state, requests: decided(state.requests, news.id, news.decided), announced: news.decided.message };
    case "mending":
      return { ...state, mends: began(state.mends, news.finding, news.fix), announced: labels.mending };
    case "mended":
      // the engine was lost meanwhile
      if (!state.mends.some(({ key }) => key === news.key)) return state;
      return {
        ...state,
        mends: ended(state.mends, news.key, news.fixed),
        announced: `${labels.fixed[news.fixed.outcome]} ${news.fixed.message}`,
      };
    case "swept":
      return { ...state, requests: swept(state.requests) };
    case "announced":
      return { ...state, announced: news.text };
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
      return {
        ...state,
        link: "live",
        view: update.view,
        requests: listed(state, update.view),
        mends: stillTrue(state.mends, findingsOf(state.view), update.view.snapshot.findings),
        startingEngine: false,
        startProblem: undefined,
      };
    case "lost":
      // what was true under the last engine is not shown as if it were still so
      return {
        ...state,
        link: "lost",
        lostReason: update.reason,
        lostLanguage: update.language,
        view: undefined,
        run: undefined,
        ordered: undefined,
        asked: undefined,
        settled: undefined,
        mends: [],
        requests: [],
      };
    case "overview":
    case "doctor":
    case "keys":
    case "log":
    case "settings":
      return turned(state, update.kind);
    case "finding":
      return { ...turned(state, "doctor"), wanted: { id: update.id } };
    case "approvals":
      return { ...turned(state, "approvals"), requestWanted: update.id === null ? undefined : { id: update.id } };
    case "no-tray":
      return { ...state, noTray: { text: update.text, command: update.command } };
  }
}

/** To another page. What is settled is not there any more when one comes back. */
function turned(state: State, page: State["page"]): State {
  if (page === state.page) return state;
  // what was asked for on the other page has been shown
  const shown = { wanted: undefined, requestWanted: undefined };
  // what came of a fix while the pages that show it were away has not
  const mends = showsFixes(state.page) && !showsFixes(page) ? underWay(state.mends) : state.mends;
  return { ...state, ...shown, page, requests: swept(state.requests), mends, announced: "" };
}

/** Whether the first run is in view: asked for, or due and nobody is led elsewhere. */
export function atFirstRun({ firstRun, view, page, wanted }: State): boolean {
  const due = view?.snapshot.newHere === true && wanted === undefined && showsFixes(page);
  return view !== undefined && (firstRun === "asked" || (firstRun === "due" && due));
}

/** Whether a page shows what came of fixes. */
const showsFixes = (page: State["page"]) => page === "overview" || page === "doctor";

function listed({ page, requests }: State, view: View): Listed[] {
  const now = merged(requests, view.snapshot.approvals);
  return page === "approvals" ? now : swept(now);
}

/** A report replaces the findings; the gateway itself is told by snapshots, which are never older. */
function examined({ view, mends }: State, report: Report): Partial<State> {
  const run = { at: report.generatedAt, tookMs: report.durationMs };
  if (!view) return { run };
  const snapshot = { ...view.snapshot, findings: report.findings };
  return {
    run,
    view: { ...view, tone: report.tone, headline: report.headline, snapshot },
    mends: stillTrue(mends, findingsOf(view), report.findings),
  };
}

const findingsOf = (view: View | undefined) => view?.snapshot.findings ?? [];
