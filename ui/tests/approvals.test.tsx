// The page of what waits for a yes or no: what is read there, and what it takes to say yes.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { recorded, recordings, viewOf } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Decided, Engine, Preflight, Settled, Update } from "../src/engine";
import type { ApprovalView, View } from "../src/generated/types";
import { deciding, merged, swept, waitingIn } from "../src/requests";
import { heard, page } from "./stage";

type Asked = [kind: string, id: string, decision: string, deliberate: boolean];

/** The page on a recording, with what it asks written down and its decisions answered by hand. */
async function open(name: string, id: string | null = null) {
  const asked: Asked[] = [];
  let answer: (decided: Decided) => void = () => {};
  let tell: (update: Update) => void = () => {};
  const base = recorded(name);
  const engine: Engine = {
    ...base,
    watch: (onUpdate) => base.watch((tell = onUpdate)),
    decide: (...words) => {
      asked.push(words);
      return new Promise((resolve) => (answer = resolve));
    },
  };
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => tell({ kind: "approvals", id }));
  const recording = recordings.get(name);
  if (!recording) throw new Error(`no recording ${name}`);
  const view = viewOf(recording);
  return {
    asked,
    view,
    answer: (decided: Decided) => act(async () => answer(decided)),
    tell: (update: Update) => act(async () => tell(update)),
    waits: (approvals: ApprovalView[]) => act(async () => tell({ kind: "view", view: waiting(view, approvals) })),
  };
}

const waiting = (view: View, approvals: ApprovalView[]): View => ({ ...view, snapshot: { ...view.snapshot, approvals } });
const cards = () => [...page.querySelectorAll<HTMLElement>(".request")];
const card = (id: string) => {
  const found = cards().find((candidate) => candidate.dataset["request"] === id);
  if (!found) throw new Error(`no request ${id}`);
  return found;
};
const labelsOf = (place: Element) => [...place.querySelectorAll("button")].map((button) => button.textContent);
const button = (place: Element, name: string) => {
  const found = [...place.querySelectorAll("button")].find((candidate) => candidate.textContent === name);
  if (!found) throw new Error(`no button ${name} among ${labelsOf(place).join(", ")}`);
  return found;
};
const press = (place: Element, name: string) => act(async () => button(place, name).click());

const device = "0b9d1c6e-6f0e-4a58-8d4b-7b6f0e0f3c11";
const rights = "5a1f";

test.each(["approvals", "approvals-flood", "healthy"])("%s: the page breaks no accessibility rule", async (name) => {
  const { waits, view } = await open(name);
  // one of each: a hundred of the same break no more rules than one
  await waits(view.snapshot.approvals.slice(0, 5));
  for (const clear of page.querySelectorAll<HTMLElement>(".approvals .bar button")) await act(async () => clear.click());
  expect(cards().length).toBeLessThanOrEqual(5);
  const { violations } = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});

test("an empty page says what would stand there", async () => {
  await open("healthy");
  expect(cards()).toEqual([]);
  expect(page.querySelector(".nothing")?.textContent).toContain("wants to connect");
});

test("a finding about a request leads to that request", async () => {
  const { view, tell } = await open("approvals");
  const [template] = recordings.get("broken-config")?.report.findings ?? [];
  if (!template) throw new Error("the recording has no finding");
  const fix = { id: "approve-request", label: "Approve request", consent: "one-click" as const, preview: [] };
  const finding = { ...template, id: "node-pairing-pending", subject: "n-2", outcome: "fail" as const, fix };
  await tell({ kind: "view", view: { ...view, snapshot: { ...view.snapshot, findings: [finding] } } });
  await press(page, "Doctor");
  expect(cards()).toEqual([]);
  await press(page, "Review…");
  expect(document.activeElement).toBe(card("n-2"));
});

