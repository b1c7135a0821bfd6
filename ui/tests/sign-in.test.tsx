// A sign-in inside its finding: what is shown of each step, what is sent, and that nothing typed is kept.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import { recorded, recordings, viewOf } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Engine, Fixed, StepAnswer, Update } from "../src/engine";
import type { Finding, SignInView, Step } from "../src/generated/types";
import { button, heard, page, press, texts } from "./stage";

const expired: Finding = {
  id: "token-expiry",
  group: "credentials",
  title: "Token expires",
  severity: "error",
  outcome: "fail",
  message: "The token for GitHub Copilot (github-copilot:github) has expired. Requests that need it fail until you sign in again.",
  evidence: [],
  fix: { id: "sign-in-again", label: "Sign in again", consent: "one-click", preview: [], deed: true },
  subject: "github-copilot:github",
  tookMs: 1,
};

// as the gateway and the engine of tests/suites/sign_in.rs tell them
const said = (step: Partial<Step> & Pick<Step, "id" | "kind" | "asks">): Step => ({ sensitive: false, ...step }) as Step;
const steps = {
  which: said({
    id: "way",
    kind: "select",
    asks: true,
    message: "There is more than one way to sign in.",
    options: [
      { label: "GitHub Copilot", hint: "Device login with your GitHub account" },
      { label: "GitHub Copilot (Enterprise / data residency)", hint: "Device login against your GitHub Enterprise (*.ghe.com) tenant" },
    ],
  }),
  domain: said({ id: "t", kind: "text", asks: true, message: "GitHub Enterprise domain (data residency)", placeholder: "your-org.ghe.com" }),
  note: said({ id: "n", kind: "note", asks: true, title: "GitHub Copilot", message: "This will open a GitHub device login.\nRequires a subscription." }),
  code: said({
    id: "p",
    kind: "progress",
    asks: false,
    title: "Authorize GitHub Copilot",
    message: "Enter this one-time code to authorize Copilot.",
    externalUrl: "https://acme.ghe.com/login/device",
    deviceCode: { code: "WDJB-MJHT", expiresInMinutes: 15 },
  }),
  key: said({ id: "k", kind: "text", asks: true, message: "API key", sensitive: true }),
  sure: said({ id: "c", kind: "confirm", asks: true, message: "Replace the login that is there?" }),
  some: said({ id: "m", kind: "multiselect", asks: true, message: "Which models?", options: [{ label: "A" }, { label: "B" }, { label: "C" }] }),
} satisfies Record<string, Step>;

async function open(findings: Finding[] = [expired]) {
  const recording = recordings.get("healthy");
  if (!recording) throw new Error("no recording");
  const report = { ...recording.report, findings, headline: findings[0]?.message ?? "" };
  const update = (step?: Step, more: Partial<SignInView> = {}, running = true): Update => {
    const view = viewOf({ ...recording, report });
    const signIn: SignInView = { provider: "github-copilot", way: "GitHub Copilot", finding: "token-expiry", subject: "github-copilot:github", ...(step ? { step } : {}), ...more };
    return { kind: "view", view: { ...view, snapshot: { ...view.snapshot, ...(running ? { signIn } : {}) } } };
  };
  const answers: [string, StepAnswer][] = [];
  const did: string[] = [];
  let tell: (update: Update) => void = () => {};
  let end: (fixed: Fixed) => void = () => {};
  let refusal: string | undefined;
  const engine: Engine = {
    ...recorded("healthy", "doctor"),
    watch: async (onUpdate) => (tell = onUpdate)(update(undefined, {}, false)),
    doctor: async () => report,
    fix: () => new Promise((resolve) => (end = resolve)),
    answerStep: async (step, answer) => {
      answers.push([step, answer]);
      if (refusal !== undefined) throw refusal;
    },
    cancelSignIn: async () => void did.push("cancel"),
    openSignInPage: async () => void did.push("open"),
  };
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {});
  return {
    answers,
    did,
    refuses: (why: string) => (refusal = why),
    shows: (step?: Step, more?: Partial<SignInView>) => act(async () => tell(update(step, more))),
    ends: (fixed: Fixed) =>
      act(async () => {
        tell(update(undefined, {}, false));
        end(fixed);
      }),
  };
}

