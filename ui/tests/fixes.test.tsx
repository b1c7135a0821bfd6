// Fixes that Clawtender carries out itself: what it takes to run one, and where one reads what came of it.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { recorded, recordings, viewOf } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Engine, Fixed, Update } from "../src/engine";
import type { Finding, Offer, Report } from "../src/generated/types";
import { stillTrue } from "../src/mends";
import { keysOf } from "../src/tree";
import { button, heard, page, press, texts } from "./stage";

type Asked = [finding: string, subject: string | null, fix: string, agreed: boolean];

const findingsOf = (name: string): Finding[] => {
  const recording = recordings.get(name);
  if (!recording) throw new Error(`no recording ${name}`);
  return recording.report.findings;
};

/** The page on a recording with other findings, with the fixes it asks for written down and answered by hand. */
async function open(name: string, findings = findingsOf(name)) {
  const recording = recordings.get(name);
  if (!recording) throw new Error(`no recording ${name}`);
  const asked: Asked[] = [];
  const answers: { resolve: (fixed: Fixed) => void; reject: (why: unknown) => void }[] = [];
  const with_ = (findings: Finding[]): Report => {
    const headline = findings.find(({ outcome }) => outcome === "fail")?.message ?? "Gateway is healthy";
    return { ...recording.report, findings, headline };
  };
  const view = (findings: Finding[]): Update => ({ kind: "view", view: viewOf({ ...recording, report: with_(findings) }) });
  let tell: (update: Update) => void = () => {};
  let now = findings;
  const engine: Engine = {
    ...recorded(name),
    watch: async (onUpdate) => {
      (tell = onUpdate)({ kind: "doctor" });
      onUpdate(view(now));
    },
    doctor: async () => with_(now),
    fix: (...words) => {
      asked.push(words);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
  };
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {});
  return {
    asked,
    answer: (fixed: Fixed, nth = 0) => act(async () => answers[nth]?.resolve(fixed)),
    refuse: (why: string) => act(async () => answers[0]?.reject(why)),
    tell: (update: Update) => act(async () => tell(update)),
    shows: (findings: Finding[]) => act(async () => tell(view((now = findings)))),
  };
}