test("requests stand in the order in which they came, with everything they say", async () => {
  const { view } = await open("approvals");
  expect(cards().map((element) => element.dataset["request"])).toEqual(view.snapshot.approvals.map(({ id }) => id));
  expect(page.querySelector(".pages")?.textContent).toContain("5 requests wait");
  const [first] = view.snapshot.approvals;
  for (const text of [...(first?.who ?? []), first?.message ?? ""]) expect(card(device).textContent).toContain(text);
  // in words, not in colour alone
  const marks = [...card(rights).querySelectorAll(".permission")].map((line) =>
    [...line.querySelectorAll(".mark")].map((mark) => mark.textContent),
  );
  expect(marks).toEqual([["Powerful", "New"], ["Powerful", "New"], []]);
  const command = card("exec:7d21").querySelector(".command");
  expect(command?.textContent).toBe(view.snapshot.approvals.find(({ id }) => id === "exec:7d21")?.command);
  expect(command?.getAttribute("tabindex")).toBe("0");
});

test("an ordinary request takes one press, and only one", async () => {
  const { asked, answer, waits } = await open("approvals");
  await press(card(device), "Approve device");
  await press(card(device), "Reject device");
  await act(async () => card(device).querySelector<HTMLButtonElement>("button[aria-busy=true]")?.click());
  expect(asked).toEqual([["device", device, "approve", false]]);
  button(card(device), "Telling the gateway…").focus();
  await answer({ ok: true, message: "Mara’s iPhone may connect." });
  expect(heard()).toBe("Mara’s iPhone may connect.");
  await waits([]);
  expect(card(device).querySelector(".outcome")?.textContent).toBe("Mara’s iPhone may connect.");
  expect(document.activeElement).toBe(card(device));
});

test("a powerful request takes two steps, with the keyboard where it was", async () => {
  const { asked } = await open("approvals");
  const yes = button(card(rights), "Approve device");
  yes.focus();
  await act(async () => yes.click());
  expect(asked).toEqual([]);
  expect(heard()).toContain("second step");
  expect(document.activeElement).toBe(yes);
  expect(yes.textContent).toBe("Yes, let it do all this");
  await act(async () => yes.click());
  expect(asked).toEqual([["device", rights, "approve", true]]);
});

test("no takes one step everywhere", async () => {
  const { asked } = await open("approvals");
  await press(card(rights), "Reject device");
  expect(asked).toEqual([["device", rights, "reject", false]]);
});

test("a double click or a held key is not a second step", async () => {
  const { asked } = await open("approvals");
  const yes = button(card(rights), "Approve device");
  const click = (detail: number) => act(async () => void yes.dispatchEvent(new MouseEvent("click", { bubbles: true, detail })));
  await click(1);
  await click(2);
  expect(asked).toEqual([]);
  const held = new KeyboardEvent("keydown", { key: "Enter", repeat: true, bubbles: true, cancelable: true });
  await act(async () => void yes.dispatchEvent(held));
  expect(held.defaultPrevented).toBe(true);
});

