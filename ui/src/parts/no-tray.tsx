// Why the window opened by itself: this desktop shows no tray icons, and what brings them.

import { useState } from "preact/hooks";
import { labels } from "../labels";
import { Outside } from "../outside";
import { Button } from "./button";

type Props = { text: string; command: string | null; announce: (text: string) => void };

export function NoTray({ text, command, announce }: Props) {
  const [problem, fail] = useState<string>();
  const copy = (command: string) => {
    fail(undefined);
    navigator.clipboard.writeText(command).then(
      () => announce(labels.trayHost.copied),
      () => {
        fail(labels.trayHost.notCopied);
        announce(labels.trayHost.notCopied);
      },
    );
  };
  return (
    <div class="hint" role="note">
      <p>
        <Outside text={text} />
      </p>
      {command !== null && (
        <p class="line">
          <code>
            <Outside text={command} />
          </code>{" "}
          <Button onPress={() => copy(command)}>{labels.trayHost.copy}</Button>
        </p>
      )}
      {problem !== undefined && <p class="problem">{problem}</p>}
    </div>
  );
}
