// The pages there are, in the order in which one goes through them. Pure.

import type { State } from "./state";

export type Page = State["page"];

export const pages = ["overview", "doctor", "approvals", "keys", "log", "settings"] as const;

/** The page that a key leads to from this one, the way the keyboard goes through a row, which may run `leftward`. */
export function neighbour(page: Page, key: string, leftward = false): Page | undefined {
  const at = pages.indexOf(page);
  const [left, right] = leftward ? [at + 1, at - 1] : [at - 1, at + 1];
  const to = { ArrowLeft: left, ArrowUp: at - 1, ArrowRight: right, ArrowDown: at + 1, Home: 0, End: pages.length - 1 }[key];
  return to === undefined ? undefined : pages[(to + pages.length) % pages.length];
}

/** The page of Ctrl or ⌘ with a digit. */
export function numbered(key: string): Page | undefined {
  return /^[1-9]$/.test(key) ? pages[Number(key) - 1] : undefined;
}
