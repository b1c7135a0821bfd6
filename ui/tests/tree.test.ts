import { expect, test } from "vitest";
import type { Finding, Outcome } from "../src/generated/types";
import { tree } from "../src/tree";

function finding(id: string, outcome: Outcome, because?: string): Finding {
  const base = { id, outcome, group: "gateway", title: id, severity: "error", message: "", evidence: [], tookMs: 0 } as const;
  return because === undefined ? { ...base, evidence: [] } : { ...base, evidence: [], because };
}

const ids = (list: { finding: Finding; followers: Finding[] }[]) =>
  list.map(({ finding, followers }) => [finding.id, ...followers.map((follower) => follower.id)]);

test("followers hang below their cause, whether it fails or is unknown, in the report's order", () => {
  const grown = tree([
    finding("a", "fail"),
    finding("b", "hidden", "a"),
    finding("behind", "hidden", "crashing"),
    finding("crashing", "unknown", "crashed"),
    finding("c", "unknown", "a"),
    finding("fine", "pass"),
  ]);
  expect(ids(grown.failing)).toEqual([["a", "b", "c"]]);
  expect(ids(grown.unknown)).toEqual([["crashing", "behind"]]);
  expect(grown.passed.map(({ id }) => id)).toEqual(["fine"]);
});

test("no finding is lost, whatever its cause is said to be", () => {
  const strange = [
    finding("self", "hidden", "self"),
    finding("orphan", "hidden", "nobody"),
    finding("x", "unknown", "y"),
    finding("y", "unknown", "x"),
    finding("z", "hidden"),
    finding("twice", "fail"),
    finding("twice", "fail"),
  ];
  const grown = tree(strange);
  const all = [...grown.failing, ...grown.unknown].flatMap(({ finding, followers }) => [finding, ...followers]);
  expect(new Set(all)).toEqual(new Set(strange));
  expect(all).toHaveLength(strange.length);
});
