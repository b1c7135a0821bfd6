// Brings a finding or a request into view: opens what it is folded into, scrolls there and puts the keyboard on it.

export function point(kind: "finding" | "request", id: string): void {
  const found = [...document.querySelectorAll<HTMLElement>(`[data-${kind}]`)].find((element) => element.dataset[kind] === id);
  if (!found) return;
  for (let fold = found.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  const seen = found.querySelector<HTMLDetailsElement>("details.seen");
  if (seen) seen.open = true;
  found.focus({ preventScroll: true });
  found.scrollIntoView?.({ block: "start" });
}
