// Having the doctor look: at everything, at a group, at one check; how far it has come; and how it is stopped. How far it has
// come is shown and not announced: what is heard is that it began and that it is over.

import { useEffect } from "preact/hooks";
import type { Group, Progress } from "../generated/types";
import { labels } from "../labels";
import { Button } from "./button";
import type { Orders } from "./finding";

/** Has these checks look again; all of them where none and no group is named. */
export type Run = (only?: string[], groups?: Group[]) => void;

/** While it is under way, Escape ends it, unless it ends something else first. */
export function useEscape(ours: boolean, onStop: () => void) {
  useEffect(() => {
    if (!ours) return;
    const press = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) onStop();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [ours, onStop]);
}

/** The groups, each to be run by itself. */
export function Parts({ off, onRun }: { off: boolean; onRun: Run }) {
  return (
    <details class="parts">
      <summary>{labels.doctorRun.part}</summary>
      <div class="buttons" role="group" aria-label={labels.doctorRun.part}>
        {(Object.keys(labels.group) as Group[]).map((group) => (
          <Button key={group} off={off} onPress={() => onRun([], [group])}>
            {labels.group[group]}
          </Button>
        ))}
      </div>
    </details>
  );
}

/** How many checks are done, and which. */
export function HowFar({ progress: { done, of, words, checks } }: { progress: Progress }) {
  return (
    <div class="far">
      <progress max={of} value={done} aria-label={labels.doctorRun.progress} />
      <details>
        <summary>{words}</summary>
        <ul>
          {checks.map(({ id, tookMs }) => (
            <li key={id} class={tookMs === undefined || tookMs === null ? "asks" : "done"}>
              <span class="id">{id}</span>{" "}
              <span class="took">{tookMs === undefined || tookMs === null ? labels.doctorRun.asks : labels.askedIn(tookMs)}</span>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

/** Below a finding. */
export function CheckAgain({ id, orders }: { id: string; orders: Orders }) {
  return (
    <p class="look-again">
      <Button off={orders.running} label={labels.doctorRun.checkOnly(id)} onPress={() => orders.onCheck(id)}>
        {labels.doctorRun.checkAgain}
      </Button>
    </p>
  );
}

/** Beside a check that passed. */
export function CheckOne({ id, orders }: { id: string; orders: Orders }) {
  return (
    <span class="one">
      <Button off={orders.running} label={labels.doctorRun.checkOnly(id)} onPress={() => orders.onCheck(id)}>
        {labels.doctorRun.check}
      </Button>
    </span>
  );
}
