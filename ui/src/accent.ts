// The system's accent in the place of our blue, where the web view tells it and every text and every outline in it can be read.

type Colour = readonly [red: number, green: number, blue: number];

/** What WebKit answers where the desktop tells it nothing: our own blue is as good, and its white is easier to read. */
const NOBODYS = "0,122,255";

/** Everything that something in the accent stands on. */
const PAPERS = ["paper", "card", "ok-tint", "notice-tint", "warning-tint", "error-tint"];

/** `rgb(1, 2, 3)` or `#010203`; nothing else is a plain colour. */
export function colour(text: string): Colour | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim());
  if (hex) return [parseInt(hex[1] ?? "", 16), parseInt(hex[2] ?? "", 16), parseInt(hex[3] ?? "", 16)];
  const plain = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(text.trim());
  return plain ? [Number(plain[1]), Number(plain[2]), Number(plain[3])] : undefined;
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const channel = part / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How far apart two colours are, as WCAG counts it. */
export function contrast(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Whether text can be read on the accent, and the accent be told from every paper (WCAG AA). */
export const fits = (accent: Colour, ink: Colour, papers: readonly Colour[]) =>
  accent.join() !== NOBODYS && contrast(accent, ink) >= 4.5 && papers.every((paper) => contrast(accent, paper) >= 3);

/** Wears the system's accent, or ours. */
function wear() {
  const root = document.documentElement;
  root.style.removeProperty("--accent");
  root.style.removeProperty("--accent-ink");
  if (!CSS.supports("color", "AccentColor") || !CSS.supports("color", "AccentColorText")) return;
  const worn = getComputedStyle(root);
  const papers = PAPERS.map((name) => colour(worn.getPropertyValue(`--${name}`)));
  const probe = document.body.appendChild(document.createElement("span"));
  const [accent, ink] = ["AccentColor", "AccentColorText"].map((name) => {
    probe.style.color = name;
    return colour(getComputedStyle(probe).color);
  });
  probe.remove();
  if (!accent || !ink || papers.includes(undefined) || !fits(accent, ink, papers as Colour[])) return;
  root.style.setProperty("--accent", `rgb(${accent.join(" ")})`);
  root.style.setProperty("--accent-ink", `rgb(${ink.join(" ")})`);
}

/** Wears it from now on: as the scheme changes, and as somebody comes back who may have chosen another. */
export function followAccent() {
  wear();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", wear);
  window.addEventListener("focus", wear);
}
