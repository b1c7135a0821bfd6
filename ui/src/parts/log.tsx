// The gateway's latest output, read when somebody looks and whenever the gateway's state changes while they do.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Engine } from "../engine";
import type { View } from "../generated/types";
import { labels } from "../labels";
import { visible } from "../outside";

type Props = { engine: Engine; view: View; wanted: object | undefined };

export function Log({ engine, view, wanted }: Props) {
  const fold = useRef<HTMLDetailsElement>(null);
  const paper = useRef<HTMLPreElement>(null);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");

  useEffect(() => {
    if (!wanted || !fold.current) return;
    fold.current.open = true;
    setOpen(true);
    fold.current.scrollIntoView?.({ block: "start" });
  }, [wanted]);

  useEffect(() => {
    if (!open) return;
    let late = false;
    engine.log().then(
      (lines) => late || setText(lines.map(visible).join("\n")),
      (why: unknown) => late || setText(String(why)),
    );
    return () => {
      late = true;
    };
  }, [engine, open, view, wanted]);

  // the newest line is the one people look for
  useEffect(() => {
    if (paper.current) paper.current.scrollTop = paper.current.scrollHeight;
  }, [text]);

  return (
    <details class="log" ref={fold} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{labels.log}</summary>
      <pre ref={paper} tabIndex={0} role="group" aria-label={labels.log}>
        {text === "" ? labels.logEmpty : text}
      </pre>
    </details>
  );
}
