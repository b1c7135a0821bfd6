// Brings a finding into view: opens what it is folded into, scrolls there and puts the keyboard on it.

export function point(id: string): void {
  const found = [...document.querySelectorAll<HTMLElement>("[data-finding]")].find((element) => element.dataset["finding"] === id);
  if (!found) return;
  for (let fold = found.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  const seen = found.querySelector<HTMLDetailsElement>("details.seen");
  if (seen) seen.open = true;
  found.focus({ preventScroll: true });
  found.scrollIntoView?.({ block: "start" });
}
