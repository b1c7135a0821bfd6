// Where text is cut off or sticks out: each line of each text has to lie in the window, in its block, and in everything around it
// that clips. What scrolls may be longer than it is, and an ellipsis is on purpose. Pure: looks and changes nothing.

/** How far a text may stick out, in pixels: slanted and accented letters do, and widths are rounded. */
const SLACK = 1.5;

const clips = (overflow: string) => overflow === "hidden" || overflow === "clip";
const scrolls = (overflow: string) => overflow === "auto" || overflow === "scroll";

export function strays(place: Element): string[] {
  const width = document.documentElement.clientWidth;
  const found = new Set<string>();
  if (document.documentElement.scrollWidth > width) found.add(`the page is ${document.documentElement.scrollWidth} wide in ${width}`);
  const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (!parent || node.textContent?.trim() === "" || parent.closest(".unseen, option, svg, [hidden]")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.width === 0 || line.height === 0) continue;
      const why = stray(line, parent, width);
      if (why !== undefined && !blank(node, line, parent, width)) found.add(`${named(parent)} “${(node.textContent ?? "").trim().slice(0, 40)}” ${why}`);
    }
  }
  return [...found];
}

function stray(line: DOMRect, parent: Element, width: number): string | undefined {
  let block = true;
  for (let around: Element | null = parent; around; around = around.parentElement) {
    const { overflowX, overflowY, textOverflow, display, position } = getComputedStyle(around);
    if (display === "inline" || display === "contents") continue;
    if (scrolls(overflowX) || scrolls(overflowY)) {
      // what scrolls down does not have to be seen to the right
      return !scrolls(overflowX) && beyond(line, around, "x") ? `sticks out of ${named(around)}` : undefined;
    }
    if (clips(overflowX) && textOverflow !== "ellipsis" && beyond(line, around, "x")) return `is cut off by ${named(around)}`;
    if (clips(overflowX) && textOverflow === "ellipsis") return undefined;
    if (clips(overflowY) && beyond(line, around, "y")) return `is cut off above or below by ${named(around)}`;
    // the nearest block is what it was written into
    if (block && beyond(line, around, "x")) return `sticks out of ${named(around)}`;
    block = false;
    if (position === "fixed") break;
  }
  if (line.left < -SLACK || line.right > width + SLACK) return `lies outside, from ${Math.round(line.left)} to ${Math.round(line.right)} in ${width}`;
  return undefined;
}

/** Whether only the space at the end of a line sticks out, which nobody sees: each word by itself does not. */
function blank(node: Node, line: DOMRect, parent: Element, width: number): boolean {
  const word = document.createRange();
  for (const found of (node.textContent ?? "").matchAll(/\S+/g)) {
    word.setStart(node, found.index);
    word.setEnd(node, found.index + found[0].length);
    for (const part of word.getClientRects()) if (part.width > 0 && part.top < line.bottom && part.bottom > line.top && stray(part, parent, width) !== undefined) return false;
  }
  return true;
}

function beyond(line: DOMRect, around: Element, axis: "x" | "y"): boolean {
  const box = around.getBoundingClientRect();
  if (axis === "y") return line.top < box.top - line.height / 3 || line.bottom > box.bottom + line.height / 3;
  return line.left < box.left - SLACK || line.right > box.right + SLACK;
}

const named = (element: Element) => `${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join("")}`;
