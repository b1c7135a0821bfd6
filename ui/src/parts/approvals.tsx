// What waits for the person's yes or no, oldest first.

import type { Engine } from "../engine";
import { labels } from "../labels";
import { type Listed, waitingIn } from "../requests";
import { Button } from "./button";
import { Past } from "./past";
import { type Decide, Request } from "./request";

type Props = { engine: Engine; listed: Listed[]; onDecide: Decide; onSweep: () => void; announce: (text: string) => void };

export function Approvals({ engine, listed, onDecide, onSweep, announce }: Props) {
  const waiting = waitingIn(listed);
  const settled = listed.length - waiting;
  return (
    <main class="approvals">
      <div class="bar">
        <h1>{labels.approvals}</h1>
        <p class="last">{waiting > 0 && labels.waiting(waiting)}</p>
        {settled > 0 && <Button onPress={onSweep}>{labels.sweep(settled)}</Button>}
      </div>
      {waiting === 0 && (
        <div class="nothing">
          <p>{labels.nothingWaits}</p>
          <p>{labels.wouldAppear}</p>
        </div>
      )}
      <ul class="items cards">
        {listed.map((entry) => (
          <Request key={entry.view.id} entry={entry} onDecide={onDecide} announce={announce} />
        ))}
      </ul>
      <Past engine={engine} known={listed.map(({ view, gone, decided }) => [view.id, gone, decided?.ok]).join()} />
    </main>
  );
}
