// Every recorded state on every page, in any language and any width, for a test that looks at them in a real web view
// (tests/suites/desktop/looks.rs). Not part of the window.

import axe from "axe-core";
import { options, render } from "preact";
import { stretched } from "../fixtures/pseudo";
import { findings, recorded, recordings } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Engine } from "../src/engine";
import { type Page, pages } from "../src/pages";
import "../src/styles/theme.css";
import "../src/styles/page.css";
import { strays } from "./strays";

type Scheme = "light" | "dark";
type Asked = { state: string; page: Page; language?: string; scheme?: Scheme };

const place = document.createElement("div");
document.getElementById("app")?.append(place);

/** What the engine says, longer by a third where it is prose. */
function lengthened<T>(said: T): T {
  const longer = (_: string, value: unknown) => (typeof value === "string" && / /.test(value) && value.length < 600 ? stretched(value) : value);
  return said === undefined ? said : JSON.parse(JSON.stringify(said, longer));
}

function speaking(engine: Engine, language: string): Engine {
  const long = language === "en-XA" ? lengthened : <T,>(said: T) => said;
  const told = Object.entries(engine).map(([name, ask]) => {
    if (name === "watch" || name === "followLog") return [name, ask];
    return [name, async (...given: unknown[]) => long(await (ask as (...given: unknown[]) => unknown)(...given))];
  });
  return {
    ...(Object.fromEntries(told) as Engine),
    watch: (onUpdate) =>
      engine.watch((update) => {
        const longer = long(update);
        onUpdate(longer.kind === "view" ? { ...longer, view: { ...longer.view, snapshot: { ...longer.view.snapshot, language } } } : longer);
      }),
  };
}

// so many times the same takes long to look at, and shows nothing new
for (const recording of recordings.values()) if (recording.repeat) recording.repeat = 2;

// what is below the window is looked at as well
document.styleSheets[0]?.insertRule("* { content-visibility: visible !important; }");

const darkly = [...document.styleSheets]
  .flatMap((sheet) => [...sheet.cssRules])
  .filter((rule) => rule instanceof CSSMediaRule)
  .filter((rule) => rule.media.mediaText.includes("prefers-color-scheme"));

/** Wears a scheme, whichever the system has. */
function wear(scheme: Scheme) {
  document.documentElement.style.colorScheme = scheme;
  for (const rule of darkly) rule.media.mediaText = scheme === "dark" ? "all" : "not all";
}

// effects wait for the next picture of a screen: hundreds of states are looked at here, and nobody watches
options.requestAnimationFrame = (effects) => setTimeout(effects);
const turn = () => new Promise((go) => setTimeout(go));

/** Until nothing moves any more. */
async function settled() {
  let [before, still] = ["", 0];
  for (let round = 0; round < 200 && still < 4; round++) {
    await turn();
    still = place.innerHTML === before ? still + 1 : 0;
    before = place.innerHTML;
  }
}

async function show({ state, page, language = "en", scheme = "light" }: Asked): Promise<string> {
  render(null, place);
  wear(scheme);
  render(<App engine={speaking(recorded(state, page), language)} />, place);
  await settled();
  return place.innerHTML;
}

const unfold = async () => {
  for (const fold of place.querySelectorAll("details")) fold.open = true;
  await settled();
};

/** The accessibility rules that what is shown breaks. */
async function broken(only?: string[]): Promise<string[]> {
  const { violations } = await axe.run(place, only ? { runOnly: only } : {});
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.any.map(({ message }) => message).join(" ")}`));
}

const gallery = { states: [...recordings.keys(), "lost"], findings: [...findings.keys()], pages, show, unfold, strays: () => strays(place), broken };
export type Gallery = typeof gallery;
Object.assign(window, { gallery });

// by hand, and for whoever presses keys: /?state=hung&page=doctor
const asked = new URLSearchParams(location.search);
const state = asked.get("state");
if (state !== null) void show({ state, page: (asked.get("page") ?? "overview") as Page, language: asked.get("language") ?? "en", scheme: (asked.get("scheme") ?? "light") as Scheme });
