// The way from one page to the other, with how many requests wait.

import { labels } from "../labels";
import type { State } from "../state";
import { Button } from "./button";

type Props = { page: State["page"]; waiting: number; onPage: (page: State["page"]) => void };

export function Pages({ page, waiting, onPage }: Props) {
  return (
    <nav class="pages" aria-label={labels.pages}>
      <Button current={page === "doctor"} onPress={() => onPage("doctor")}>
        {labels.doctor}
      </Button>
      <Button current={page === "approvals"} onPress={() => onPage("approvals")}>
        {labels.approvals}
        {waiting > 0 && (
          <span class="count">
            <span aria-hidden>{waiting}</span>
            <span class="unseen">{labels.waiting(waiting)}</span>
          </span>
        )}
      </Button>
    </nav>
  );
}