const deeds = () => [...page.querySelectorAll(".deed")];
const deed = (nth: number) => {
  const found = deeds()[nth];
  if (!found) throw new Error(`no deed ${nth}`);
  return found;
};
const escape = (place: Element) =>
  act(async () => void place.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
const violations = async () => {
  const found = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
};

const [telegram, discord, ...well] = findingsOf("channels-down") as [Finding, Finding, ...Finding[]];
const passing = (finding: Finding): Finding => {
  const { fix: _, subject: __, ...rest } = finding;
  return { ...rest, outcome: "pass", message: "", evidence: [] };
};
const offering = (change: Partial<Offer>): Finding[] => {
  const [held, ...rest] = findingsOf("login-endangered") as [Finding, ...Finding[]];
  if (!held.fix) throw new Error("the recording offers nothing");
  return [{ ...held, fix: { ...held.fix, ...change } }, ...rest];
};

test("one press runs a one-click fix, once, and for the thing it stands at", async () => {
  const { asked, answer, shows } = await open("channels-down");
  expect(deeds()).toHaveLength(2);
  const restart = button("Restart channel", deed(1));
  restart.focus();
  await act(async () => restart.click());
  expect(asked).toEqual([["channel-connected", "discord/work", "restart-channel", false]]);
  expect(restart.textContent).toBe("Under way…");
  expect(restart.getAttribute("aria-busy")).toBe("true");
  expect(heard()).toBe("Under way…");
  await act(async () => restart.click());
  expect(asked).toHaveLength(1);
  // the other account's is its own
  expect(button("Restart channel", deed(0)).getAttribute("aria-disabled")).toBe("false");

  await shows([telegram, ...well]);
  await answer({ outcome: "verified", message: "Done, and the check that failed passes again." });
  expect(heard()).toBe("Mended. Done, and the check that failed passes again.");
  expect(texts(".item.pass .title")).toEqual(["Restart channeldiscord/work"]);
  expect(texts(".item.pass .message")).toEqual(["Mended. Done, and the check that failed passes again."]);
  expect(document.activeElement).toBe(page.querySelector(".item.pass"));
  expect(deeds()).toHaveLength(1);
});

test("what could be done in its place has a button of its own, and goes while one of them is under way", async () => {
  const [held, ...rest] = offering({}) as [Finding, ...Finding[]];
  const also: Offer[] = [{ id: "open-at-line", label: "Open at line", consent: "one-click", preview: ["Open it"], deed: true }];
  const { asked, answer, shows } = await open("login-endangered", [{ ...held, also }, ...rest]);
  expect(deeds()).toHaveLength(2);
  expect(button("Open at line").classList.contains("primary")).toBe(false);
  expect(await violations()).toEqual([]);
  await press("Open at line");
  expect(asked).toEqual([["login-endangered", null, "open-at-line", false]]);
  expect(deeds()).toHaveLength(1);
  expect(button("Under way…").getAttribute("aria-busy")).toBe("true");
  await answer({ outcome: "still-failing", message: "It is open now." });
  expect(deeds()).toHaveLength(2);
  await shows([held, ...rest]);
  expect(deeds()).toHaveLength(1);
});

test("what was seen after a fix that has not helped stands with it", async () => {
  const { answer } = await open("channels-down", [telegram, ...well]);
  await press("Restart channel");
  const evidence = [{ source: "log" as const, text: "telegram: 401 Unauthorized" }];
  await answer({ outcome: "still-failing", message: telegram.message, evidence });
  expect(texts(".became li")).toEqual(["Log telegram: 401 Unauthorized"]);
  expect(await violations()).toEqual([]);
});

test("what the provider calls the question can be copied", async () => {
  let copied = "";
  const clipboard = { writeText: async (text: string) => void (copied = text) };
  Object.defineProperty(navigator, "clipboard", { value: clipboard, configurable: true });
  const [held, ...rest] = offering({}) as [Finding, ...Finding[]];
  await open("login-endangered", [{ ...held, requestId: "req_1" }, ...rest]);
  await press("Copy request id");
  expect([copied, heard()]).toEqual(["req_1", "The request id is copied."]);
});

test("what came of it stands until the next run, even when nothing fails any more", async () => {
  const { answer, shows } = await open("channels-down", [telegram, ...well]);
  await press("Restart channel");
  await answer({ outcome: "verified", message: "Done, and the check that failed passes again." });
  await shows([...well, passing(telegram)]);
  expect(texts("h1")).toEqual(["Gateway is healthy"]);
  expect(texts(".item.pass .title")).toEqual(["Restart channeltelegram/default"]);
  expect(await violations()).toEqual([]);
  await press("Run again");
  expect(texts(".item.pass")).toEqual([]);
});

test("what came of it goes with the page, but not before it was seen", async () => {
  const { answer } = await open("channels-down");
  const failed: Fixed = { outcome: "failed", message: "Clawtender is not connected to the gateway." };
  await press("Restart channel", deed(0));
  await press("Approvals");
  await answer(failed);
  expect(heard()).toBe("Could not be done. Clawtender is not connected to the gateway.");
  await press("Doctor");
  expect(texts(".mended")).toEqual(["Could not be done. Clawtender is not connected to the gateway."]);
  await press("Approvals");
  await press("Doctor");
  expect(texts(".mended")).toEqual([]);
});

test("two of one check run beside each other, and each says its own", async () => {
  const { asked, answer } = await open("channels-down");
  await press("Restart channel", deed(0));
  await press("Restart channel", deed(1));
  expect(asked.map(([, subject]) => subject)).toEqual(["telegram/default", "discord/work"]);
  await answer({ outcome: "still-failing", message: discord.message }, 1);
  // the finding's own sentence is not said twice
  expect(texts(".mended.bad")).toEqual(["Not in order yet. It was done, and the check fails as before."]);
  expect(page.querySelector(".verdict .mended")).toBeNull();
  expect(button("Under way…", deed(0)).getAttribute("aria-busy")).toBe("true");
  expect(button("Restart channel", deed(1)).getAttribute("aria-disabled")).toBe("false");
});

test("a fix that takes a yes shows what it does first, with the keyboard where it was", async () => {
  const { asked, answer } = await open("login-endangered");
  const start = button("Start anyway");
  expect(page.textContent).not.toContain("you sign in again afterwards");
  start.focus();
  await act(async () => start.click());
  expect(asked).toEqual([]);
  expect(heard()).toContain("second step");
  expect(texts(".step li")).toEqual([
    "Starts the gateway although it will throw the stored login away: you sign in again afterwards.",
  ]);
  expect(document.activeElement).toBe(start);
  expect(start.textContent).toBe("Yes, do it");
  expect(document.getElementById(start.getAttribute("aria-describedby") ?? "")).toBe(page.querySelector(".step"));
  expect(await violations()).toEqual([]);
  await act(async () => start.click());
  expect(asked).toEqual([["login-endangered", null, "start-anyway", true]]);
  expect(page.querySelector(".step")).toBeNull();
  expect(start.getAttribute("aria-busy")).toBe("true");
  await answer({ outcome: "declined", message: "That has mended itself meanwhile. Nothing was done." });
  expect(texts(".verdict .mended")).toEqual(["Not done. That has mended itself meanwhile. Nothing was done."]);
});

test("Cancel and Escape change nothing and leave the keyboard on the fix", async () => {
  const { asked } = await open("login-endangered");
  const start = button("Start anyway");
  for (const back of [() => press("Cancel"), () => escape(start)]) {
    await act(async () => start.click());
    button("Cancel").focus();
    await back();
    expect(page.querySelector(".step")).toBeNull();
    expect(start.textContent).toBe("Start anyway");
    expect(document.activeElement).toBe(start);
    expect(heard()).toBe("Cancelled. Nothing was done.");
  }
  expect(asked).toEqual([]);
});

test("a double click is not a yes", async () => {
  const { asked } = await open("login-endangered");
  const start = button("Start anyway");
  for (const detail of [1, 2]) {
    await act(async () => void start.dispatchEvent(new MouseEvent("click", { bubbles: true, detail })));
  }
  expect(asked).toEqual([]);
});

test("a yes counts only for the words that were read, and for what they were read of", async () => {
  const { asked, shows } = await open("login-endangered");
  await press("Start anyway");
  await shows(offering({ preview: ["Does something else."] }));
  await press("Start anyway");
  expect(asked).toEqual([]);
  expect(texts(".step li")).toEqual(["Does something else."]);
  const [held, ...rest] = offering({ preview: ["Does something else."] });
  await shows([{ ...(held as Finding), subject: "another" }, ...rest]);
  expect(button("Start anyway").textContent).toBe("Start anyway");
  expect(page.querySelector(".step")).toBeNull();
});

test("a fix that is no deed is told and has no button", async () => {
  const { deed: _, ...told } = offering({})[0]?.fix as Offer;
  const [held, ...rest] = offering({});
  await open("login-endangered", [{ ...(held as Finding), fix: told }, ...rest]);
  expect(texts(".fix button")).toEqual([]);
  expect(page.querySelector(".todo p")?.textContent).toBe("What to do: Start anyway");
});

test("a deed of what does not fail by itself has no button", async () => {
  const [held, ...rest] = offering({});
  await open("login-endangered", [{ ...(held as Finding), outcome: "unknown" }, ...rest]);
  expect(texts(".fix button")).toEqual([]);
});

test("a restart of the gateway stays an order, which asks first what it would interrupt", async () => {
  const { asked } = await open("hung");
  await press("Restart gateway");
  expect(asked).toEqual([]);
  expect(deeds()).toEqual([]);
});

test("hostile words of a fix stay text", async () => {
  const evil = "<img src=x onerror=alert(1)>\u202egnp.exe";
  const { answer } = await open("login-endangered", offering({ label: evil, preview: [evil, "x".repeat(5000)] }));
  const start = deed(0).querySelector("button");
  await act(async () => start?.click());
  expect(texts(".step li")[0]).toBe("<img src=x onerror=alert(1)>‹U+202E›gnp.exe");
  await act(async () => start?.click());
  await answer({ outcome: "failed", message: evil });
  expect(texts(".mended")[0]).toContain("<img src=x");
  expect(page.querySelectorAll("img, script, [onerror]")).toHaveLength(0);
  expect(page.textContent).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});

test("an engine that fails says so at the finding, and the fix can be tried again", async () => {
  const { asked, refuse } = await open("channels-down", [telegram, ...well]);
  await press("Restart channel");
  await refuse("Clawtender's engine is not running.");
  expect(texts(".mended.bad")).toEqual(["Could not be done. Clawtender's engine is not running."]);
  expect(heard()).toBe("Could not be done. Clawtender's engine is not running.");
  await press("Restart channel");
  expect(texts(".mended")).toEqual([]);
  expect(asked).toHaveLength(2);
});

test("a lost engine leaves nothing of a fix behind", async () => {
  const { tell, shows, refuse } = await open("channels-down");
  await press("Restart channel", deed(0));
  await tell({ kind: "lost", reason: null, language: "en" });
  await refuse("The engine has hung up.");
  await shows([telegram, discord, ...well]);
  expect(texts(".mended")).toEqual([]);
  expect(button("Restart channel", deed(0)).getAttribute("aria-busy")).toBe("false");
});

test("nothing is called mended that has begun to fail again", () => {
  const key = '["channel-connected","telegram/default"]';
  const mends = [{ key, fix: "restart-channel", label: "Restart channel", fixed: { outcome: "verified" as const, message: "" } }];
  // the answer may come before the news that the finding is gone
  expect(stillTrue(mends, [telegram], [telegram])).toEqual(mends);
  expect(stillTrue(mends, [telegram], [])).toEqual(mends);
  expect(stillTrue(mends, [], [discord])).toEqual(mends);
  expect(stillTrue(mends, [], [telegram])).toEqual([]);
});

test("a branch keeps its key when another one goes", () => {
  const branches = [telegram, discord, discord].map((finding) => ({ finding, followers: [] }));
  const keys = keysOf(branches);
  expect(new Set(keys).size).toBe(3);
  expect(keysOf(branches.slice(1))).toEqual(keys.slice(1));
});
