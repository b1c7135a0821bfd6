// The gateway at a glance, and what a person may do with it now.

import type { ComponentChildren } from "preact";
import type { Action } from "../engine";
import type { GatewayView, View } from "../generated/types";
import { labels } from "../labels";
import { Moment } from "../moment";
import { Outside } from "../outside";
import type { State } from "../state";
import { Button } from "./button";
import { RestartAsked } from "./restart";

const actions: Action[] = ["start", "restart", "stop"];

/** What becomes of a restart that would interrupt something. */
export type Restart = { onRestart: (idle: boolean) => void; onCancel: () => void };

type Props = { view: View; state: State; onOrder: (action: Action) => void; restart: Restart };

export function Gateway({ view, state, onOrder, restart }: Props) {
  const { gateway, may } = view.snapshot;
  const { ordered } = state;
  return (
    <section class="gateway" aria-label={labels.gateway}>
      {view.summary !== view.headline && (
        <p class="summary">
          <Outside text={view.summary} />
        </p>
      )}
      <div class="row">
        <Known gateway={gateway} />
        <div class="buttons" role="group" aria-label={labels.gateway}>
          {actions.map((action) => (
            <Button
              key={action}
              off={!may[action] || ordered !== undefined}
              busy={ordered === action}
              onPress={() => onOrder(action)}
            >
              {ordered === action ? labels.acting[action] : labels.action[action]}
            </Button>
          ))}
        </div>
      </div>
      <Ordered view={view} state={state} restart={restart} />
    </section>
  );
}

/** What an order waits for, and how the latest one ended. */
export function Ordered({ view, state: { asked, settled }, restart }: Omit<Props, "onOrder">) {
  return (
    <>
      {asked && <RestartAsked running={view.snapshot.running} message={asked.message} {...restart} />}
      <p class={settled?.ok === false ? "settled bad" : "settled"} role="status">
        {settled && <Outside text={settled.message} />}
      </p>
    </>
  );
}

function Known({ gateway }: { gateway: GatewayView }) {
  const { version, pid, owner, startedAt, url } = gateway;
  return (
    <dl class="known">
      {version !== undefined && <Item label={labels.version}><Outside text={version} /></Item>}
      {pid !== undefined && <Item label={labels.pid}>{pid}</Item>}
      {owner !== "none" && <Item label={labels.runBy}>{labels.owner[owner]}</Item>}
      {startedAt && <Item label={labels.since}><Moment at={startedAt} brief /></Item>}
      <Item label={labels.address}><Outside text={url} /></Item>
    </dl>
  );
}

function Item({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
