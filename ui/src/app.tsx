// The page: wires what the engine says to what is shown, and what is pressed to what the engine is asked.

import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer } from "preact/hooks";
import type { Action, Engine } from "./engine";
import type { ApprovalView, Decision, Finding, Group, MuteFor, Offer, View } from "./generated/types";
import { labels } from "./labels";
import { alone, keyOf } from "./mends";
import { Outside } from "./outside";
import { Approvals } from "./parts/approvals";
import { MendedList } from "./parts/deed";
import { Doctor } from "./parts/doctor";
import type { Run } from "./parts/run";
import { type Orders, titled } from "./parts/finding";
import { FirstRun } from "./parts/first-run";
import { Gateway, Ordered, type Restart } from "./parts/gateway";
import { Keys } from "./parts/keys";
import { Log } from "./parts/log";
import { Lost } from "./parts/lost";
import { NoTray } from "./parts/no-tray";
import { Overview } from "./parts/overview";
import { Pages } from "./parts/pages";
import { Settings } from "./parts/settings";
import type { SignInOrders } from "./parts/sign-in";
import { Verdict } from "./parts/verdict";
import type { Page } from "./pages";
import { point } from "./point";
import { waitingIn } from "./requests";
import { after, atFirstRun, first, type State } from "./state";
import { tree } from "./tree";
import { speak } from "./words";

export function App({ engine }: { engine: Engine }) {
  const [state, tell] = useReducer(after, first);
  const { link, view, page, wanted, requestWanted } = state;
  const language = view?.snapshot.language;
  // before anything below is rendered: that is when it asks for its words
  if (language !== undefined) speak(language);

  useEffect(() => {
    void engine.watch((update) => tell({ kind: "update", update }));
    void engine.about().then((about) => tell({ kind: "about", about }));
  }, [engine]);

  const run = useCallback(
    (only: string[] = [], groups: Group[] = []) => {
      tell({ kind: "run-began" });
      engine.doctor(only, groups).then(
        (report) => tell(report ? { kind: "run-ended", report } : { kind: "run-stopped" }),
        (why: unknown) => tell({ kind: "run-failed", why: String(why) }),
      );
    },
    [engine],
  );
  const stop = useCallback(() => void engine.stopDoctor(), [engine]);

  const give = useCallback(
    (action: Action, idle: boolean) => {
      // one that waits may wait for hours: everything else can be ordered meanwhile
      tell(idle ? { kind: "restart-waits" } : { kind: "ordered", action });
      engine.gateway(action, idle).then(
        (settled) => tell({ kind: "settled", settled }),
        (why: unknown) => tell({ kind: "order-failed", why: String(why) }),
      );
    },
    [engine],
  );

  const interrupts = (view?.snapshot.running ?? 0) > 0;
  const order = useCallback(
    (action: Action) => {
      if (action !== "restart" || !interrupts) return give(action, false);
      tell({ kind: "restart-asked" });
      engine.preflight().then(
        ({ message }) => tell({ kind: "restart-told", message }),
        () => {}, // then the number of sessions stands there
      );
    },
    [engine, give, interrupts],
  );

  const restart: Restart = {
    onRestart: (idle) => give("restart", idle),
    onCancel: () => tell({ kind: "restart-let-be" }),
  };

  const decide = useCallback(
    ({ kind, id }: ApprovalView, decision: Decision, deliberate: boolean) => {
      tell({ kind: "deciding", id, decision });
      engine.decide(kind, id, decision, deliberate).then(
        (decided) => tell({ kind: "decided", id, decided }),
        (why: unknown) => tell({ kind: "decided", id, decided: { ok: false, message: String(why) } }),
      );
    },
    [engine],
  );

  const mend = useCallback(
    (finding: Finding, fix: Offer, agreed: boolean) => {
      const key = keyOf(finding);
      tell({ kind: "mending", finding, fix });
      engine.fix(finding.id, finding.subject ?? null, fix.id, agreed).then(
        (fixed) => tell({ kind: "mended", key, fixed }),
        (why: unknown) => tell({ kind: "mended", key, fixed: { outcome: "failed", message: String(why) } }),
      );
    },
    [engine],
  );

  const announce = useCallback((text: string) => tell({ kind: "announced", text }), []);

  const signIn = useMemo<SignInOrders>(
    () => ({ answer: engine.answerStep, cancel: engine.cancelSignIn, open: engine.openSignInPage }),
    [engine],
  );

  const snooze = useCallback(
    (finding: string, minutes: number) => {
      engine.snooze(finding, minutes).then(
        () => announce(minutes > 0 ? labels.putOff : labels.backAgain),
        (why: unknown) => announce(String(why)),
      );
    },
    [engine, announce],
  );

  const mute = useCallback(
    (finding: string, span: MuteFor) => {
      engine.mute(finding, span).then(
        () => announce(span === "not" ? labels.backAgain : labels.mute.done),
        (why: unknown) => announce(String(why)),
      );
    },
    [engine, announce],
  );

  const stopFix = useCallback(
    ({ id, subject }: Finding) => void engine.stopFix(id, subject ?? null).catch((why: unknown) => announce(String(why))),
    [engine, announce],
  );

  const startEngine = useCallback(() => {
    tell({ kind: "engine-ordered" });
    engine.startEngine().then(
      () => tell({ kind: "engine-started" }),
      (why: unknown) => tell({ kind: "engine-failed", why: String(why) }),
    );
  }, [engine]);

  // whoever opens this window wants to know how things stand now
  useEffect(() => {
    if (link === "live") run();
  }, [link, run]);

  // the window shows itself once there is something to see
  useLayoutEffect(() => {
    if (link !== undefined) void engine.ready();
  }, [link, engine]);

  const there = view !== undefined;
  useEffect(() => {
    if (wanted && there && page === "doctor") point("finding", wanted.id);
  }, [wanted, there, page]);
  useEffect(() => {
    if (requestWanted && there && page === "approvals") point("request", requestWanted.id);
  }, [requestWanted, there, page]);

  const onPage = useCallback((page: Page) => tell({ kind: "page", page }), []);
  const onCheck = useCallback((id: string) => tell({ kind: "check", id }), []);

  if (link === undefined) return null;
  return (
    <>
      {view && !atFirstRun(state) && <Pages page={page} waiting={waitingIn(state.requests)} onPage={onPage} />}
      {!view ? (
        <Lost reason={state.lostReason} starting={state.startingEngine} problem={state.startProblem} onStart={startEngine} />
      ) : atFirstRun(state) ? (
        <FirstRun
          engine={engine}
          mending={view.snapshot.mending ?? []}
          signIn={view.snapshot.signIn}
          onSignIn={signIn}
          announce={announce}
          onLeave={() => tell({ kind: "first-run", asked: false })}
        />
      ) : page === "approvals" ? (
        <Approvals
          engine={engine}
          listed={state.requests}
          onDecide={decide}
          onSweep={() => tell({ kind: "swept" })}
          announce={announce}
        />
      ) : page === "keys" ? (
        <Keys engine={engine} signIn={view.snapshot.signIn} onSignIn={signIn} announce={announce} />
      ) : page === "settings" ? (
        <Settings engine={engine} announce={announce} onFirstRun={() => tell({ kind: "first-run", asked: true })} />
      ) : page === "log" ? (
        <Log
          engine={engine}
          announce={announce}
          has={(check) => view.snapshot.findings.some(({ id, outcome }) => id === check && outcome !== "pass")}
          onCheck={onCheck}
        />
      ) : (
        <Findings
          engine={engine}
          state={state}
          view={view}
          onPage={onPage}
          onRun={run}
          onStop={stop}
          onOrder={order}
          onReview={(id) => tell({ kind: "review", id })}
          onMend={mend}
          onStopFix={stopFix}
          announce={announce}
          onSignIn={signIn}
          onSnooze={snooze}
          onMute={mute}
          restart={restart}
        />
      )}
      <p class="unseen" role="status">
        <Outside text={state.announced} />
      </p>
      <Foot state={state} />
    </>
  );
}

