// Renders every recorded state as the window does, and looks at what a person would find there.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { describe, expect, test } from "vitest";
import { recorded, recordings, viewOf } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Engine, Settled, Update } from "../src/engine";
import { unseen } from "../src/generated/unseen";
import { cut, visible } from "../src/outside";
import { pages } from "../src/pages";
import shown from "./shown.json";
import { button, page, press, texts } from "./stage";

const show = async (engine: Engine) => {
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {}); // what the first rendering asked for has been answered
};
const off = (name: string) => button(name).getAttribute("aria-disabled") === "true";

describe.each([...recordings.keys(), "lost"])("%s", (name) => {
  // approvals.test.tsx looks at that page in every state it has
  test.each(pages.filter((page) => page !== "approvals"))("breaks no accessibility rule on the page %s", async (page) => {
    await show(recorded(name, page));
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    // colours are held by contrast.test.ts: jsdom lays nothing out
    const { violations } = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  });
});

// where the first run stands before them, first-run.test.tsx looks
const used = [...recordings.entries()].filter(([, { newHere }]) => !newHere);

describe.each(used)("%s", (name, recording) => {
  test("says the headline once and leaves no finding out", async () => {
    await show(recorded(name, "doctor"));
    const { headline, findings } = recording.report;
    expect(texts("h1")).toEqual([visible(headline)]);
    expect(texts(".message").filter((message) => message === visible(headline))).toEqual([]);
    expect(texts("[data-finding]")).toHaveLength(findings.length);
  });

  test("enables exactly what the engine allows", async () => {
    await show(recorded(name));
    const { start, stop, restart } = recording.may;
    expect([!off("Start"), !off("Stop"), !off("Restart")]).toEqual([start, stop, restart]);
  });

  test("has no fix button that this window could not carry out", async () => {
    await show(recorded(name, "doctor"));
    const deeds = recording.report.findings.flatMap(({ fix }) => (fix?.deed ? [fix.label] : []));
    const runnable = new Set([...deeds, ...(recording.mending ? ["Under way…", "Stop"] : [])]);
    expect(texts(".fix button").filter((label) => !runnable.has(label ?? ""))).toEqual([]);
  });
});

test("only a gateway that serves gets the mark of health", async () => {
  for (const [name, marked] of [["healthy", 1], ["stopped", 0], ["starting", 0], ["hung", 0]] as const) {
    render(null, page);
    await show(recorded(name));
    expect([name, page.querySelectorAll(".verdict > .glyph.check").length]).toEqual([name, marked]);
  }
});

test("followers stand below their cause and name it", async () => {
  await show(recorded("broken-config"));
  const followers = page.querySelector(".verdict .followers");
  expect(followers?.querySelector("summary")?.textContent).toBe("5 more checks do not pass because of this");
  expect(texts(".verdict .followers .because")).toEqual(Array(5).fill("Because: Configuration cannot be used"));
});

test("a fix this window cannot run is told as steps", async () => {
  await show(recorded("broken-config"));
  expect(page.querySelector(".verdict .todo p")?.textContent).toBe("What to do: Repair configuration");
  expect(texts(".verdict .todo li")).toHaveLength(3);
});

test("what is unknown says why", async () => {
  await show(recorded("external", "doctor"));
  expect(texts(".cards .because")).toEqual([
    "Because: There was no answer in time.",
    "Because: The log folder cannot be read: permission denied.",
    "Because: The check itself crashed.",
  ]);
});

test("hostile text stays text", async () => {
  await show(recorded("hostile", "doctor"));
  for (const fold of page.querySelectorAll("details")) fold.open = true;
  expect(page.querySelectorAll("script, img, u, b, i, [onerror], [onload], a[href]")).toHaveLength(0);
  expect(page.querySelectorAll("h1")).toHaveLength(1);
  const long = [...page.querySelectorAll(".outside")].filter((element) => (element.textContent?.length ?? 0) > 600);
  expect(long.length).toBeGreaterThan(0);
  for (const element of long) expect(element.getAttribute("tabindex")).toBe("0");
});

test("nothing from outside turns the direction of what stands around it, or hides in it", async () => {
  for (const name of pages) {
    render(null, page);
    await show(recorded("hostile", name));
    expect(page.textContent).not.toMatch(new RegExp(unseen.source.replace("[", "[\\u200c\\u200d"), "u"));
  }
  render(null, page);
  await show(recorded("hostile", "doctor"));
  expect(page.textContent).toContain("‹U+202E›gnp.exe p‹U+200B›a‹U+200D›y‹U+FEFF›p‹U+00AD›a‹U+E0041›l");
});

test.each(shown)("what nobody sees in %j is shown as the core shows it", (text, expected) => {
  expect(visible(text)).toBe(expected);
});

