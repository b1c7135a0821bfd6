// Holds the colours of theme.css to WCAG 2 AA: 4.5 to 1 for text, 3 to 1 for glyphs and the outline of the focus.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { colour, contrast, fits } from "../src/accent";

const css = readFileSync("src/styles/theme.css", "utf8");

function colours(text: string): Map<string, string> {
  return new Map([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? "", value ?? ""]));
}

const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");
const tints = ["ok-tint", "notice-tint", "warning-tint", "error-tint"];
const text: [string, string[]][] = [
  ["ink", ["paper", "card", "control", "control-hover", ...tints]],
  ["quiet", ["paper", "card", "control-hover", ...tints]],
  ["accent-ink", ["accent"]],
  ["ok", ["ok-tint", "paper", "card"]],
  ["notice", ["notice-tint", "card"]],
  ["warning", ["warning-tint", "card", "paper"]],
  ["error", ["error-tint", "warning-tint", "notice-tint", "card", "paper"]],
];
const shapes: [string, string[]][] = [["accent", ["paper", "card", ...tints]]];

test.each([
  ["light", colours(light)],
  ["dark", new Map([...colours(light), ...colours(dark)])],
])("every pair is readable in %s", (_, theme) => {
  const weak: string[] = [];
  for (const [pairs, enough] of [[text, 4.5], [shapes, 3]] as const) {
    for (const [ink, papers] of pairs) {
      for (const paper of papers) {
        const [one, other] = [colour(theme.get(ink) ?? ""), colour(theme.get(paper) ?? "")];
        if (!one || !other) throw new Error(`${ink} or ${paper} is not in theme.css`);
        if (contrast(one, other) < enough) weak.push(`${ink} on ${paper}: ${contrast(one, other).toFixed(2)}`);
      }
    }
  }
  expect(weak).toEqual([]);
});

test("the system's accent is worn where it can be read, and ours where it cannot", () => {
  const [white, black, paper, dark] = [[255, 255, 255], [0, 0, 0], [246, 246, 247], [38, 38, 42]] as const;
  expect(colour("rgb(0, 120, 212)")).toEqual([0, 120, 212]);
  expect(colour("#0078D4")).toEqual([0, 120, 212]);
  expect([colour("rgba(0, 0, 0, 0.5)"), colour("accentcolor"), colour("")]).toEqual([undefined, undefined, undefined]);
  expect(fits([0, 103, 192], white, [paper, white])).toBe(true);
  // yellow cannot be seen on paper, pink not be read on; in the dark it is the other way round
  expect(fits([255, 204, 0], black, [paper, white])).toBe(false);
  expect(fits([255, 45, 85], white, [paper, white])).toBe(false);
  expect(fits([255, 204, 0], black, [dark])).toBe(true);
  expect(fits([0, 103, 192], white, [dark])).toBe(false);
  // nobody has chosen this one
  expect(fits([0, 122, 255], black, [paper, white])).toBe(false);
});
