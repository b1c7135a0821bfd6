// What has become of things since an earlier run of the doctor, and which one that is. The engine counts and compares.

import { useEffect, useId, useState } from "preact/hooks";
import type { Engine } from "../engine";
import type { Finding, RunHistory } from "../generated/types";
import { labels } from "../labels";
import { Outside } from "../outside";
import type { State } from "../state";
import { titled } from "./finding";

const PARTS = ["new", "healed", "untold", "still"] as const;

/** `run`: the latest one in this window. When it is another, everything is asked anew. */
export function Changes({ engine, run }: { engine: Engine; run: State["run"] }) {
  const field = useId();
  const [against, choose] = useState<string | null>(null);
  const [history, tell] = useState<RunHistory>();
  useEffect(() => {
    let here = true;
    engine.runs(against).then(
      (history) => here && tell(history),
      () => {}, // a window without a history is a doctor all the same
    );
    return () => {
      here = false;
    };
  }, [engine, against, run?.at]);
  if (!history?.since) return null;
  const { runs, since } = history;
  return (
    <details class="changes">
      <summary>
        <Outside text={since.words} />
      </summary>
      <p class="choice">
        <label for={field}>{labels.history.against}</label>{" "}
        <select id={field} value={against ?? ""} onChange={(event) => choose(event.currentTarget.value || null)}>
          <option value="">{labels.history.lastBefore}</option>
          {runs.map(({ at, words }) => (
            <option key={at} value={at}>
              {words}
            </option>
          ))}
        </select>
      </p>
      {PARTS.map((part) => (
        <Part key={part} title={labels.history.parts[part]} part={part} findings={since[part]} />
      ))}
    </details>
  );
}

function Part({ title, part, findings }: { title: string; part: string; findings: Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <div class={`part ${part}`}>
      <h3 class="name">{title}</h3>
      <ul>
        {findings.map((finding, at) => (
          <li key={`${finding.id}/${at}`}>
            <strong>
              <Outside text={titled(finding)} />
            </strong>
            {finding.subject !== undefined && (
              <span class="subject">
                <Outside text={finding.subject} />
              </span>
            )}{" "}
            <span class="said">
              <Outside text={finding.message} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
