// Holds the colours of theme.css to WCAG 2 AA: 4.5 to 1 for text, 3 to 1 for glyphs and the outline of the focus.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync("src/styles/theme.css", "utf8");

function colours(text: string): Map<string, string> {
  return new Map([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? "", value ?? ""]));
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
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
        const [one, other] = [theme.get(ink), theme.get(paper)];
        if (!one || !other) throw new Error(`${ink} or ${paper} is not in theme.css`);
        if (contrast(one, other) < enough) weak.push(`${ink} on ${paper}: ${contrast(one, other).toFixed(2)}`);
      }
    }
  }
  expect(weak).toEqual([]);
});
