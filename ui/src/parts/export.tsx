// The report to be given away: shown as it would be pasted, with what was left out of it, before anything is copied.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Engine } from "../engine";
import type { Export } from "../generated/types";
import { labels } from "../labels";
import { Outside, visible } from "../outside";
import { Button } from "./button";

type Props = { engine: Engine; announce: (text: string) => void; onClose: () => void };

export function ExportPreview({ engine, announce, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [made, make] = useState<Export>();
  const [problem, fail] = useState<string>();
  // whoever asked is led to it, and back to where they were
  useEffect(() => {
    const before = document.activeElement;
    let late = false;
    box.current?.focus();
    engine.exported().then(
      (made) => late || make(made),
      (why: unknown) => late || fail(String(why)),
    );
    return () => {
      late = true;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [engine]);
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => announce(labels.export.copied),
      () => announce(labels.export.notCopied),
    );
  return (
    <div
      class="asked export"
      ref={box}
      tabIndex={-1}
      role="group"
      aria-label={labels.export.title}
      aria-busy={!made && problem === undefined}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClose();
      }}
    >
      {!made && problem === undefined && <p>{labels.export.making}</p>}
      {problem !== undefined && (
        <p class="problem" role="alert">
          <Outside text={problem} />
        </p>
      )}
      {made && (
        <>
          <p>
            {made.removed.length === 0 ? (
              labels.export.nothingRemoved
            ) : (
              <>
                {labels.export.removed}: <Outside text={made.removed.join(", ")} />
              </>
            )}
          </p>
          <pre class="command" tabIndex={0} role="group" aria-label={labels.export.title}>
            {visible(made.markdown)}
          </pre>
        </>
      )}
      <div class="buttons">
        {made && (
          <Button primary onPress={() => copy(made.markdown)}>
            {labels.export.copy}
          </Button>
        )}
        <Button onPress={onClose}>{labels.export.close}</Button>
      </div>
    </div>
  );
}
