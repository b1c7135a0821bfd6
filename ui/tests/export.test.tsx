// The text for an issue: seen with what was left out of it before anything is copied.

import axe from "axe-core";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import { recorded } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Engine } from "../src/engine";
import { button, heard, page, press, texts } from "./stage";

const open = async (change: Partial<Engine> = {}) => {
  await act(async () => render(<App engine={{ ...recorded("broken-config", "doctor"), ...change }} />, page));
  await act(async () => {});
};

test("what would be given away is read first, copied at a press, and left with the keyboard where it was", async () => {
  const copied: string[] = [];
  vi.stubGlobal("navigator", { clipboard: { writeText: async (text: string) => void copied.push(text) } });
  await open({ exported: async () => ({ markdown: "# It is broken\n\n<b>\u202e", removed: ["2 names", "1 address"] }) });
  button("Issue text…").focus();
  await press("Issue text…");
  await act(async () => {});
  expect(texts(".export .command")).toEqual(["# It is broken\n\n<b>‹U+202E›"]);
  expect(texts(".export p")).toEqual(["Left out: 2 names, 1 address"]);
  const { violations } = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(copied).toEqual([]);
  await press("Copy");
  await act(async () => {});
  vi.unstubAllGlobals();
  // as it was made: the page's own marks are for reading
  expect([copied, heard()]).toEqual([["# It is broken\n\n<b>\u202e"], "The text is copied."]);
  await press("Close");
  expect([texts(".export"), document.activeElement?.textContent]).toEqual([[], "Issue text…"]);
});

test("an export that cannot be made says why and can be left", async () => {
  await open({ exported: () => Promise.reject("The engine has not answered for 60 s.") });
  await press("Issue text…");
  await act(async () => {});
  expect(texts(".export [role=alert]")).toEqual(["The engine has not answered for 60 s."]);
  expect(texts(".export button")).toEqual(["Close"]);
});

test("what passed stands by its group, with how long its question took", async () => {
  await act(async () => render(<App engine={recorded("healthy", "doctor")} />, page));
  await act(async () => {});
  expect(texts(".grouped .name")[0]).toBe("Gateway");
  expect(page.querySelector(".grouped li")?.textContent).toBe("gateway-installedasked in 3 msCheck");
});
