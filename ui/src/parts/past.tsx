// What has waited for the person and does so no more: who asked, what for, how and when it ended. Nothing here can be pressed.

import { useEffect, useState } from "preact/hooks";
import type { Engine } from "../engine";
import type { PastApproval } from "../generated/types";
import { labels } from "../labels";
import { Moment } from "../moment";
import { Outside } from "../outside";

/** `known`: what is known of the requests above. When that changes, one may have ended. */
export function Past({ engine, known }: { engine: Engine; known: string }) {
  const [past, tell] = useState<PastApproval[]>([]);
  useEffect(() => {
    let here = true;
    engine.pastApprovals().then(
      (past) => here && tell(past),
      () => {}, // what waits is shown all the same
    );
    return () => {
      here = false;
    };
  }, [engine, known]);
  if (past.length === 0) return null;
  return (
    <section class="past" aria-labelledby="past-title">
      <h2 id="past-title" class="group">
        {labels.history.approvals}
      </h2>
      <ul>
        {past.map(({ kind, title, message, words, since, at }, place) => (
          <li key={`${at}/${place}`}>
            <p class="title">
              <Outside text={title} />
              <span class="subject">{labels.kind[kind]}</span>
            </p>
            <p class="message">
              <Outside text={message} />
            </p>
            <p class="when">
              <strong>
                <Outside text={words} />
              </strong>{" "}
              · {labels.history.asked} <Moment at={since} /> · {labels.history.ended} <Moment at={at} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
