// The fixes that have a button: those that are an order to the gateway, those that lead to the page of what waits, and those
// that the engine carries out. Every other one is shown as what to do, never as a button that does nothing.

import type { Action } from "./engine";
import type { Finding, May, Offer } from "./generated/types";

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

/** Whether the engine carries out a fix of this finding when it is told to. An order to the gateway stays one: before a
 * restart it is asked what that would interrupt. */
export function isDeed({ outcome }: Finding, fix: Offer): boolean {
  return fix.deed === true && outcome === "fail" && !orders.has(fix.id);
}
