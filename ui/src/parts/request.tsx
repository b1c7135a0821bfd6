// One request: who asks (as it claims), what for, and the answers. What takes a second step gets it here.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ApprovalView, Choice, Decision, Permission } from "../generated/types";
import { labels } from "../labels";
import { Moment } from "../moment";
import { Outside, visible } from "../outside";
import type { Listed } from "../requests";
import { Button } from "./button";
import { Glyph } from "./glyphs";

export type Decide = (view: ApprovalView, decision: Decision, deliberate: boolean) => void;

type Props = { entry: Listed; onDecide: Decide; announce: (text: string) => void };

export function Request({ entry, onDecide, announce }: Props) {
  const { view, gone } = entry;
  const card = useRef<HTMLLIElement>(null);
  // the buttons go with the request: the keyboard stays on its card
  const within = card.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (gone && within) card.current?.focus({ preventScroll: true });
  }, [gone]);
  return (
    <li class={gone ? "item request gone" : "item request"} ref={card} data-request={view.id} tabIndex={-1}>
      <div class="body">
        <h2 class="title">
          <Outside text={view.title} />
          <span class="subject">{labels.kind[view.kind]}</span>
        </h2>
        <p class="message">
          <Outside text={view.message} />
        </p>
        {view.who.length > 0 && <Lines title={labels.claims} lines={view.who} across />}
        {view.permissions.length > 0 && <Permissions permissions={view.permissions} />}
        {view.command !== undefined && (
          <pre class="command" tabIndex={0} role="group" aria-label={labels.command}>
            {visible(view.command)}
          </pre>
        )}
        {view.notes.length > 0 && <Lines title={labels.notes} lines={view.notes} />}
        <p class="when">
          {labels.firstAsked} <Moment at={view.since} />
          {view.expires && (
            <>
              {" · "}
              {labels.expires} <Moment at={view.expires} />
            </>
          )}
        </p>
        {gone ? <Gone entry={entry} /> : <Choices entry={entry} onDecide={onDecide} announce={announce} />}
      </div>
    </li>
  );
}

function Lines({ title, lines, across = false }: { title: string; lines: string[]; across?: boolean }) {
  return (
    <div class={across ? "lines across" : "lines"}>
      <p class="name">{title}</p>
      <ul>
        {lines.map((line, at) => (
          <li key={at}>
            <Outside text={line} label={title} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Permissions({ permissions }: { permissions: Permission[] }) {
  return (
    <div class="lines">
      <p class="name">{labels.permissions}</p>
      <ul>
        {permissions.map((permission, at) => (
          <li key={at} class="permission">
            <Outside text={permission.words} />
            {permission.powerful && (
              <span class="mark powerful">
                <Glyph shape="triangle" />
                {labels.powerful}
              </span>
            )}
            {permission.new && <span class="mark">{labels.new}</span>}
            <span class="scope">
              <Outside text={permission.scope} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Gone({ entry: { decided } }: { entry: Listed }) {
  return <p class="outcome">{decided?.ok ? <Outside text={decided.message} /> : labels.gone}</p>;
}

function Choices({ entry, onDecide, announce }: Props) {
  const { view, deciding, decided } = entry;
  const [first, step] = useState<{ decision: Decision; read: string }>();
  // the second step counts only for the words on which the first was made
  const read = JSON.stringify(view);
  const armed = first?.read === read ? first.decision : undefined;
  const takeBack = () => step(undefined);
  const press = ({ decision }: Choice, event: MouseEvent) => {
    if (!view.deliberate || decision === "reject") return onDecide(view, decision, false);
    if (armed !== decision) {
      step({ decision, read });
      return announce(labels.oneMoreStep);
    }
    // the second half of a double click is not a second thought
    if (event.detail > 1) return;
    takeBack();
    onDecide(view, decision, true);
  };
  return (
    <div
      class="answer"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || armed === undefined) return;
        takeBack();
        announce(labels.takenBack);
      }}
    >
      {armed !== undefined && <p class="step">{labels.oneMoreStep}</p>}
      <div class="buttons" role="group" aria-label={visible(view.title)}>
        {view.choices.map((choice) => (
          <Button
            key={choice.decision}
            primary={choice.decision === armed || (choice.decision === "approve" && !view.deliberate)}
            off={deciding !== undefined}
            busy={deciding === choice.decision}
            onPress={(event) => press(choice, event)}
          >
            {deciding === choice.decision ? (
              labels.deciding
            ) : choice.decision === armed ? (
              labels.yes[choice.decision === "always" ? "always" : view.kind]
            ) : (
              <Outside text={choice.label} />
            )}
          </Button>
        ))}
        {armed !== undefined && <Button onPress={takeBack}>{labels.takeBack}</Button>}
      </div>
      {decided?.ok === false && (
        <p class="problem">
          <Outside text={decided.message} />
        </p>
      )}
    </div>
  );
}
