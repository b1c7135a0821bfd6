// The settings: what stands there, what the system says next to it, and what came of a change.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { recorded, recordings } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Decided, Engine } from "../src/engine";
import type { SettingsView } from "../src/generated/types";
import { button, heard, page, press, texts } from "./stage";

const open = async (name = "odd-settings", change: Partial<Engine> = {}) => {
  const asked: unknown[] = [];
  const answers: ((decided: Decided) => void)[] = [];
  const engine: Engine = {
    ...recorded(name, "settings"),
    setSetting: (key, value) => {
      asked.push([key, value]);
      return new Promise((resolve) => answers.push(resolve));
    },
    ...change,
  };
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {});
  const answer = async (ok: boolean, message: string) => {
    await act(async () => answers.shift()?.({ ok, message }));
    await act(() => new Promise((seen) => setTimeout(seen))); // and what is so now
  };
  return { asked, answer };
};
const row = (title: string) => {
  const found = [...page.querySelectorAll(".setting")].find((row) => row.querySelector(".title")?.textContent === title);
  if (!found) throw new Error(`no setting ${title} among ${texts(".setting .title").join(", ")}`);
  return found;
};
const field = <Kind extends HTMLElement>(title: string) => {
  const found = row(title).querySelector<Kind>("input, select, textarea");
  if (!found) throw new Error(`${title} has no field`);
  return found;
};
const type = (title: string, text: string) =>
  act(async () => {
    const into = field<HTMLInputElement>(title);
    into.value = text;
    into.dispatchEvent(new Event("input", { bubbles: true }));
  });
const submit = (title: string) =>
  act(async () => void row(title).querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
const violations = async () => {
  const { violations } = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
};

test("every setting says what the system says, and what is not known is not shown as if it were", async () => {
  await open("healthy");
  expect(row("Notifications").textContent).toContain("gnome-shell 48.4 shows them, with their buttons.");
  expect(row("Start at login").textContent).toContain("The system starts this Clawtender at login.");
  expect(field<HTMLInputElement>("Start at login").checked).toBe(true);
  expect(row("Port").querySelector(".says .unknown")?.textContent).toBe("Not known. Not asked yet.");
});

test("a start at login that leads nowhere is repaired by a button, and one that is well says when it last happened", async () => {
  const { asked } = await open();
  expect(row("Start at login").textContent).toContain("leads nowhere: /opt/clawtender-0.0.9/clawtender-tray");
  await press("Repair");
  expect(asked).toEqual([["start-at-login", true]]);
  await open("healthy");
  expect(row("Start at login").querySelector("button")).toBe(null);
  expect(row("Start at login").textContent).toContain("started at login 12 times, last:");
  expect(row("Start at login").querySelector("time")?.dateTime).toBe("2026-11-20T07:58:00.000Z");
});

test("a warning stands above everything, with its place", async () => {
  await open();
  expect(texts(".asked li")).toEqual([
    "Line 3, column 12 gateway.port needs a whole number from 1 to 65535. Its default applies.",
    "Line 9, column 3 There is no setting notification.",
  ]);
});

test("a switch and a choice go at once, and stand as they are when they are not taken", async () => {
  const settings = await open("healthy");
  await act(async () => field("With a sound").click());
  expect(settings.asked).toEqual([["notifications.sound", true]]);
  // one after the other
  await act(async () => field("Notifications").click());
  expect(settings.asked).toHaveLength(1);
  await settings.answer(false, "The settings are not saved: no space left on device.");
  expect(field<HTMLInputElement>("With a sound").checked).toBe(false);
  expect([row("With a sound").querySelector(".problem")?.textContent, heard()]).toEqual(
    Array(2).fill("The settings are not saved: no space left on device."),
  );
  await act(async () => {
    const choice = field<HTMLSelectElement>("Who runs the gateway");
    choice.value = "watch";
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(settings.asked[1]).toEqual(["notifications.enabled", false]);
  await settings.answer(true, "Saved.");
  expect(settings.asked[2]).toEqual(["gateway.mode", "watch"]);
});

test("text goes when it is saved, and what is not taken stays to be mended", async () => {
  const settings = await open();
  await type("Port", "eleven");
  expect(settings.asked).toEqual([]);
  expect(await violations()).toEqual([]);
  await submit("Port");
  await settings.answer(false, "gateway.port needs a whole number from 1 to 65535.");
  expect([field<HTMLInputElement>("Port").value, row("Port").querySelector(".became")?.textContent]).toEqual([
    "eleven",
    "gateway.port needs a whole number from 1 to 65535.",
  ]);
  await act(async () => void field("Port").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
  expect(field<HTMLInputElement>("Port").value).toBe("");
  await type("Time servers", " a.example \n\nb.example");
  await submit("Time servers");
  expect(settings.asked).toEqual([
    ["gateway.port", "eleven"],
    ["clock.servers", ["a.example", "b.example"]],
  ]);
});

test("what is saved is shown as the engine has read it, with the keyboard where it was", async () => {
  const before = recordings.get("healthy")?.settings;
  if (!before) throw new Error("no settings");
  let view: SettingsView = before;
  const settings = await open("healthy", { settings: async () => view });
  field("Quiet hours").focus();
  await type("Quiet hours", "22:0-7:00");
  button("Save", row("Quiet hours")).focus();
  await submit("Quiet hours");
  view = JSON.parse(JSON.stringify(before), (_, value: { key?: string }) =>
    value?.key === "notifications.quiet" ? { ...value, changed: true, field: { kind: "text", value: "22:00-07:00", example: "" } } : value,
  ) as SettingsView;
  await settings.answer(true, "Saved.");
  await act(async () => {});
  expect(field<HTMLInputElement>("Quiet hours").value).toBe("22:00-07:00");
  expect([document.activeElement, heard()]).toEqual([field("Quiet hours"), "Saved."]);
  await press("As usual", row("Quiet hours"));
  expect(settings.asked[1]).toEqual(["notifications.quiet", null]);
});

test("a muted check can be let out", async () => {
  const asked: string[] = [];
  await open("odd-settings", { unmute: async (finding) => (asked.push(finding), { ok: true, message: "Saved." }) });
  expect(texts(".muted .when")[1]).toContain("That is over");
  await press("Tell me again", row("Muted checks"));
  expect(asked).toEqual(["clock-skew"]);
});

test("an engine that cannot say it leaves no empty page behind", async () => {
  await open("healthy", { settings: () => Promise.reject("The engine has not answered for 60 s.") });
  expect(texts("[role=alert]")).toEqual(["The engine has not answered for 60 s."]);
});

test("hostile values stay text", async () => {
  await open("hostile");
  expect(texts(".setting .title").length).toBeGreaterThan(5);
  expect(page.querySelectorAll("script, img, u, b, i, [onerror], [onload], a[href]")).toHaveLength(0);
  expect(page.textContent).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});
