// Everything the doctor found beside the headline's own finding, and the button that runs it again.

import type { Finding } from "../generated/types";
import { labels } from "../labels";
import type { Mending } from "../mends";
import { Moment } from "../moment";
import { Outside } from "../outside";
import type { State } from "../state";
import { type Branch, keysOf, type Tree } from "../tree";
import { Button } from "./button";
import { Mended } from "./deed";
import { Item, type Orders } from "./finding";
import { Glyph } from "./glyphs";

type Props = {
  tree: Tree;
  lead: Branch | undefined;
  /** The fixes whose findings do not fail any more. */
  mended: Mending[];
  orders: Orders;
  titleOf: (id: string) => string | undefined;
  run: State["run"];
  running: boolean;
  problem: string | undefined;
  onRun: () => void;
};

export function Doctor({ tree, lead, mended, orders, titleOf, run, running, problem, onRun }: Props) {
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
        <Button busy={running} onPress={onRun}>
          {labels.runAgain}
        </Button>
      </div>
      <div class={running ? "progress running" : "progress"} />
      {problem !== undefined && (
        <p class="problem" role="alert">
          <Outside text={problem} />
        </p>
      )}
      {mended.length > 0 && (
        <ul class="items cards">
          {mended.map((mending) => (
            <Mended key={mending.key} mending={mending} />
          ))}
        </ul>
      )}
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
      {tree.passed.length > 0 && <Passed findings={tree.passed} />}
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

function Passed({ findings }: { findings: Finding[] }) {
  return (
    <details class="folded passed">
      <summary>
        <Glyph shape="check" />
        {labels.passed(findings.length)}
      </summary>
      <ul>
        {findings.map((finding, at) => (
          <li key={`${finding.id}/${at}`} data-finding={finding.id} tabIndex={-1}>
            {/* by its id: a title names what would be wrong, and here nothing is */}
            <Outside text={finding.id} />
            {finding.subject !== undefined && (
              <span class="subject">
                <Outside text={finding.subject} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
