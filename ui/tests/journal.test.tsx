// What Clawtender has changed, in the doctor's page: what can be taken back, and what it takes to do so.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { recorded } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Decided, Engine } from "../src/engine";
import { button, heard, page, press, texts } from "./stage";

async function open(answer: Decided) {
  const undone: string[] = [];
  const base = recorded("healthy", "doctor");
  const engine: Engine = {
    ...base,
    undo: async (entry) => {
      undone.push(entry);
      return answer;
    },
  };
  await act(async () => render(<App engine={engine} />, page));
  return undone;
}

const taken = { ok: true, message: "/home/me/.openclaw/openclaw.json is as it was before, byte for byte." };
/** Presses yes, and waits for what comes of it. */
const agree = async (item: Element) => {
  await press("Take it back", item);
  await act(() => new Promise<void>((done) => setTimeout(done, 50)));
};
const items = () => [...page.querySelectorAll<HTMLElement>(".journal li")];

test("every change is listed with what it was about, its files and what became of it", async () => {
  await open(taken);
  expect(texts(".journal summary")).toEqual(["4 changes by Clawtender"]);
  expect(items().map((item) => item.querySelector(".name")?.textContent)).toEqual([
    "Verify certificates",
    "Allow this originhttps://home.example",
    "Set gateway.mode to local",
    "Restart gateway",
  ]);
  expect(items()[0]?.textContent).toContain("interrupted");
  expect(items()[0]?.querySelectorAll(".file")).toHaveLength(2);
  // what was taken back already, and what has changed no file, has no way back
  expect(items().map((item) => item.querySelector("button")?.textContent)).toEqual(["Take back", "Take back", undefined, undefined]);
});

test("nothing is taken back before it was said what that means, and the answer is read out", async () => {
  const undone = await open(taken);
  const [, item] = items();
  if (!item) throw new Error("no change");
  await press("Take back", item);
  expect(item.textContent).toContain("This file becomes what it was before.");
  expect(undone).toEqual([]);
  await press("Leave it", item);
  expect(undone).toEqual([]);
  await press("Take back", item);
  await agree(item);
  expect(undone).toEqual(["1764141000-02aa"]);
  expect(texts(".journal .answer")).toEqual([taken.message]);
  expect(heard()).toBe(taken.message);
  expect((await axe.run(page, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
});

test("what cannot be taken back any more says why, and stays", async () => {
  await open({ ok: false, message: "The journal has no such change that still stands." });
  const [item] = items();
  if (!item) throw new Error("no change");
  await press("Take back", item);
  await agree(item);
  expect(texts(".journal .problem")).toEqual(["The journal has no such change that still stands."]);
  expect(button("Take back", item)).toBeTruthy();
});
