// What Clawtender has changed on this computer, and the way back: what a press would put back is said before it is.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Engine } from "../engine";
import type { ChangeView } from "../generated/types";
import { labels } from "../labels";
import { Moment } from "../moment";
import { Outside } from "../outside";
import { Button } from "./button";

/** `known`: what is known of findings and fixes. When that changes, something may have been changed or taken back. */
export function Journal({ engine, known, announce }: { engine: Engine; known: string; announce: (words: string) => void }) {
  const [changes, tell] = useState<ChangeView[]>([]);
  const [asked, ask] = useState(0);
  const [said, say] = useState<{ ok: boolean; message: string }>();
  useEffect(() => {
    let here = true;
    engine.changes().then(
      (changes) => here && tell(changes),
      () => {}, // a window without a journal is a doctor all the same
    );
    return () => {
      here = false;
    };
  }, [engine, known, asked]);
  const undo = async (entry: string) => {
    const answer = await engine.undo(entry).catch((why: unknown) => ({ ok: false, message: String(why) }));
    say(answer);
    announce(answer.message);
    ask((times) => times + 1);
  };
  if (changes.length === 0) return null;
  return (
    <details class="journal">
      <summary>{labels.journal.title(changes.length)}</summary>
      {said && (
        <p class={said.ok ? "answer" : "answer problem"}>
          <Outside text={said.message} />
        </p>
      )}
      <ol>
        {changes.map((change) => (
          <Change key={change.entry} change={change} onUndo={() => undo(change.entry)} />
        ))}
      </ol>
    </details>
  );
}

function Change({ change, onUndo }: { change: ChangeView; onUndo: () => Promise<void> }) {
  const [sure, ask] = useState(false);
  const [busy, work] = useState(false);
  const box = useRef<HTMLLIElement>(null);
  const { name, subjects, files, at, words, mayUndo, state } = change;
  // the keyboard stays with the change whose buttons turn into others
  const turn = (to: boolean) => {
    ask(to);
    requestAnimationFrame(() => box.current?.querySelector("button")?.focus());
  };
  return (
    <li class={state} ref={box}>
      <p class="name">
        <Outside text={name} />
        {subjects.length > 0 && (
          <span class="subject">
            <Outside text={subjects.join(", ")} />
          </span>
        )}
      </p>
      <p class="when">
        <Moment at={at} /> · <Outside text={words} />
      </p>
      {files.map((file) => (
        <p class="file" key={file}>
          <Outside text={file} />
        </p>
      ))}
      {mayUndo && !sure && <Button onPress={() => turn(true)}>{labels.journal.undo}</Button>}
      {mayUndo && sure && (
        <div class="sure">
          <p>{labels.journal.ask(files.length)}</p>
          <div class="buttons">
            <Button
              busy={busy}
              onPress={async () => {
                work(true);
                await onUndo();
                work(false);
                turn(false);
              }}
            >
              {labels.journal.yes}
            </Button>
            <Button off={busy} onPress={() => turn(false)}>
              {labels.journal.no}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
