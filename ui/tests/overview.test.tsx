// The overview: the gateway's last day, what it takes, what comes next. And the way from page to page.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { recorded, recordings, viewOf } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Engine, Update } from "../src/engine";
import type { Load } from "../src/generated/types";
import { neighbour, numbered, pages } from "../src/pages";
import { button, page, press, texts } from "./stage";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

const show = async (engine: Engine) => {
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {});
};
const current = () => page.querySelector(".pages [aria-current]")?.textContent;

test("every page is reached by its button, by its number and by the arrows, and none is named that is not there", async () => {
  await show(recorded("healthy"));
  expect(texts(".pages button")).toEqual(["Overview", "Doctor", "Approvals", "Keys", "Log", "Settings"]);
  const key = (init: KeyboardEventInit, on: Element = document.body) =>
    act(async () => void on.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init })));
  await press("Doctor");
  expect(current()).toBe("Doctor");
  await key({ key: "6", ctrlKey: true });
  expect([current(), document.activeElement?.textContent]).toEqual(["Settings", "Settings"]);
  await key({ key: "ArrowRight" }, document.activeElement ?? page);
  expect([current(), document.activeElement?.textContent]).toEqual(["Overview", "Overview"]);
  await key({ key: "4", metaKey: true });
  expect(current()).toBe("Keys");
  // a digit alone is typed, and there is no seventh page
  await key({ key: "1" });
  await key({ key: "7", ctrlKey: true });
  await key({ key: "1", ctrlKey: true, altKey: true });
  expect(current()).toBe("Keys");
});

test("the row of pages has no end and no other keys", () => {
  expect(pages.map((page) => neighbour(page, "ArrowRight"))).toEqual([...pages.slice(1), pages[0]]);
  expect(neighbour("overview", "ArrowLeft")).toBe("settings");
  expect(pages.map((page) => neighbour(page, "ArrowLeft", true))).toEqual([...pages.slice(1), pages[0]]);
  expect([neighbour("keys", "Home"), neighbour("keys", "End"), neighbour("keys", "Enter")]).toEqual(["overview", "settings", undefined]);
  expect([numbered("1"), numbered("0"), numbered("10"), numbered("a")]).toEqual(["overview", undefined, undefined, undefined]);
});

test("the last day is drawn without a gap and told in words", async () => {
  await show(recorded("healthy"));
  const { stretches, restarts } = recordings.get("healthy")?.overview?.life ?? { stretches: [], restarts: [] };
  const drawn = [...page.querySelectorAll(".life > .strip rect:not(.restart)")];
  const edge = (rect: Element, name: string) => Number(rect.getAttribute(name));
  expect(Math.min(...drawn.map((rect) => edge(rect, "x")))).toBe(0);
  expect(Math.max(...drawn.map((rect) => edge(rect, "x") + edge(rect, "width")))).toBeCloseTo(1440);
  expect(page.querySelectorAll(".life .restart")).toHaveLength(restarts.length);
  expect(texts(".life .heading p")).toEqual(["2 automatic restarts"]);
  expect(texts(".life details li span:last-child")).toEqual(
    stretches.map(({ was }) => ({ up: "Served", failing: "Did not serve", "on-its-way": "On its way", stopped: "Stopped", unwatched: "Not watched" })[was]).reverse(),
  );
});

test("what is not known is said and is no number", async () => {
  await show(recorded("crash-loop"));
  expect(page.textContent).toContain("Not known: Not asked yet.");
  expect(page.textContent).toContain("None that is known of");
  expect(texts(".lines-of dt")).not.toContain("Up for");
  expect(texts(".takes .empty, .takes .figure")).not.toContain("0 MB");
  expect(page.querySelector(".tiles")?.textContent).not.toMatch(/NaN|undefined|Invalid/);
});

test("what the gateway takes is asked for only while the page is open and seen", async () => {
  let [asked, load] = [0, { processes: 5, memory: 861929472 } as Load | null];
  await show({ ...recorded("healthy"), load: async () => (asked++, load) });
  expect(texts(".takes .figure")).toEqual(["822 MB", "Not known yet"]);
  load = { processes: 5, memory: 861929472, cpu: 2.4 };
  await act(async () => void (await vi.advanceTimersByTimeAsync(3_000)));
  expect(texts(".takes .figure")).toEqual(["822 MB", "2.4 % of a core"]);
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const before = asked;
  await act(async () => void (await vi.advanceTimersByTimeAsync(30_000)));
  expect(asked).toBe(before);
  hidden.mockRestore();
  load = null;
  await act(async () => void (await vi.advanceTimersByTimeAsync(3_000)));
  expect(texts(".takes .figure")).toEqual(["Not known yet", "Not known yet"]);
  await press("Doctor");
  const left = asked;
  await act(async () => void (await vi.advanceTimersByTimeAsync(30_000)));
  expect(asked).toBe(left);
});

test("no gateway is asked for that does not run, and another one begins another story", async () => {
  let tell: (update: Update) => void = () => {};
  let asked = 0;
  const [stopped, healthy] = [recordings.get("stopped"), recordings.get("healthy")];
  if (!stopped || !healthy) throw new Error("no recording");
  const base = recorded("stopped");
  await show({
    ...base,
    watch: (onUpdate) => base.watch((tell = onUpdate)),
    doctor: () => new Promise(() => {}),
    load: async () => (asked++, { processes: 1, memory: 1_048_576 }),
  });
  expect([asked, texts(".takes .empty")]).toEqual([0, ["No gateway process that could be looked at."]]);
  await act(async () => tell({ kind: "view", view: viewOf(healthy) }));
  await act(async () => {});
  expect([asked, texts(".takes .figure")[0]]).toEqual([1, "1 MB"]);
  await act(async () => tell({ kind: "view", view: viewOf(stopped) }));
  expect(texts(".takes .figure")).toEqual([]);
});

test("the worst finding stands on the overview with its fix, and the others are one step away", async () => {
  await show(recorded("channels-down"));
  const others = texts(".beside");
  expect(others).toHaveLength(1);
  expect(page.querySelector(".verdict .title")).not.toBeNull();
  await press("Open the doctor");
  expect(current()).toBe("Doctor");
});

test("an order that is given in the doctor is asked about and answered there", async () => {
  const recording = recordings.get("hung");
  if (!recording) throw new Error("no recording");
  const view = viewOf({ ...recording, running: 2 });
  await show({
    ...recorded("hung"),
    watch: async (onUpdate) => {
      onUpdate({ kind: "doctor" });
      onUpdate({ kind: "view", view });
    },
  });
  await press("Restart gateway");
  await press("Restart now", page.querySelector(".asked") ?? page);
  expect(texts(".settled")).toEqual(["Gateway is healthy"]);
  expect(button("Doctor").getAttribute("aria-current")).toBe("page");
});
