// A button that keeps the keyboard's place while it is busy or has nothing to do: it stays focusable and says so.

import type { ComponentChildren } from "preact";

type Props = {
  onPress: (event: MouseEvent) => void;
  off?: boolean;
  busy?: boolean;
  primary?: boolean;
  /** It leads to where one is. */
  current?: boolean;
  /** What it is called where its words do not say it by themselves. */
  named?: string;
  /** The id of what says what a press means. */
  describedBy?: string;
  children: ComponentChildren;
};

export function Button({ onPress, off = false, busy = false, primary = false, current, named, describedBy, children }: Props) {
  return (
    <button
      type="button"
      class={primary ? "primary" : ""}
      aria-disabled={off || busy}
      aria-busy={busy}
      {...(current ? { "aria-current": "page" } : {})}
      {...(named === undefined ? {} : { "aria-label": named })}
      {...(describedBy === undefined ? {} : { "aria-describedby": describedBy })}
      // a key that is held down presses once
      onKeyDown={(event) => {
        if (event.repeat && event.key !== "Tab") event.preventDefault();
      }}
      onClick={(event) => {
        if (!off && !busy) onPress(event);
      }}
    >
      {children}
    </button>
  );
}
