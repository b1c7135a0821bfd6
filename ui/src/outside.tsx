// Text from outside: shown as text and nothing else, its direction kept to itself, its length kept in bounds, and nothing in it unseen.

import { unseen } from "./generated/unseen";
import { labels } from "./labels";

/** Above this many characters a text gets its own scrolling box, which the keyboard can reach. */
const LONG = 600;
/** As much of a text is shown: more than anybody reads, and less than a web view takes a while over. */
const MOST = 20_000;
/** As much of a text stands in one line. */
export const LINE = 1_000;

/** Joiners and marks of variants: they have a meaning behind what they join or vary, and are unseen behind anything else. */
const joiner = /^[\u200c\u200d]$/;
const variant = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u;
const suspect = new RegExp(`${unseen.source}|[\\u200c\\u200d\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]`, "u");

/** Whether nobody sees it where it stands (text.rs of the core, whose rules these are). */
function hides(before: string, mark: string): boolean {
  const code = before.codePointAt(0) ?? 0;
  if (joiner.test(mark)) return !((code >= 0x600 && code <= 0x1dff) || code >= 0x2190);
  if (!variant.test(mark)) return unseen.test(mark);
  const varied = mark.length === 1 ? /^[#*0-9\u00a9\u00ae\u203c\u2049]$/.test(before) || code >= 0x2100 : code >= 0x2e80;
  return !varied || variant.test(before);
}

/** The text with what nobody sees made visible: what turns the direction, has no width, or moves a cursor. */
export function visible(text: string): string {
  if (!suspect.test(text)) return text;
  let [shown, before] = ["", ""];
  for (const mark of text) {
    const seen = !hides(before, mark);
    shown += seen ? mark : `‹U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`;
    before = seen ? mark : "›";
  }
  return shown;
}

/** The beginning of a text, whole characters, and how many are left out. */
export function cut(text: string, most: number): [string, number] {
  if (text.length <= most) return [text, 0];
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? "") ? most - 1 : most;
  return [text.slice(0, end), text.length - end];
}

export function Outside({ text: given, label }: { text: string; label?: string }) {
  const [begins, left] = cut(given, MOST);
  const text = visible(begins);
  if (text.length <= LONG) return <bdi class="outside">{text}</bdi>;
  return (
    <bdi class="outside long" tabIndex={0} role="group" aria-label={label ?? text.slice(0, 60)}>
      {text}
      {left > 0 && <em>{labels.leftOut(left)}</em>}
    </bdi>
  );
}
