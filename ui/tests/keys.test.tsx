// The keys: where each is and what can be done with it. A key is typed and never shown.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { recorded, recordings, viewOf } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Decided, Engine, Fixed, Update } from "../src/engine";
import type { KeyList } from "../src/generated/types";
import { button, heard, page, press, texts } from "./stage";

/** The window on its keys; what it asked, and what answers it. */
const open = async (change: Partial<Engine> = {}, name = "healthy") => {
  const asked: string[] = [];
  const answers: ((decided: Decided) => void)[] = [];
  const later = (what: string) => {
    asked.push(what);
    return new Promise<Decided>((resolve) => answers.push(resolve));
  };
  let tell: (update: Update) => void = () => {};
  const base = recorded(name, "keys");
  const engine: Engine = {
    ...base,
    watch: (onUpdate) => base.watch((tell = onUpdate)),
    testKeys: (key, same) => later(`test ${JSON.stringify(key)}${same === undefined ? "" : ` ${same}`}`),
    deleteKey: (key) => later(`delete ${JSON.stringify(key)}`),
    moveKeys: (seen) => later(`move ${seen}`),
    ...change,
  };
  await act(async () => render(<App engine={engine} />, page));
  await act(async () => {});
  return {
    asked,
    answer: (ok: boolean, message: string) => act(async () => answers.shift()?.({ ok, message })),
    tell: (update: Update) => act(async () => tell(update)),
  };
};
const row = (nth: number) => {
  const found = [...page.querySelectorAll(".items > .item")][nth];
  if (!found) throw new Error(`no row ${nth}`);
  return found;
};
const violations = async () => {
  const { violations } = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id }) => id);
};

test("each key says where it is, since when and what its provider said, and none says more of itself", async () => {
  await open();
  expect(texts(".items .title")).toEqual(["OpenAIends in x9Qd", "Anthropic (work)ends in 77aB", "Mistral", "Groqends in 0f3a"]);
  expect(texts(".items > .item dd:first-of-type")).toContain("Keychain");
  expect(row(1).textContent).toContain("does not accept the key");
  expect(row(2).textContent).toContain("Not tried yet");
  expect(row(3).textContent).toContain("Other programs of yours can read it there");
  // a file's time is not a key's: since when it is there is not known, and what its provider said is
  expect(row(3).textContent).toContain("Kept sinceNot known");
  expect(row(3).textContent).toContain("Groq accepts the key.");
  // what stands in a file is tried and moved, not changed here
  expect([...row(3).querySelectorAll("button")].map(({ textContent }) => textContent)).toEqual(["Test"]);
});

test("a key outside the keychain is tried by its mark, and one that is refused there looks like it", async () => {
  const refused = structuredClone(recordings.get("healthy")?.keys as KeyList);
  const groq = refused.keys[3];
  if (!groq?.test) throw new Error("no such key");
  groq.test = { ...groq.test, words: "Groq does not accept the key.", good: false };
  const window = await open({ keys: async () => refused });
  expect(row(3).className).toContain("error");
  await act(async () => row(3).querySelector("button")?.click());
  expect(window.asked).toEqual(['test {"provider":"groq","account":null} 7f3a']);
  await window.answer(true, "Groq accepts the key.");
  expect(heard()).toBe("Groq accepts the key.");
});

test("a test names the key, says so while it lasts, and tells what came of it", async () => {
  const keys = await open();
  await press("Test", row(1));
  expect(keys.asked).toEqual(['test {"provider":"anthropic","account":"work"}']);
  expect(button("Asking…", row(1)).getAttribute("aria-busy")).toBe("true");
  expect(button("Test", row(0)).getAttribute("aria-disabled")).toBe("true");
  await press("Test", row(0));
  await keys.answer(false, "Anthropic (work) does not accept the key.");
  expect([keys.asked.length, texts(".became"), heard()]).toEqual([
    1,
    ["Anthropic (work) does not accept the key."],
    "Anthropic (work) does not accept the key.",
  ]);
});

test("nothing is deleted before a second yes, and Escape and a double click are none", async () => {
  const keys = await open();
  await press("Delete", row(0));
  expect(row(0).querySelector(".step")?.textContent).toContain("Delete the key for OpenAI from the keychain?");
  expect(await violations()).toEqual([]);
  await act(async () => void row(0).querySelector(".fix")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
  expect([keys.asked, heard()]).toEqual([[], "Kept. Nothing was deleted."]);
  await press("Delete", row(0));
  await act(async () => void button("Yes, delete it").dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 2 })));
  expect(keys.asked).toEqual([]);
  await press("Yes, delete it");
  expect(keys.asked).toEqual(['delete {"provider":"openai","account":null}']);
});

