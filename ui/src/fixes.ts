// The fixes that this window can carry out itself: those that are an order to the gateway, and those that lead to the page
// of what waits. Every other one is shown as what to do, never as a button that does nothing.

import type { Action } from "./engine";
import type { May } from "./generated/types";

const orders: ReadonlyMap<string, Action> = new Map([
  ["start-gateway", "start"],
  ["restart-gateway", "restart"],
]);

const reviews: ReadonlySet<string> = new Set(["approve-request", "review-request"]);

/** Whether a fix leads to the request that its finding is about: who asks and what for is read there before a yes. */
export function isReview(fix: string): boolean {
  return reviews.has(fix);
}

/** The order that carries out a fix, when it is one and the gateway may be given it now. */
export function orderOf(fix: string, may: May): Action | undefined {
  const action = orders.get(fix);
  return action !== undefined && may[action] ? action : undefined;
}