test("of a megabyte the beginning is shown, and how much more there is", async () => {
  await show(recorded("hostile", "doctor"));
  for (const fold of page.querySelectorAll("details")) fold.open = true;
  expect(texts(".outside.long > em").length).toBeGreaterThan(1);
  for (const said of texts(".outside.long > em")) expect(said).toMatch(/^… and (9[89]\d|1,0\d\d),\d{3} more characters$/);
  expect(page.textContent?.length).toBeLessThan(200_000);
  const half = `${"x".repeat(9)}👩`;
  expect([cut(half, 10), cut(half, 11), cut(half, 12)]).toEqual([["x".repeat(9), 2], [half, 0], [half, 0]]);
});

test("an order names itself while it lasts, runs once, and tells how it ended", async () => {
  let settle: (settled: Settled) => void = () => {};
  const asked: string[] = [];
  const engine: Engine = {
    ...recorded("hung"),
    gateway: (action) => {
      asked.push(action);
      return new Promise((resolve) => (settle = resolve));
    },
  };
  await show(engine);
  await press("Restart gateway");
  expect(off("Stop")).toBe(true);
  for (const busy of page.querySelectorAll<HTMLButtonElement>("button[aria-busy=true]")) await act(async () => busy.click());
  expect(asked).toEqual(["restart"]);
  await act(async () => settle({ ok: false, phase: "degraded", pid: 4711, message: "Process 4711 did not end within 30 s." }));
  expect(texts(".settled.bad")).toEqual(["Process 4711 did not end within 30 s."]);
  expect(off("Stop")).toBe(false);
});

test("a lost engine leaves nothing stale on the page, and its return brings the page back", async () => {
  let tell: (update: Update) => void = () => {};
  const recording = recordings.get("healthy");
  if (!recording) throw new Error("no recording");
  await show({ ...recorded("healthy"), watch: async (onUpdate) => void (tell = onUpdate) });
  expect(page.textContent).not.toContain("Gateway");
  await act(async () => tell({ kind: "view", view: viewOf(recording) }));
  expect(texts("h1")).toEqual(["Gateway is healthy"]);
  await act(async () => tell({ kind: "lost", reason: null, language: "en" }));
  expect(texts("h1")).toEqual(["Clawtender’s engine is not running"]);
  expect(page.textContent).not.toContain("Gateway is healthy");
  // it speaks as the last engine did
  await act(async () => tell({ kind: "lost", reason: null, language: "de" }));
  expect(texts("h1")).toEqual(["Clawtenders Engine läuft nicht"]);
  await act(async () => tell({ kind: "view", view: viewOf(recording) }));
  expect(texts("h1")).toEqual(["Gateway is healthy"]);
});

test("an engine that does not start says why", async () => {
  await show({ ...recorded("lost"), startEngine: () => Promise.reject("clawtender-tray is not there.") });
  await press("Start Clawtender");
  expect(texts("[role=alert]")).toEqual(["clawtender-tray is not there."]);
});

test("a finding that was asked for is unfolded and has the keyboard", async () => {
  let tell: (update: Update) => void = () => {};
  const base = recorded("broken-config");
  await show({ ...base, watch: (onUpdate) => base.watch((tell = onUpdate)) });
  await act(async () => tell({ kind: "finding", id: "gateway-running" }));
  const focused = document.activeElement as HTMLElement;
  expect(focused.dataset["finding"]).toBe("gateway-running");
  expect(focused.closest("details")?.open).toBe(true);
  // ids are compared, never put into a selector
  await act(async () => tell({ kind: "finding", id: '"] *' }));
  expect(document.activeElement).toBe(focused);
});

test("a doctor that cannot run leaves the findings and says so", async () => {
  await show({ ...recorded("hung", "doctor"), doctor: () => Promise.reject("The engine has not answered for 30 s.") });
  expect(texts("[role=alert]")).toEqual(["The engine has not answered for 30 s."]);
  expect(texts("h1")).toEqual([recordings.get("hung")?.report.headline]);
});

test("a desktop without a tray is told how it comes to one, with a command that can be copied", async () => {
  let tell: (update: Update) => void = () => {};
  const copied: string[] = [];
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) },
  });
  const recording = recordings.get("healthy");
  if (!recording) throw new Error("no recording");
  await show({ ...recorded("healthy"), watch: async (onUpdate) => void (tell = onUpdate) });
  await act(async () => tell({ kind: "view", view: viewOf(recording) }));
  expect(texts(".hint")).toEqual([]);
  const command = "sudo apt install gnome-shell-extension-appindicator";
  await act(async () => tell({ kind: "no-tray", text: "This desktop shows <b>no</b> icons.", command }));
  expect(texts(".hint p")[0]).toBe("This desktop shows <b>no</b> icons.");
  await press("Copy the command");
  expect(copied).toEqual([command]);
  await act(async () => tell({ kind: "no-tray", text: "Other.", command: null }));
  expect(texts(".hint")).toEqual(["Other."]);
});