type FindingsProps = {
  engine: Engine;
  state: State;
  view: View;
  onPage: (page: Page) => void;
  onRun: Run;
  onStop: () => void;
  onOrder: Orders["onOrder"];
  onReview: Orders["onReview"];
  onMend: Orders["onMend"];
  onStopFix: Orders["onStopFix"];
  announce: Orders["announce"];
  onSignIn: Orders["onSignIn"];
  onSnooze: Orders["onSnooze"];
  onMute: Orders["onMute"];
  restart: Restart;
};

/** The two pages that begin with the answer: the overview and the doctor. */
function Findings(props: FindingsProps) {
  const { engine, state, view, onPage, onRun, onStop, onOrder, onReview, onMend, onStopFix, announce, onSignIn, onSnooze, onMute, restart } = props;
  const { snapshot, headline } = view;
  const grown = tree(snapshot.findings);
  // the headline is the worst finding's own sentence: that finding is shown with it, not a second time below
  const lead = grown.failing.find((branch) => branch.finding.message === headline);
  const { ordered, mends } = state;
  const orders = {
    may: snapshot.may,
    ordered,
    mends,
    onOrder,
    onReview,
    onMend,
    mending: snapshot.mending ?? [],
    onStopFix,
    announce,
    signIn: snapshot.signIn,
    onSignIn,
    quiet: snapshot.quiet ?? [],
    onSnooze,
    onMute,
    onCheck: (id: string) => onRun([id]),
    running: state.running || snapshot.examining,
  };
  const titleOf = (id: string) => {
    const cause = snapshot.findings.find((finding) => finding.id === id);
    return cause && titled(cause);
  };
  const mended = alone(mends, snapshot.findings);
  const verdict = <Verdict view={view} lead={lead} orders={orders} titleOf={titleOf} />;
  return (
    <main class={state.page}>
      {state.noTray && <NoTray {...state.noTray} announce={orders.announce} />}
      {state.page === "overview" ? (
        <>
          <div class={`panel ${view.tone}`}>
            {verdict}
            <Gateway view={view} state={state} onOrder={onOrder} restart={restart} />
          </div>
          <MendedList mended={mended} level="h2" />
          <Overview
            engine={engine}
            view={view}
            tree={grown}
            lead={lead}
            waiting={waitingIn(state.requests)}
            onPage={onPage}
          />
        </>
      ) : (
        <>
          <div class={`panel ${view.tone}`}>
            {verdict}
            <div class="ordered">
              <Ordered view={view} state={state} restart={restart} />
            </div>
          </div>
          <Doctor
            engine={engine}
            tree={grown}
            lead={lead}
            mended={mended}
            orders={orders}
            titleOf={titleOf}
            run={state.run}
            ours={state.running}
            progress={snapshot.progress}
            problem={state.runProblem}
            onRun={onRun}
            onStop={onStop}
          />
        </>
      )}
    </main>
  );
}

function Foot({ state: { about } }: { state: State }) {
  if (!about) return null;
  return (
    <footer>
      <dl>
        <div>
          <dt>{labels.about}</dt>
          <dd>{about.version}</dd>
        </div>
        <div>
          <dt>{labels.logs}</dt>
          <dd><Outside text={about.logs} /></dd>
        </div>
        <div>
          <dt>{labels.settings.file}</dt>
          <dd><Outside text={about.settings} /></dd>
        </div>
      </dl>
    </footer>
  );
}
