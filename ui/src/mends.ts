// The fixes that this window has asked for, and what came of them. Each belongs to one finding: to its check and to what it
// concerns. What came of one outlasts the finding, for one that has helped takes its finding away. Pure.

import type { Fixed } from "./engine";
import type { Finding, Offer } from "./generated/types";

export type Mending = {
  /** Whose fix it is. */
  key: string;
  /** The fix. */
  fix: string;
  /** The same, as its button named it. */
  label: string;
  /** What the finding concerns, when its check concerns several things. */
  subject?: string;
  /** What came of it; nothing yet while it is under way. */
  fixed?: Fixed;
};

/** Tells the findings of one check apart by what they concern. */
export const keyOf = ({ id, subject }: Finding) => JSON.stringify(subject === undefined ? [id] : [id, subject]);

/** One more is under way. What came of an earlier one for the same finding is over. */
export function began(mends: Mending[], finding: Finding, { id: fix, label }: Offer): Mending[] {
  const [key, { subject }] = [keyOf(finding), finding];
  return [...mends.filter((mending) => mending.key !== key), { key, fix, label, ...(subject === undefined ? {} : { subject }) }];
}

export const ended = (mends: Mending[], key: string, fixed: Fixed) =>
  mends.map((mending) => (mending.key === key ? { ...mending, fixed } : mending));

/** Without what is over. */
export const underWay = (mends: Mending[]) => mends.filter(({ fixed }) => fixed === undefined);

const failing = (findings: Finding[]) =>
  new Set(findings.filter(({ outcome }) => outcome === "fail").map((finding) => keyOf(finding)));

/** Without what had helped and does not any more: nothing is called mended that has begun to fail again. */
export function stillTrue(mends: Mending[], before: Finding[], now: Finding[]): Mending[] {
  const [failed, fails] = [failing(before), failing(now)];
  return mends.filter(({ key, fixed }) => fixed?.outcome !== "verified" || failed.has(key) || !fails.has(key));
}

/** Those whose findings do not fail any more, so that they cannot stand beside them. */
export function alone(mends: Mending[], findings: Finding[]): Mending[] {
  const fails = failing(findings);
  return mends.filter(({ key }) => !fails.has(key));
}

/** The one for this finding, while it fails. */
export const mendingOf = (mends: Mending[], finding: Finding) =>
  finding.outcome === "fail" ? mends.find(({ key }) => key === keyOf(finding)) : undefined;
