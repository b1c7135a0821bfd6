// A button that keeps the keyboard's place while it is busy or has nothing to do: it stays focusable and says so.

import type { ComponentChildren } from "preact";

type Props = {
  onPress: (event: MouseEvent) => void;
  off?: boolean;
  busy?: boolean;
  primary?: boolean;
  /** It leads to where one is. */
  current?: boolean;
  /** The id of what says what a press means. */
  describedBy?: string;
  /** What a press does, where what stands on it does not say it all. */
  label?: string;
  children: ComponentChildren;
};

export function Button({ onPress, off = false, busy = false, primary = false, current, describedBy, label, children }: Props) {
  return (
    <button
      type="button"
      class={primary ? "primary" : ""}
      aria-disabled={off || busy}
      aria-busy={busy}
      {...(current ? { "aria-current": "page" } : {})}
      {...(label === undefined ? {} : { "aria-label": label })}
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