const panel = () => page.querySelector<HTMLElement>(".sign-in");
const input = () => page.querySelector<HTMLInputElement>(".ask input") as HTMLInputElement;
const violations = async () => {
  const { violations } = await axe.run(page, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};

test("a person is led through, inside the finding, from the button to the end", async () => {
  const { answers, did, shows, ends } = await open();
  expect(panel()).toBeNull();
  button("Sign in again").focus();
  await press("Sign in again");
  await shows(steps.which, { way: "" });
  expect(panel()?.closest("[data-finding=token-expiry], .verdict")).not.toBeNull();
  expect(page.contains(document.activeElement)).toBe(true);
  await act(async () => page.querySelectorAll<HTMLInputElement>(".ask input")[1]?.click());
  await press("Go on");
  await shows();
  expect(heard()).toBe("One moment…");
  await shows(steps.domain);
  expect(document.activeElement).toBe(input());
  input().value = "acme.ghe.com";
  await act(async () => input().form?.requestSubmit());
  await shows(steps.note);
  await press("Go on");
  await shows(steps.code);
  expect(texts(".device-code code")).toEqual(["WDJB-MJHT"]);
  expect(heard()).toContain("Your code: WDJB-MJHT");
  await press("Open the page");
  expect(did).toEqual(["open"]);
  expect(page.querySelector("a")).toBeNull();
  expect(answers).toEqual([
    ["way", { one: 1 }],
    ["t", { text: "acme.ghe.com" }],
    ["n", "go"],
  ]);
  await ends({ outcome: "verified", message: "Done, and the check that failed passes again." });
  expect(panel()).toBeNull();
  expect(heard()).toContain("Mended.");
});

test.each(Object.entries(steps))("%s: the step breaks no accessibility rule", async (_name, step) => {
  const { shows } = await open();
  await press("Sign in again");
  await shows(step, { complaint: "Enter your GitHub Enterprise domain." });
  expect(await violations()).toEqual([]);
});

test("what was typed is nowhere in the page once it was sent", async () => {
  const { answers, shows, refuses } = await open();
  refuses("That is not asked any more, or this is no answer to it.");
  await press("Sign in again");
  await shows(steps.key);
  expect(input().type).toBe("password");
  expect(input().autocomplete).toBe("off");
  input().value = "sk-typed-0123456789";
  await press("Go on");
  expect(answers).toEqual([["k", { text: "sk-typed-0123456789" }]]);
  expect(input().value).toBe("");
  expect(texts(".sign-in .problem")).toEqual(["That is not asked any more, or this is no answer to it."]);
  expect(document.documentElement.outerHTML).not.toContain("sk-typed");
});

test("yes, no and several are sent as such", async () => {
  const { answers, shows } = await open();
  await press("Sign in again");
  await shows(steps.sure);
  await press("No");
  await shows({ ...steps.sure, id: "c2" });
  await press("Yes");
  await shows(steps.some);
  for (const at of [0, 2]) await act(async () => page.querySelectorAll<HTMLInputElement>(".ask input")[at]?.click());
  await press("Go on");
  expect(answers).toEqual([
    ["c", { yes: false }],
    ["c2", { yes: true }],
    ["m", { several: [0, 2] }],
  ]);
});

test("it can be cancelled at any step", async () => {
  const { did, shows, ends } = await open();
  await press("Sign in again");
  for (const step of [undefined, ...Object.values(steps)]) {
    await shows(step);
    await press("Cancel");
  }
  expect(did).toHaveLength(8);
  await ends({ outcome: "declined", message: "The sign-in was cancelled. Nothing was changed." });
  expect(texts(".mended")).toEqual(["Not done. The sign-in was cancelled. Nothing was changed."]);
});

test("the code is copied, and where it cannot be that is said", async () => {
  const { shows } = await open();
  const writeText = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error("denied"));
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText } });
  await press("Sign in again");
  await shows(steps.code);
  await press("Copy code");
  expect(writeText).toHaveBeenCalledWith("WDJB-MJHT");
  expect(heard()).toBe("The code is copied.");
  await press("Copy code");
  await vi.waitFor(() => expect(heard()).toBe("The code could not be copied. Select it instead."));
  vi.unstubAllGlobals();
});

test("another finding's sign-in is not shown here", async () => {
  const { shows } = await open();
  await shows(steps.code, { subject: "openai:work" });
  expect(panel()).toBeNull();
  await shows(steps.code, { finding: "token-refresh" });
  expect(panel()).toBeNull();
});

test("hostile words of a step stay text", async () => {
  const { shows } = await open();
  const evil = "<img src=x onerror=alert(1)>\u202egnp.exe";
  await shows({ ...steps.code, title: evil, message: evil, externalUrl: evil, deviceCode: { code: evil } }, { way: evil, complaint: evil });
  await shows({ ...steps.which, message: evil, options: [{ label: evil, hint: evil }] });
  await shows({ ...steps.domain, message: evil, placeholder: evil, initial: evil });
  expect(page.querySelectorAll("img, script, [onerror]")).toHaveLength(0);
  expect(page.textContent).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});
