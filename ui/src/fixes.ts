// The fixes that this window can carry out itself: those that are an order to the gateway. Every other one is shown as
// what to do, never as a button that does nothing.

import type { Action } from "./engine";
import type { May } from "./generated/types";

const orders: ReadonlyMap<string, Action> = new Map([
  ["start-gateway", "start"],
  ["restart-gateway", "restart"],
]);

/** The order that carries out a fix, when it is one and the gateway may be given it now. */
export function orderOf(fix: string, may: May): Action | undefined {
  const action = orders.get(fix);
  return action !== undefined && may[action] ? action : undefined;
}