test("what came of a key that is gone is said all the same, with the keyboard there", async () => {
  let list: KeyList = recordings.get("healthy")?.keys ?? { keys: [], providers: [] };
  const keys = await open({ keys: async () => list });
  await press("Delete", row(0));
  button("Yes, delete it").focus();
  await press("Yes, delete it");
  list = { ...list, keys: list.keys.slice(1) };
  await keys.answer(true, "The key for OpenAI is no longer in the keychain.");
  await act(async () => {});
  expect(texts(".items .title")).toHaveLength(3);
  expect(texts(".became")).toEqual(["The key for OpenAI is no longer in the keychain."]);
});

test("a key is asked for in steps, typed into a field that hides it, and stays nowhere", async () => {
  const recording = recordings.get("healthy");
  if (!recording) throw new Error("no recording");
  const given: unknown[] = [];
  let over: (fixed: Fixed) => void = () => {};
  const keys = await open({
    newKey: (key, what) => {
      given.push(key, what);
      return new Promise((resolve) => (over = resolve));
    },
    answerStep: async (step, answer) => void given.push(step, answer),
  });
  await press("Rotate", row(0));
  const step = { id: "key-1", kind: "text", asks: true, sensitive: true, title: "Key for OpenAI", message: "Paste it here." } as const;
  await keys.tell({ kind: "view", view: viewOf({ ...recording, signIn: { provider: "openai", way: "", step } }) });
  const field = page.querySelector<HTMLInputElement>(".sign-in input");
  expect([field?.type, document.activeElement]).toEqual(["password", field]);
  expect(await violations()).toEqual([]);
  if (field) field.value = "sk-secret";
  await press("Go on");
  expect(given).toEqual([{ provider: "openai", account: null }, "rotated", "key-1", { text: "sk-secret" }]);
  expect(page.innerHTML + field?.value).not.toContain("sk-secret");
  await keys.tell({ kind: "view", view: viewOf(recording) });
  await act(async () => over({ outcome: "verified", message: "The key is in the keychain." }));
  await act(async () => {});
  expect(texts(".became")).toEqual(["The key is in the keychain."]);
});

test("a key is added for a provider that is known, or for one that is named", async () => {
  const given: string[] = [];
  await open({ newKey: async ({ provider }, what) => (given.push(`${what} ${provider}`), { outcome: "verified", message: "Kept." }) });
  await press("Add a key");
  expect(document.activeElement?.tagName).toBe("SELECT");
  expect(await violations()).toEqual([]);
  await act(async () => page.querySelector<HTMLButtonElement>(".add [type=submit]")?.click());
  await act(async () => {});
  await press("Add a key");
  const choice = page.querySelector<HTMLSelectElement>(".add select");
  await act(async () => {
    if (choice) choice.value = "";
    choice?.dispatchEvent(new Event("change", { bubbles: true }));
  });
  // nothing is begun for nobody
  await act(async () => page.querySelector<HTMLButtonElement>(".add [type=submit]")?.click());
  const name = page.querySelector<HTMLInputElement>(".add input");
  await act(async () => {
    if (name) name.value = " mine ";
    name?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await act(async () => page.querySelector<HTMLButtonElement>(".add [type=submit]")?.click());
  expect(given).toEqual(["first anthropic", "first mine"]);
});

test("keys are moved only after what changes was read, and as it was read", async () => {
  const keys = await open();
  await press("Move keys to the keychain…");
  const seen = recordings.get("healthy")?.movePlan?.preview ?? "";
  expect(texts(".move .command")).toEqual([seen]);
  expect(await violations()).toEqual([]);
  await press("Leave them");
  expect([keys.asked, texts(".move .command")]).toEqual([[], []]);
  await press("Move keys to the keychain…");
  await press("Yes, move them");
  expect(keys.asked).toEqual([`move ${seen}`]);
  await keys.answer(false, "The files have changed since you looked. Nothing was changed; look again.");
  expect(texts(".became")).toEqual(["The files have changed since you looked. Nothing was changed; look again."]);
});

test("a keychain that is locked is said, and what stands elsewhere is shown", async () => {
  await open({}, "stopped");
  expect(texts("[role=alert]")).toEqual(["The keychain is locked."]);
  expect(texts(".items .title")).toEqual(["OpenAI"]);
});

test("an engine that cannot say it leaves no empty list behind", async () => {
  await open({ keys: () => Promise.reject("The engine has not answered for 60 s.") });
  expect(texts("[role=alert]")).toEqual(["The engine has not answered for 60 s."]);
  expect(page.textContent).not.toContain("There are no keys");
});

test("hostile names stay text", async () => {
  await open({}, "hostile");
  await press("Move keys to the keychain…");
  expect(page.querySelectorAll("script, img, u, b, i, [onerror], [onload], a[href]")).toHaveLength(0);
  expect(page.textContent).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});
