// The page: wires what the engine says to what is shown, and what is pressed to what the engine is asked.

import { useCallback, useEffect, useLayoutEffect, useReducer } from "preact/hooks";
import type { Action, Engine } from "./engine";
import type { View } from "./generated/types";
import { labels } from "./labels";
import { Outside } from "./outside";
import { Doctor } from "./parts/doctor";
import { titled } from "./parts/finding";
import { Gateway } from "./parts/gateway";
import { Log } from "./parts/log";
import { Lost } from "./parts/lost";
import { Verdict } from "./parts/verdict";
import { point } from "./point";
import { after, first, type State } from "./state";
import { tree } from "./tree";

export function App({ engine }: { engine: Engine }) {
  const [state, tell] = useReducer(after, first);
  const { link, view, wanted } = state;

  useEffect(() => {
    void engine.watch((update) => tell({ kind: "update", update }));
    void engine.about().then((about) => tell({ kind: "about", about }));
  }, [engine]);

  const run = useCallback(() => {
    tell({ kind: "run-began" });
    engine.doctor().then(
      (report) => tell({ kind: "run-ended", report }),
      (why: unknown) => tell({ kind: "run-failed", why: String(why) }),
    );
  }, [engine]);

  const order = useCallback(
    (action: Action) => {
      tell({ kind: "ordered", action });
      engine.gateway(action).then(
        (settled) => tell({ kind: "settled", settled }),
        (why: unknown) => tell({ kind: "order-failed", why: String(why) }),
      );
    },
    [engine],
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
    if (wanted && there) point(wanted.id);
  }, [wanted, there]);

  if (link === undefined) return null;
  return (
    <>
      {view ? (
        <Live engine={engine} state={state} view={view} onRun={run} onOrder={order} />
      ) : (
        <Lost reason={state.lostReason} starting={state.startingEngine} problem={state.startProblem} onStart={startEngine} />
      )}
      <Foot state={state} />
    </>
  );
}

type LiveProps = { engine: Engine; state: State; view: View; onRun: () => void; onOrder: (action: Action) => void };

function Live({ engine, state, view, onRun, onOrder }: LiveProps) {
  const { snapshot, headline } = view;
  const grown = tree(snapshot.findings);
  // the headline is the worst finding's own sentence: that finding is shown with it, not a second time below
  const lead = grown.failing.find((branch) => branch.finding.message === headline);
  const orders = { may: snapshot.may, ordered: state.ordered, onOrder };
  const titleOf = (id: string) => {
    const cause = snapshot.findings.find((finding) => finding.id === id);
    return cause && titled(cause);
  };
  return (
    <main>
      {state.noTray && <p class="hint" role="note">{labels.noTray}</p>}
      <div class={`panel ${view.tone}`}>
        <Verdict view={view} lead={lead} orders={orders} titleOf={titleOf} />
        <Gateway view={view} ordered={state.ordered} settled={state.settled} onOrder={onOrder} />
      </div>
      <Doctor
        tree={grown}
        lead={lead}
        orders={orders}
        titleOf={titleOf}
        run={state.run}
        running={state.running || snapshot.examining}
        problem={state.runProblem}
        onRun={onRun}
      />
      <Log engine={engine} view={view} wanted={state.logWanted} />
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
          <dt>{labels.settings}</dt>
          <dd><Outside text={about.settings} /></dd>
        </div>
      </dl>
    </footer>
  );
}