test("Escape takes the first step back", async () => {
  const { asked } = await open("approvals");
  const yes = button(card(rights), "Approve device");
  await act(async () => yes.click());
  await act(async () => void yes.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
  expect(yes.textContent).toBe("Approve device");
  await act(async () => yes.click());
  expect(asked).toEqual([]);
  await press(card(rights), "Take it back");
  expect(yes.textContent).toBe("Approve device");
});

test("a request whose words change under the first step begins anew", async () => {
  const { asked, view, waits } = await open("approvals");
  await press(card(rights), "Approve device");
  await waits(view.snapshot.approvals.map((request) => (request.id === rights ? { ...request, message: "More." } : request)));
  await press(card(rights), "Approve device");
  expect(asked).toEqual([]);
});

test("always is a choice of its own, with a second step of its own", async () => {
  const { asked } = await open("approvals");
  await press(card("exec:7d21"), "Allow once");
  await press(card("exec:7d21"), "Always allow");
  expect(asked).toEqual([]);
  await press(card("exec:7d21"), "Yes, let it run always");
  expect(asked).toEqual([["exec", "exec:7d21", "always", true]]);
});

test("what comes to nothing is said on its card, which can be answered again", async () => {
  const { answer } = await open("approvals");
  await press(card(device), "Approve device");
  await answer({ ok: false, message: "The gateway does not answer." });
  expect(card(device).querySelector(".problem")?.textContent).toBe("The gateway does not answer.");
  expect(heard()).toBe("The gateway does not answer.");
  expect(button(card(device), "Approve device").getAttribute("aria-disabled")).toBe("false");
});

test("nothing moves under the pointer when a request goes, until it is cleared away", async () => {
  const { view, waits, tell } = await open("approvals");
  const [, ...rest] = view.snapshot.approvals;
  await waits(rest);
  expect(cards()[0]?.dataset["request"]).toBe(device);
  expect(labelsOf(card(device))).toEqual([]);
  expect(card(device).textContent).toContain("decided elsewhere");
  await press(page, "Clear 1 settled request");
  expect(cards().map((element) => element.dataset["request"])).toEqual(rest.map(({ id }) => id));
  // and none of it is left when one comes back to the page
  await waits([]);
  await press(page.querySelector(".pages") ?? page, "Doctor");
  await tell({ kind: "approvals", id: null });
  expect(cards()).toEqual([]);
});

test("the request that was asked for has the keyboard", async () => {
  await open("approvals-flood", `${rights}#20`);
  expect(document.activeElement).toBe(card(`${rights}#20`));
  expect(cards()).toHaveLength(102);
});

test("hostile requests stay text", async () => {
  await open("approvals-flood");
  expect(page.querySelectorAll("script, img, u, b, i, [onerror], a[href]")).toHaveLength(0);
  expect(page.querySelectorAll("h1")).toHaveLength(1);
  expect(page.textContent).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});

test("a restart that would interrupt something asks first, and can wait", async () => {
  const orders: [string, boolean][] = [];
  let told: (preflight: Preflight) => void = () => {};
  const engine: Engine = {
    ...recorded("approvals"),
    preflight: () => new Promise((resolve) => (told = resolve)),
    gateway: (action, idle) => {
      orders.push([action, idle]);
      return new Promise<Settled>(() => {});
    },
  };
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {});
  const restart = button(page, "Restart");
  restart.focus();
  await act(async () => restart.click());
  const question = () => page.querySelector<HTMLElement>(".asked");
  expect(question()?.textContent).toContain("2 sessions are running. A restart now interrupts them.");
  expect(document.activeElement).toBe(question());
  await act(async () => told({ safe: false, message: "Two chats are under way: main and telegram." }));
  expect(question()?.textContent).toContain("Two chats are under way: main and telegram.");
  await act(async () => void question()?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
  expect(question()).toBeNull();
  expect(document.activeElement).toBe(restart);
  expect(orders).toEqual([]);

  await press(page, "Restart");
  await press(page, "Restart when idle");
  expect(page.querySelector(".settled")?.textContent).toContain("as soon as nothing is running");
  // it may wait for hours: the gateway can be stopped meanwhile
  expect(button(page, "Stop").getAttribute("aria-disabled")).toBe("false");
  await press(page, "Restart");
  await press(page, "Restart now");
  expect(orders).toEqual([["restart", true], ["restart", false]]);
});

test("the list keeps places, takes in what is new at its end, and forgets what is settled when told", () => {
  const request = (id: string) => ({ id }) as ApprovalView;
  const [a, b, c] = [request("a"), request("b"), request("c")];
  let listed = merged([], [a, b]);
  listed = deciding(merged(listed, [b, c]), "a", "approve");
  expect(listed.map(({ view, gone }) => [view.id, gone])).toEqual([["a", true], ["b", false], ["c", false]]);
  expect(waitingIn(listed)).toBe(2);
  // what is being decided is not forgotten
  expect(swept(listed).map(({ view }) => view.id)).toEqual(["a", "b", "c"]);
  expect(merged(listed, [a, b, c]).every(({ gone }) => !gone)).toBe(true);
});
