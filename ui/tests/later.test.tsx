// Putting a finding off: who can be, what is asked, and that it still shows.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { recorded, recordings, viewOf } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Engine, Update } from "../src/engine";
import type { Finding, Quiet } from "../src/generated/types";
import { heard, page, press, texts } from "./stage";

/** The page on broken-config with its findings changed, and what it asks to be put off. */
async function open(change: (finding: Finding) => Finding, refuses?: string) {
  const recording = recordings.get("broken-config");
  if (!recording) throw new Error("no recording");
  const report = { ...recording.report, findings: recording.report.findings.map(change) };
  const asked: [string, number][] = [];
  let tell: (update: Update) => void = () => {};
  const shown = (quiet: Quiet[]): Update => {
    const view = viewOf({ ...recording, report });
    return { kind: "view", view: { ...view, snapshot: { ...view.snapshot, quiet } } };
  };
  const engine: Engine = {
    ...recorded("broken-config", "doctor"),
    watch: async (onUpdate) => (tell = onUpdate)(shown([])),
    doctor: async () => report,
    snooze: async (...words) => {
      asked.push(words);
      if (refuses) throw refuses;
    },
  };
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {});
  return { asked, quiet: (...quiet: Quiet[]) => act(async () => tell(shown(quiet))) };
}

const as = (finding: Finding) => finding;
const failing = (): Finding => {
  const found = recordings.get("broken-config")?.report.findings.find(({ outcome }) => outcome === "fail");
  if (!found) throw new Error("nothing fails in the recording");
  return found;
};
const until = (muted: boolean): Quiet => ({ finding: failing().id, until: "2026-11-26T15:00:00Z", words: "Quiet until 15:00", muted });

test("a failing finding is put off for an hour or a day, and that is heard", async () => {
  const { asked } = await open(as);
  const before = texts(".title");
  await press("In an hour");
  expect(heard()).toBe("You are reminded later. It still shows here.");
  await press("Tomorrow");
  expect(asked).toEqual([
    [failing().id, 60],
    [failing().id, 24 * 60],
  ]);
  expect(texts(".title")).toEqual(before);
});

test("what is put off still shows, says until when, and can be had back", async () => {
  const { asked, quiet } = await open(as);
  const before = texts(".title");
  await quiet(until(false), { ...until(false), finding: "another" });
  expect(texts(".title")).toEqual(before);
  expect(texts(".later")).toEqual(["Quiet until 15:00Remind me again"]);
  const { violations } = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await press("Remind me again");
  expect(asked).toEqual([[failing().id, 0]]);
});

test("what the settings mute is unmuted by its own button", async () => {
  const { quiet } = await open(as);
  await quiet(until(true));
  expect(texts(".later button")).toContain("Remind me again");
});

test("what nobody is notified of is not put off", async () => {
  await open((finding) => ({ ...finding, severity: "info" }));
  expect(texts(".later")).toEqual([]);
});

test("an engine that refuses is heard", async () => {
  await open(as, "There is no such check.");
  await press("In an hour");
  expect(heard()).toBe("There is no such check.");
});
