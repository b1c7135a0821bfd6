// Small drawings. Their shapes differ, so that no colour is needed to tell them apart.

import type { FixOutcome } from "../engine";
import type { Outcome, PhaseName, Severity, Tone } from "../generated/types";

export type Shape = "check" | "info" | "triangle" | "octagon" | "question" | "branch" | "dots" | "ring";

const drawings: Record<Shape, string> = {
  check: "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM8.9 13.9L5 10l1.4-1.4l2.5 2.5l4.9-4.9l1.4 1.4z",
  info: "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM9 8.6h2V15H9zM10 4.8a1.3 1.3 0 1 1 0 2.6a1.3 1.3 0 1 1 0-2.6z",
  triangle: "M10 1.6c.6 0 1.1.3 1.4.8l7.3 13.2c.6 1.1-.2 2.4-1.4 2.4H2.7c-1.2 0-2-1.3-1.4-2.4L8.6 2.4c.3-.5.8-.8 1.4-.8zM9 7h2l-.2 5.4H9.2zM10 13.4a1.2 1.2 0 1 1 0 2.4a1.2 1.2 0 1 1 0-2.4z",
  octagon: "M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3zM6.9 5.5L5.5 6.9L8.6 10l-3.1 3.1l1.4 1.4l3.1-3.1l3.1 3.1l1.4-1.4l-3.1-3.1l3.1-3.1l-1.4-1.4L10 8.6z",
  question: "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18zm0 1.8a7.2 7.2 0 1 1 0 14.4a7.2 7.2 0 1 1 0-14.4zM7 7.6C7.1 5.9 8.4 4.9 10.1 4.9c1.8 0 3.1 1 3.1 2.6c0 1.2-.6 1.9-1.5 2.5c-.7.5-.9.8-.9 1.4v.4H9.1v-.6c0-1.1.5-1.7 1.3-2.2c.7-.5 1-.8 1-1.4c0-.7-.5-1.1-1.3-1.1c-.8 0-1.3.5-1.4 1.3zM9.9 12.7a1.2 1.2 0 1 1 0 2.4a1.2 1.2 0 1 1 0-2.4z",
  dots: "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM5.6 8.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3zM10 8.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3zM14.4 8.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3z",
  ring: "M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18zM10 3.2a6.8 6.8 0 1 1 0 13.6a6.8 6.8 0 1 1 0-13.6z",
  branch: "M4 2h2v7.5c0 1.4.6 2 2 2h6.2l-2.6-2.6L13 7.5l5 5l-5 5l-1.4-1.4l2.6-2.6H8c-2.5 0-4-1.5-4-4z",
};

export function Glyph({ shape, label }: { shape: Shape; label?: string }) {
  return (
    <svg class={`glyph ${shape}`} viewBox="0 0 20 20" {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}>
      <path fill="currentColor" fill-rule="evenodd" d={drawings[shape]} />
    </svg>
  );
}

const toneShape: Record<Exclude<Tone, "ok">, Shape> = { notice: "info", warning: "triangle", error: "octagon" };
const phaseShape: Record<PhaseName, Shape> = {
  stopped: "ring",
  starting: "dots",
  ready: "check",
  degraded: "dots",
  stopping: "dots",
  backoff: "dots",
  "crash-looping": "dots",
  refused: "ring",
  external: "check",
};

/** What stands before the headline: how bad it is, or, when nothing is, what the gateway does. */
export function headlineShape(tone: Tone, phase: PhaseName): Shape {
  return tone === "ok" ? phaseShape[phase] : toneShape[tone];
}
const severityShape: Record<Severity, Shape> = { info: "info", warning: "triangle", error: "octagon" };

/** What a finding looks like in a list. */
export function findingShape(outcome: Outcome, severity: Severity): Shape {
  switch (outcome) {
    case "pass":
      return "check";
    case "unknown":
      return "question";
    case "hidden":
      return "branch";
    case "fail":
      return severityShape[severity];
  }
}

/** What a fix looks like whose finding does not fail any more; without an outcome while it is under way. */
export function fixedShape(outcome: FixOutcome | undefined): Shape {
  if (outcome === undefined) return "dots";
  return outcome === "verified" ? "check" : "info";
}
