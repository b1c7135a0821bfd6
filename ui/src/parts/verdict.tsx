// The answer: one sentence in its tone, with the worst finding's fix and evidence right below it.

import type { View } from "../generated/types";
import { labels } from "../labels";
import { Outside } from "../outside";
import type { Branch } from "../tree";
import { Below, type Orders, Title } from "./finding";
import { Glyph, headlineShape } from "./glyphs";

type Props = { view: View; lead: Branch | undefined; orders: Orders; titleOf: (id: string) => string | undefined };

export function Verdict({ view, lead, orders, titleOf }: Props) {
  const shape = headlineShape(view.tone, view.snapshot.gateway.phase);
  return (
    <div class={`verdict ${shape}`} {...(lead ? { "data-finding": lead.finding.id, tabIndex: -1 } : {})}>
      <Glyph shape={shape} {...(view.tone === "ok" ? {} : { label: labels.tone[view.tone] })} />
      <div class="body">
        <div aria-live="polite" aria-atomic="true">
          <h1 class={view.headline.length > 120 ? "full" : ""}>
            <Outside text={view.headline} />
          </h1>
        </div>
        {lead && (
          <>
            <Title finding={lead.finding} level="h2" />
            <Below branch={lead} orders={orders} titleOf={titleOf} />
          </>
        )}
      </div>
    </div>
  );
}
