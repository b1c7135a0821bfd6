// No engine answers: what that means, and the one thing to do about it.

import icon from "../../../icons/app/app.svg";
import { labels } from "../labels";
import { Outside } from "../outside";
import { Button } from "./button";

type Props = { reason: string | null; starting: boolean; problem: string | undefined; onStart: () => void };

export function Lost({ reason, starting, problem, onStart }: Props) {
  return (
    <main class="lost">
      <img src={icon} alt="" width="72" height="72" />
      <h1>{reason === null ? labels.engineLost : labels.engineUnreachable}</h1>
      <p>{reason === null ? labels.engineLostMeans : labels.engineUnreachableMeans}</p>
      {reason !== null && (
        <p class="reason">
          <Outside text={reason} />
        </p>
      )}
      <p>
        <Button primary busy={starting} onPress={onStart}>
          {starting ? labels.startingEngine : labels.startEngine}
        </Button>
      </p>
      <p class="problem" role="alert">
        {problem !== undefined && <Outside text={problem} />}
      </p>
    </main>
  );
}
