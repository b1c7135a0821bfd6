// Having the doctor look at a part, how far it has come, how it is stopped; what has changed since; muting; what has waited.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { recorded, recordings, viewOf } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Engine, Update } from "../src/engine";
import type { Group, MuteFor, Report } from "../src/generated/types";
import { button, heard, page, press, texts } from "./stage";

type Asked = { only: string[]; groups: Group[] };

/** The doctor's page with an examination that ends when it is told to. */
async function open(name: string, change: Partial<Engine> = {}) {
  const asked: Asked[] = [];
  let stopped = 0;
  let end: (report: Report | null) => void = () => {};
  let tell: (update: Update) => void = () => {};
  const engine: Engine = {
    ...recorded(name, "doctor"),
    watch: async (onUpdate) => {
      tell = onUpdate;
      onUpdate({ kind: "doctor" });
      onUpdate({ kind: "view", view: viewOf(recording(name)) });
    },
    doctor: (only, groups) => {
      asked.push({ only, groups });
      return new Promise((resolve) => (end = resolve));
    },
    stopDoctor: async () => {
      stopped += 1;
      end(null);
    },
    ...change,
  };
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {});
  const over = () => act(async () => end(recording(name).report));
  return { asked, over, stopped: () => stopped, tell: (update: Update) => act(async () => tell(update)) };
}

const recording = (name: string) => {
  const found = recordings.get(name);
  if (!found) throw new Error(`no recording ${name}`);
  return found;
};
const escape = (place: EventTarget = document.body) =>
  act(async () => void place.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true })));
const last = () => texts(".doctor .last[role=status]");

test("everything, a group and a check can be run, and nothing else while one is", async () => {
  const { asked, over } = await open("broken-config");
  expect(asked).toEqual([{ only: [], groups: [] }]);
  expect(button("Clock").getAttribute("aria-disabled")).toBe("true");
  await press("Clock");
  expect(asked).toHaveLength(1);
  await over();
  await press("Clock");
  await over();
  await press("Check again");
  await over();
  await press("Run again");
  await over();
  expect(asked.slice(1)).toEqual([
    { only: [], groups: ["clock"] },
    { only: ["config-valid"], groups: [] },
    { only: [], groups: [] },
  ]);
});

test("Escape and a press stop what this window began, which is heard once", async () => {
  const { stopped } = await open("broken-config");
  await press("Stop");
  expect(stopped()).toBe(1);
  expect(heard()).toBe("Stopped. What was found until then stands.");
  expect(texts(".doctor .problem")).toEqual([]);
  await escape();
  expect(stopped()).toBe(1);
  await press("Run again");
  await escape();
  expect(stopped()).toBe(2);
});

test("Escape closes what is open and stops nothing", async () => {
  const { stopped } = await open("broken-config");
  await press("Issue text…");
  await escape(page.querySelector(".export") ?? document.body);
  expect(texts(".export")).toEqual([]);
  expect(stopped()).toBe(0);
});

test("how far it has come is shown check by check and announced by nobody", async () => {
  const { tell } = await open("examining");
  const { progress } = recording("examining");
  if (!progress) throw new Error("no progress is recorded");
  expect(texts(".far summary")).toEqual([progress.words]);
  expect(texts(".far li")).toHaveLength(progress.of);
  expect(texts(".far li.done")).toHaveLength(progress.done);
  expect(page.querySelector("progress")?.getAttribute("value")).toBe(String(progress.done));
  expect([...page.querySelectorAll("[role=status], [role=alert], [aria-live]")].some((live) => live.querySelector(".far, progress"))).toBe(false);
  const before = [last(), heard()];
  const view = viewOf(recording("examining"));
  const further = { ...progress, done: progress.of, words: "13 of 13 checks are done" };
  await tell({ kind: "view", view: { ...view, snapshot: { ...view.snapshot, progress: further } } });
  expect([last(), heard()]).toEqual(before);
  expect(texts(".far summary")).toEqual(["13 of 13 checks are done"]);
});

test("what has changed since yesterday is one sentence, and an earlier run can be chosen", async () => {
  const { runs } = recording("examining");
  if (!runs) throw new Error("no runs are recorded");
  const asked: (string | null)[] = [];
  await open("examining", {
    runs: async (against) => {
      asked.push(against);
      return runs;
    },
  });
  expect(texts(".changes summary")).toEqual(["Since yesterday 21:40: 1 new, 2 healed, 1 as before."]);
  expect(texts(".changes .name")).toEqual(["New", "Healed", "As before"]);
  const choice = page.querySelector<HTMLSelectElement>(".changes select");
  if (!choice) throw new Error("nothing can be chosen");
  expect([...choice.options].map(({ text }) => text)).toEqual(["The last run before today", ...runs.runs.map(({ words }) => words)]);
  await act(async () => {
    choice.value = runs.runs[2]?.at ?? "";
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(asked).toEqual([null, "2026-11-17T18:00:00Z"]);
});

test("a window whose engine knows no earlier run says nothing of one", async () => {
  await open("broken-config");
  expect(texts(".changes")).toEqual([]);
});

test("a check is muted for a day, a week or for good, and unmuted", async () => {
  const asked: [string, MuteFor][] = [];
  const mute = async (...words: [string, MuteFor]) => void asked.push(words);
  await open("broken-config", { mute });
  for (const span of ["For a day", "For a week", "Ever again"]) await press(span);
  expect(asked.map(([, span]) => span)).toEqual(["day", "week", "ever"]);
  expect(heard()).toBe("It is muted. It still shows here, and in the settings.");
  render(null, page);
  await open("examining", { mute });
  expect(texts(".later > .outside")).toEqual(["Quiet until you want to hear of it again"]);
  await press("Remind me again");
  expect(asked.at(-1)).toEqual(["config-valid", "not"]);
  expect(heard()).toBe("You are reminded of it again.");
});

test("what has waited is listed with how it ended, and nothing of it can be pressed", async () => {
  await act(async () => render(<App engine={recorded("approvals", "approvals")} />, page));
  await act(async () => {});
  expect(texts(".past strong")).toEqual(["Denied here", "Decided elsewhere, taken back, or lapsed", "Lapsed without an answer"]);
  expect(texts(".past button")).toEqual([]);
  const { violations } = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test("where a fix is stands with it, and it can be stopped while nothing is changed", async () => {
  const stopped: [string, string | null][] = [];
  const { tell } = await open("mending", { stopFix: async (...words) => void stopped.push(words) });
  const view = viewOf(recording("mending"));
  const [way] = view.snapshot.mending ?? [];
  if (!way) throw new Error("no fix is under way in the recording");
  expect(texts(".way [role=status]")).toEqual(["Step 1 of 4: Work out what changes"]);
  expect(texts(".way [aria-current=step]")).toEqual(["Work out what changes"]);
  const deed = page.querySelector(".deed");
  if (!deed) throw new Error("no fix is offered");
  await press("Stop", deed);
  await escape(deed);
  expect(stopped).toEqual([
    [way.finding, way.subject ?? null],
    [way.finding, way.subject ?? null],
  ]);
  // the other finding of the same check is not being mended
  expect(texts(".way")).toHaveLength(1);
  const further = { ...way, at: 2, words: "Step 3 of 4: Make the change", mayStop: false };
  await tell({ kind: "view", view: { ...view, snapshot: { ...view.snapshot, mending: [further] } } });
  expect(texts(".way .done")).toEqual(["Work out what changes", "Keep what takes it back"]);
  expect([...deed.querySelectorAll("button")].map(({ textContent }) => textContent)).not.toContain("Stop");
});
