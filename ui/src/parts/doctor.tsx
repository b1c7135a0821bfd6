// Everything the doctor found beside the headline's own finding, and the button that runs it again.

import { useState } from "preact/hooks";
import type { Engine } from "../engine";
import type { Finding, Group as GroupName, Progress } from "../generated/types";
import { labels } from "../labels";
import type { Mending } from "../mends";
import { Moment } from "../moment";
import { Outside } from "../outside";
import type { State } from "../state";
import { type Branch, keysOf, type Tree } from "../tree";
import { Button } from "./button";
import { MendedList } from "./deed";
import { ExportPreview } from "./export";
import { Item, type Orders } from "./finding";
import { Glyph } from "./glyphs";
import { Changes } from "./changes";
import { Journal } from "./journal";
import { CheckOne, HowFar, Parts, type Run, useEscape } from "./run";

type Props = {
  engine: Engine;
  tree: Tree;
  lead: Branch | undefined;
  /** The fixes whose findings do not fail any more. */
  mended: Mending[];
  orders: Orders;
  titleOf: (id: string) => string | undefined;
  run: State["run"];
  /** This window has asked for the examination that is under way. */
  ours: boolean;
  progress: Progress | undefined;
  problem: string | undefined;
  onRun: Run;
  onStop: () => void;
};

export function Doctor({ engine, tree, lead, mended, orders, titleOf, run, ours, progress, problem, onRun, onStop }: Props) {
  const [previews, preview] = useState(false);
  const { running } = orders;
  useEscape(ours, onStop);
  const others = tree.failing.filter((branch) => branch !== lead);
  const empty = tree.failing.length + tree.unknown.length + tree.passed.length === 0;
  return (
    <section class="doctor" aria-labelledby="doctor-title" aria-busy={running}>
      <div class="bar">
        <h2 id="doctor-title">{labels.doctor}</h2>
        <p class="last" role="status">
          {running && labels.running}
          {!running && run && (
            <>
              {labels.lastRun} <Moment at={run.at} /> · {labels.took(run.tookMs)}
            </>
          )}
        </p>
        <div class="buttons">
          <Button off={empty} onPress={() => preview(true)}>
            {labels.export.open}
          </Button>
          {/* one button, so that the keyboard keeps its place when it turns into the other */}
          <Button busy={running && !ours} onPress={() => (ours ? onStop() : onRun())}>
            {ours ? labels.doctorRun.stop : labels.runAgain}
          </Button>
        </div>
      </div>
      {running && progress ? <HowFar progress={progress} /> : <div class={running ? "progress running" : "progress"} />}
      {problem !== undefined && (
        <p class="problem" role="alert">
          <Outside text={problem} />
        </p>
      )}
      {previews && <ExportPreview engine={engine} announce={orders.announce} onClose={() => preview(false)} />}
      <Changes engine={engine} run={run} />
      <Journal engine={engine} known={`${run?.at} ${tree.failing.length} ${mended.length}`} announce={orders.announce} />
      <Parts off={running} onRun={onRun} />
      <MendedList mended={mended} level="h3" />
      {others.length > 0 && <Group title={lead ? labels.alsoFailing : undefined} branches={others} orders={orders} titleOf={titleOf} />}
      {tree.unknown.length > 0 && (
        <details class="folded">
          <summary>
            <Glyph shape="question" />
            {labels.unknown(tree.unknown.length)}
          </summary>
          <Group title={undefined} branches={tree.unknown} orders={orders} titleOf={titleOf} />
        </details>
      )}
      {tree.passed.length > 0 && <Passed findings={tree.passed} orders={orders} />}
      {empty && !running && <p class="empty">{labels.nothingChecked}</p>}
    </section>
  );
}

type GroupProps = { title: string | undefined; branches: Branch[]; orders: Orders; titleOf: (id: string) => string | undefined };

function Group({ title, branches, orders, titleOf }: GroupProps) {
  const keys = keysOf(branches);
  return (
    <>
      {title !== undefined && <p class="group">{title}</p>}
      <ul class="items cards">
        {branches.map((branch, at) => (
          <Item key={keys[at]} branch={branch} orders={orders} titleOf={titleOf} />
        ))}
      </ul>
    </>
  );
}

function Passed({ findings, orders }: { findings: Finding[]; orders: Orders }) {
  return (
    <details class="folded passed">
      <summary>
        <Glyph shape="check" />
        {labels.passed(findings.length)}
      </summary>
      {(Object.keys(labels.group) as GroupName[]).map((group) => {
        const theirs = findings.filter((finding) => finding.group === group);
        return (
          theirs.length > 0 && (
            <div key={group} class="grouped">
              <h3 class="name">{labels.group[group]}</h3>
              <ul>
                {theirs.map((finding, at) => (
                  <li key={`${finding.id}/${at}`} data-finding={finding.id} tabIndex={-1}>
                    {/* by its id: a title names what would be wrong, and here nothing is */}
                    <Outside text={finding.id} />
                    {finding.subject !== undefined && (
                      <span class="subject">
                        <Outside text={finding.subject} />
                      </span>
                    )}
                    {finding.tookMs > 0 && <span class="took">{labels.askedIn(finding.tookMs)}</span>}
                    <CheckOne id={finding.id} orders={orders} />
                  </li>
                ))}
              </ul>
            </div>
          )
        );
      })}
    </details>
  );
}
