// A restart while something runs: what it would interrupt, and whether to wait for that.

import { useEffect, useRef } from "preact/hooks";
import { labels } from "../labels";
import { Outside } from "../outside";
import { Button } from "./button";

type Props = { running: number | undefined; message: string | undefined; onRestart: (idle: boolean) => void; onCancel: () => void };

export function RestartAsked({ running, message, onRestart, onCancel }: Props) {
  const box = useRef<HTMLDivElement>(null);
  // whoever pressed Restart is led to the question, and back to where they were
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);
  return (
    <div
      class="asked"
      ref={box}
      tabIndex={-1}
      role="group"
      aria-labelledby="restart-asked"
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <p id="restart-asked">{message === undefined ? labels.wouldInterrupt(running ?? 0) : <Outside text={message} />}</p>
      <div class="buttons">
        <Button primary onPress={() => onRestart(true)}>{labels.restartIdle}</Button>
        <Button onPress={() => onRestart(false)}>{labels.restartNow}</Button>
        <Button onPress={onCancel}>{labels.keepRunning}</Button>
      </div>
    </div>
  );
}
