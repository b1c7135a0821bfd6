// The first run: what was found, what each step changes, and that none is done unasked.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { recorded, recordings } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Decided, Engine, Fixed, Update } from "../src/engine";
import type { SetupView } from "../src/generated/types";
import { button, heard, page, press, texts } from "./stage";

const setups = () => {
  const view = recordings.get("new-here")?.setup;
  if (!view) throw new Error("no first run is recorded");
  return view;
};
const open = async (change: Partial<Engine> = {}) => {
  const asked: unknown[] = [];
  const answers: ((decided: Decided) => void)[] = [];
  const base = recorded("new-here");
  let tell: (update: Update) => void = () => {};
  const engine: Engine = {
    ...base,
    watch: (onUpdate) => base.watch((tell = onUpdate)),
    setSetting: (key, value) => {
      asked.push([key, value]);
      return new Promise((resolve) => answers.push(resolve));
    },
    finishSetup: async () => void asked.push("finish"),
    ...change,
  };
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {});
  return {
    asked,
    answer: async (ok: boolean, message: string) => {
      await act(async () => answers.shift()?.({ ok, message }));
      await act(() => new Promise((seen) => setTimeout(seen))); // and what is so now
    },
    tell: (update: Update) => act(async () => tell(update)),
  };
};
const title = () => page.querySelector("section h2")?.textContent;
const violations = async () => {
  const { violations } = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
};

test("every step says what it changes, can be left out, and none is done unasked", async () => {
  const run = await open();
  const seen: unknown[] = [];
  for (const step of setups().steps) {
    expect(await violations()).toEqual([]);
    seen.push(title());
    expect(document.activeElement).toBe(page.querySelector("section h2"));
    expect(texts(".todo li")).toEqual(step.changes);
    await press("Leave it out");
  }
  expect(seen).toEqual(["OpenClaw", "Who runs the gateway", "A key for a model", "Start at login"]);
  expect(run.asked).toEqual(["finish"]);
  expect(texts("h1")).toEqual([recordings.get("new-here")?.report.headline]);
});

test("what fits is chosen beforehand, and goes on only when it was taken", async () => {
  const run = await open();
  await press("Leave it out");
  expect(page.querySelector<HTMLInputElement>("input:checked")?.value).toBe("child");
  await act(async () => void page.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
  expect(run.asked).toEqual([["gateway.mode", "child"]]);
  await run.answer(false, "The settings are not saved: no space left on device.");
  await act(async () => {});
  expect([title(), texts(".became"), heard()]).toEqual([
    "Who runs the gateway",
    ["The settings are not saved: no space left on device."],
    "The settings are not saved: no space left on device.",
  ]);
  await act(async () => void page.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
  await run.answer(true, "Saved.");
  await act(async () => {});
  expect(title()).toBe("A key for a model");
});

test("OpenClaw is installed by its finding’s own fix, after what that fetches was read", async () => {
  const given: unknown[] = [];
  let over: (fixed: Fixed) => void = () => {};
  await open({
    fix: (...order) => {
      given.push(order);
      return new Promise((resolve) => (over = resolve));
    },
  });
  await press("Install OpenClaw");
  expect(given).toEqual([["gateway-installed", null, "install-openclaw", true]]);
  expect(button("Leave it out").getAttribute("aria-disabled")).toBe("true");
  await act(async () => over({ outcome: "failed", message: "The registry does not answer." }));
  await act(() => new Promise((seen) => setTimeout(seen)));
  expect([title(), texts(".became")]).toEqual(["OpenClaw", ["The registry does not answer."]]);
});

test("what is in order already is said so and asks for nothing", async () => {
  const view: SetupView = { steps: setups().steps.map((step) => ({ ...step, done: step.task === "login", changes: [] })) };
  await open({ setup: async () => view });
  for (let at = 0; at < 3; at++) await press("Leave it out");
  expect(texts("section button")).toEqual(["Finish"]);
});

test("whoever was led elsewhere is not kept from it, and it comes back by itself only until it is over", async () => {
  const run = await open();
  await run.tell({ kind: "keys" });
  expect(texts("h1")).toEqual(["Keys"]);
  await run.tell({ kind: "overview" });
  expect(texts("h1")).toEqual(["Setting up Clawtender"]);
  await press("Leave out the rest");
  await run.tell({ kind: "doctor" });
  await run.tell({ kind: "overview" });
  expect([texts("h1"), run.asked]).toEqual([[recordings.get("new-here")?.report.headline], ["finish"]]);
});

test("it is found again in the settings", async () => {
  const base = recorded("healthy", "settings");
  await act(async () => render(<App engine={{ ...base, setup: async () => setups() }} />, page));
  await act(async () => {});
  await press("Set up again…");
  expect(texts("h1")).toEqual(["Setting up Clawtender"]);
});
