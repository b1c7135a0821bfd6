// The list of requests as this window has seen it. What is decided or taken back keeps its place until it is swept away:
// a card that moved up under the pointer would be answered by a click that was meant for another. Pure.

import type { Decided } from "./engine";
import type { ApprovalView, Decision } from "./generated/types";

export type Listed = {
  view: ApprovalView;
  /** It does not wait any more: decided here or elsewhere, taken back or lapsed. */
  gone: boolean;
  /** What is being decided. */
  deciding?: Decision;
  /** What came of the latest decision made here. */
  decided?: Decided;
};

/** Takes in what waits now. What is new comes last. */
export function merged(listed: Listed[], waiting: ApprovalView[]): Listed[] {
  const now = new Map(waiting.map((view) => [view.id, view]));
  const known = listed.map((entry) => {
    const view = now.get(entry.view.id);
    now.delete(entry.view.id);
    return view ? { ...entry, view, gone: false } : { ...entry, gone: true };
  });
  return [...known, ...[...now.values()].map((view) => ({ view, gone: false }))];
}

/** Only what still waits or is being decided. */
export const swept = (listed: Listed[]) => listed.filter((entry) => !entry.gone || entry.deciding !== undefined);

export const waitingIn = (listed: Listed[]) => listed.filter((entry) => !entry.gone).length;

const changed = (listed: Listed[], id: string, change: (entry: Listed) => Listed) =>
  listed.map((entry) => (entry.view.id === id ? change(entry) : entry));

export const deciding = (listed: Listed[], id: string, decision: Decision) =>
  changed(listed, id, ({ view, gone }) => ({ view, gone, deciding: decision }));

export const decided = (listed: Listed[], id: string, outcome: Decided) =>
  changed(listed, id, ({ view, gone }) => ({ view, gone, decided: outcome }));
