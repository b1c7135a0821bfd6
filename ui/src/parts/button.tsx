// A button that keeps the keyboard's place while it is busy or has nothing to do: it stays focusable and says so.

import type { ComponentChildren } from "preact";

type Props = { onPress: () => void; off?: boolean; busy?: boolean; primary?: boolean; children: ComponentChildren };

export function Button({ onPress, off = false, busy = false, primary = false, children }: Props) {
  return (
    <button
      type="button"
      class={primary ? "primary" : ""}
      aria-disabled={off || busy}
      aria-busy={busy}
      onClick={() => {
        if (!off && !busy) onPress();
      }}
    >
      {children}
    </button>
  );
}
