// How things stand, on one page: the answer, the gateway and its last day, what it takes of this computer, and what comes
// next. What the gateway takes is asked for while the page is open and seen, and never otherwise.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Engine } from "../engine";
import type { Line, Load, Overview as Told, View } from "../generated/types";
import { labels } from "../labels";
import { Moment } from "../moment";
import { Outside } from "../outside";
import type { Page } from "../pages";
import type { Branch, Tree } from "../tree";
import { Button } from "./button";
import { LifeStrip } from "./life";
import { READINGS, Spark } from "./spark";

/** How often it is asked what the gateway takes, and how long the rest is good for. */
const LOOK = 3_000;
const AGAIN = 30_000;

type Props = {
  engine: Engine;
  view: View;
  tree: Tree;
  lead: Branch | undefined;
  waiting: number;
  onPage: (page: Page) => void;
};

export function Overview({ engine, view, tree, lead, waiting, onPage }: Props) {
  const told = useOverview(engine, view);
  const others = tree.failing.filter((branch) => branch !== lead).length;
  return (
    <>
      {others > 0 && (
        <p class="beside">
          {labels.otherFindings(others)}
          <Button onPress={() => onPage("doctor")}>{labels.openDoctor}</Button>
        </p>
      )}
      <div class="tiles">
        {told && <LifeStrip life={told.life} />}
        <Takes engine={engine} pid={view.snapshot.gateway.pid} />
        <section class="tile" aria-label={labels.next}>
          <dl class="lines-of">
            {told?.upFor !== undefined && (
              <Item label={labels.upFor}>
                <Outside text={told.upFor} />
              </Item>
            )}
            <Item label={labels.expiresNext}>{told && <Words line={told.expiry} />}</Item>
            <Item label={labels.clock}>{told && <Words line={told.clock} />}</Item>
            <Item label={labels.approvals}>
              {waiting === 0 ? labels.nothingWaits : labels.waiting(waiting)}
              {waiting > 0 && <Button onPress={() => onPage("approvals")}>{labels.review}</Button>}
            </Item>
            <Item label={labels.lastFix}>{told?.lastFix ? <Words line={told.lastFix} /> : told && labels.noFix}</Item>
          </dl>
        </section>
      </div>
    </>
  );
}

/** What the engine tells beside the snapshot; asked again when something has changed, and now and then. */
function useOverview(engine: Engine, view: View): Told | undefined {
  const [told, tell] = useState<Told>();
  const { phase, pid } = view.snapshot.gateway;
  useEffect(() => {
    let late = false;
    const ask = () =>
      engine.overview().then(
        (overview) => late || tell(overview),
        () => {}, // the engine is lost, which the page says
      );
    void ask();
    const again = setInterval(() => document.hidden || void ask(), AGAIN);
    return () => {
      late = true;
      clearInterval(again);
    };
  }, [engine, phase, pid, view.snapshot.findings]);
  return told;
}

function Item({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Words({ line: { text, at, known } }: { line: Line }) {
  return (
    <>
      {!known && `${labels.notKnown}: `}
      <Outside text={text} />
      {at && (
        <span class="when">
          <Moment at={at} brief />
        </span>
      )}
    </>
  );
}

/** What the gateway and all that it started take. */
function Takes({ engine, pid }: { engine: Engine; pid: number | undefined }) {
  const [readings, read] = useState<(Load | undefined)[]>([]);
  useEffect(() => {
    let late = false;
    // another process is another story
    read([]);
    const ask = () =>
      engine.load().then(
        (load) => late || read((before) => [...before, load ?? undefined].slice(-READINGS)),
        () => {},
      );
    if (pid === undefined) return;
    void ask();
    const again = setInterval(() => document.hidden || void ask(), LOOK);
    return () => {
      late = true;
      clearInterval(again);
    };
  }, [engine, pid]);
  const now = readings.at(-1);
  const memory = now && labels.megabytes(now.memory / 1_048_576);
  const cpu = now?.cpu === undefined ? undefined : labels.percent(now.cpu);
  return (
    <section class="tile takes" aria-labelledby="takes-title">
      <div class="heading">
        <h2 id="takes-title">{labels.takes}</h2>
        <p>{now && labels.processes(now.processes)}</p>
      </div>
      {pid === undefined ? (
        <p class="empty">{labels.noProcess}</p>
      ) : (
        <div class="sparks">
          <Reading label={labels.memory} now={memory} readings={readings.map((load) => load?.memory)} />
          <Reading label={labels.cpu} now={cpu} readings={readings.map((load) => load?.cpu)} />
        </div>
      )}
    </section>
  );
}

type ReadingProps = { label: string; now: string | undefined; readings: (number | undefined)[] };

function Reading({ label, now, readings }: ReadingProps) {
  return (
    <div class="reading">
      <p class="name">{label}</p>
      <p class="figure">{now ?? labels.notYet}</p>
      <Spark readings={readings} label={`${label}: ${now ?? labels.notYet}`} />
    </div>
  );
}
