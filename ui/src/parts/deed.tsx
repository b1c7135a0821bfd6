// A fix that Clawtender carries out itself: at one press, or after the person has read what it does and pressed again. And
// what came of it.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Fixed } from "../engine";
import type { Finding, MendingView, Offer } from "../generated/types";
import { labels } from "../labels";
import { keyOf, type Mending } from "../mends";
import { Outside, visible } from "../outside";
import { Button } from "./button";
import { fixedShape, Glyph } from "./glyphs";

/** `agreed`: the person has seen what it does and said yes. */
export type Mend = (finding: Finding, fix: Offer, agreed: boolean) => void;

type Props = {
  finding: Finding;
  fix: Offer;
  busy: boolean;
  primary: boolean;
  /** Where it is, when it is under way and takes several steps. */
  way: MendingView | undefined;
  onMend: Mend;
  onStop: () => void;
  announce: (text: string) => void;
};

export function Deed({ finding, fix, busy, primary, way, onMend, onStop, announce }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plan = useId();
  const [first, step] = useState<string>();
  // the second step counts only for the words on which the first was made
  const read = JSON.stringify([keyOf(finding), fix]);
  const armed = first === read && !busy;
  const oneClick = fix.consent === "one-click";
  const press = (event: MouseEvent) => {
    if (oneClick) return onMend(finding, fix, false);
    if (!armed) {
      step(read);
      return announce(labels.readFirst);
    }
    // the second half of a double click is not a second thought
    if (event.detail > 1) return;
    step(undefined);
    onMend(finding, fix, true);
  };
  const cancel = () => {
    step(undefined);
    announce(labels.cancelled);
    // the button that was pressed goes: the keyboard stays with the fix
    box.current?.querySelector("button")?.focus();
  };
  return (
    <div
      class="fix deed"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        if (armed) cancel();
        else if (way?.mayStop) onStop();
        else return;
        event.preventDefault();
      }}
    >
      {armed && (
        <div class="step" id={plan}>
          <p>{labels.readFirst}</p>
          <Plan lines={fix.preview} />
        </div>
      )}
      <div class="buttons" role="group" aria-label={visible(finding.subject ?? finding.title)}>
        <Button primary={armed || (primary && oneClick)} busy={busy} onPress={press} {...(armed ? { describedBy: plan } : {})}>
          {busy ? labels.mending : armed ? labels.doIt : <Outside text={fix.label} />}
        </Button>
        {armed && <Button onPress={cancel}>{labels.cancel}</Button>}
        {way?.mayStop && <Button onPress={onStop}>{labels.doctorRun.stopFix}</Button>}
      </div>
      {way && <Way way={way} />}
    </div>
  );
}

/** Where a fix is. It is heard step by step: there are few, and somebody waits for them. */
export function Way({ way: { words, steps, at } }: { way: MendingView }) {
  return (
    <div class="way">
      <p role="status">
        <Outside text={words} />
      </p>
      <ol>
        {steps.map((step, place) => (
          <li key={place} class={place < at ? "done" : place === at ? "now" : "ahead"} {...(place === at ? { "aria-current": "step" } : {})}>
            {place <= at && <Glyph shape={place < at ? "check" : "dots"} label={place < at ? labels.doctorRun.stepDone : labels.doctorRun.stepNow} />}
            <Outside text={step} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What a fix would do, step by step. */
export function Plan({ lines }: { lines: string[] }) {
  if (lines.length === 0) return null;
  return (
    <ol>
      {lines.map((line, at) => (
        <li key={at}>
          <Outside text={line} />
        </li>
      ))}
    </ol>
  );
}

/** What came of a fix whose finding still fails. */
export function Outcome({ fixed, finding }: { fixed: Fixed; finding: Finding }) {
  return (
    <p class={fixed.outcome === "verified" ? "mended" : "mended bad"}>
      {/* the finding's own sentence stands above already */}
      <Words fixed={fixed.message === finding.message ? { ...fixed, message: labels.asBefore } : fixed} />
    </p>
  );
}

function Words({ fixed: { outcome, message } }: { fixed: Fixed }) {
  return (
    <>
      <strong>{labels.fixed[outcome]}</strong> <Outside text={message} />
    </>
  );
}

/** What came of the fixes whose findings do not fail any more. */
export function MendedList({ mended, level }: { mended: Mending[]; level: "h2" | "h3" }) {
  if (mended.length === 0) return null;
  return (
    <ul class="items cards">
      {mended.map((mending) => (
        <Mended key={mending.key} mending={mending} level={level} />
      ))}
    </ul>
  );
}

function Mended({ mending: { label, subject, fixed }, level: Level }: { mending: Mending; level: "h2" | "h3" }) {
  const card = useRef<HTMLLIElement>(null);
  // the button that was pressed went with its finding: the keyboard finds what came of it
  useLayoutEffect(() => {
    if (document.activeElement === document.body) card.current?.focus({ preventScroll: true });
  }, []);
  return (
    <li class={fixed?.outcome === "verified" ? "item pass" : "item"} ref={card} tabIndex={-1}>
      <Glyph shape={fixedShape(fixed?.outcome)} />
      <div class="body">
        <Level class="title">
          <Outside text={label} />
          {subject !== undefined && (
            <span class="subject">
              <Outside text={subject} />
            </span>
          )}
        </Level>
        <p class="message">{fixed ? <Words fixed={fixed} /> : labels.mending}</p>
      </div>
    </li>
  );
}
