// The findings as a tree of causes, in the order in which the report gives them.

import type { Finding } from "./generated/types";
import { keyOf } from "./mends";

export type Branch = { finding: Finding; followers: Finding[] };

export type Tree = {
  /** What fails by itself. */
  failing: Branch[];
  /** What cannot be told. */
  unknown: Branch[];
  passed: Finding[];
};

/** Puts each finding that another one explains under that one. None is ever left out. */
export function tree(findings: Finding[]): Tree {
  const roots = new Map<string, Branch>();
  const grown: Tree = { failing: [], unknown: [], passed: [] };
  const grow = (list: Branch[], finding: Finding) => {
    const branch = { finding, followers: [] };
    list.push(branch);
    if (!roots.has(finding.id)) roots.set(finding.id, branch);
  };
  const causes = new Set(findings.map((finding) => finding.id));
  const explained = (finding: Finding) =>
    finding.because !== undefined && finding.because !== finding.id && causes.has(finding.because);

  // causes first, so that a follower finds its own wherever it stands
  for (const finding of findings) {
    if (finding.outcome === "fail") grow(grown.failing, finding);
    else if (finding.outcome === "unknown" && !explained(finding)) grow(grown.unknown, finding);
    else if (finding.outcome === "pass") grown.passed.push(finding);
  }
  for (const finding of findings) {
    const follows = finding.outcome === "hidden" || (finding.outcome === "unknown" && explained(finding));
    if (!follows) continue;
    const root = finding.because === undefined ? undefined : roots.get(finding.because);
    if (root) root.followers.push(finding);
    else grow(finding.outcome === "hidden" ? grown.failing : grown.unknown, finding);
  }
  return grown;
}

/** A key for each branch that stays its own when another one goes. */
export function keysOf(branches: Branch[]): string[] {
  const seen = new Map<string, number>();
  return branches.map(({ finding }) => {
    const key = keyOf(finding);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return `${key} ${nth}`;
  });
}
