// The way from one page to the other, with how many requests wait. Arrows go along the row, Ctrl or ⌘ with a digit goes to a
// page from anywhere.

import { useEffect, useRef } from "preact/hooks";
import { labels } from "../labels";
import { neighbour, numbered, type Page, pages } from "../pages";
import { Button } from "./button";

type Props = { page: Page; waiting: number; onPage: (page: Page) => void };

export function Pages({ page, waiting, onPage }: Props) {
  const row = useRef<HTMLElement>(null);
  const go = (to: Page) => {
    onPage(to);
    row.current?.querySelectorAll("button")[pages.indexOf(to)]?.focus();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const to = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? numbered(event.key) : undefined;
      if (to === undefined) return;
      event.preventDefault();
      go(to);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onPage]);
  return (
    <nav
      class="pages"
      aria-label={labels.pages}
      ref={row}
      onKeyDown={(event) => {
        const to = event.ctrlKey || event.metaKey || event.altKey ? undefined : neighbour(page, event.key, document.documentElement.dir === "rtl");
        if (to === undefined) return;
        event.preventDefault();
        go(to);
      }}
    >
      {pages.map((name) => (
        <Button key={name} current={page === name} onPress={() => onPage(name)}>
          {labels.page[name]}
          {name === "approvals" && waiting > 0 && (
            <span class="count">
              <span aria-hidden>{waiting}</span>
              <span class="unseen">{labels.waiting(waiting)}</span>
            </span>
          )}
        </Button>
      ))}
    </nav>
  );
}
