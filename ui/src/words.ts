// In which language the page speaks, and what it says in it: Fluent messages from the folders of crates/core/words.
// The engine says which language; until it has, the web view's own is as good a guess as any.

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

/** A word that is the same wherever it stands. */
export const word = null;
export type Word = typeof word;
/** What a message is told. */
export type Told = Record<string, FluentVariable>;
export type Places = { readonly [name: string]: Word | ((...given: never[]) => Told) | Places };
export type Spoken<P> = {
  readonly [Name in keyof P]: P[Name] extends Word
    ? string
    : P[Name] extends (...given: infer Given) => Told
      ? (...given: Given) => string
      : Spoken<P[Name]>;
};

type Direction = "ltr" | "rtl";
type Language = { tag: string; locale: string; name: string; whole: boolean; direction: Direction; bundle: FluentBundle };

const files = import.meta.glob<string>(["../../crates/core/words/*/language.ftl", "../../crates/core/words/*/window.ftl"], {
  query: "?raw",
  import: "default",
  eager: true,
});

/** For photographs (ui/README.md) and the gallery, and in no other build: what the languages are like that nobody speaks. */
const mode = import.meta.env.MODE;
const pseudo = mode === "pseudo" || mode === "gallery" ? await import("../fixtures/pseudo") : undefined;

const folders = new Map<string, string[]>();
for (const [path, text] of Object.entries(files)) {
  const tag = path.split("/").at(-2) ?? "";
  folders.set(tag, [...(folders.get(tag) ?? []), text]);
}

if (mode === "gallery") for (const tag of pseudo?.feigned ?? []) folders.set(tag, []);

const base = (tag: string) => tag.split("-")[0]?.toLowerCase() ?? "";
const system = new Intl.DateTimeFormat().resolvedOptions().locale;

function read(tag: string): Language {
  const feigned = pseudo?.disguise(tag, mode);
  const texts = folders.get(feigned?.of ?? tag) ?? [];
  // whoever reads German in Austria has its months and its decimal signs
  const locale = base(system) === base(tag) ? system : tag;
  const resources = texts.map((text) => new FluentResource(text));
  const plain = new FluentBundle(tag);
  for (const resource of resources) plain.addResource(resource);
  const own = (id: string) => {
    const pattern = plain.getMessage(id)?.value;
    return pattern ? plain.formatPattern(pattern) : "";
  };
  const direction = feigned?.direction ?? (own("language-direction") === "rtl" ? "rtl" : "ltr");
  const bundle = new FluentBundle(locale, {
    // no marks around what is inserted: what is from outside keeps its direction to itself (outside.tsx), which shows such marks
    useIsolating: false,
    ...(feigned && { transform: feigned.transform }),
  });
  for (const resource of resources) bundle.addResource(resource);
  return { tag, locale, name: own("language-name"), whole: own("language-whole") === "yes", direction, bundle };
}

/** Every language there is a folder for, by its tag. */
export const languages: ReadonlyMap<string, Language> = new Map([...folders.keys()].sort().map((tag) => [tag, read(tag)]));

const english = languages.get("en") ?? read("en");
let spokenNow = english;

/** From now on, the page speaks this language; English, where it has no words for it. */
export function speak(tag: string): void {
  const language = languages.get(tag) ?? languages.get(base(tag)) ?? english;
  if (language === spokenNow && document.documentElement.lang === language.locale) return;
  spokenNow = language;
  document.documentElement.lang = language.locale;
  document.documentElement.dir = language.direction;
}

/** The first of these languages that there is a folder for which says everything. */
export const guess = (wanted: readonly string[]) => wanted.find((tag) => (languages.get(tag) ?? languages.get(base(tag)))?.whole) ?? "en";

/** Whose dates and figures are written now. */
export const locale = () => spokenNow.locale;

function say(id: string, told: Told = {}): string {
  for (const { bundle } of [spokenNow, english]) {
    const pattern = bundle.getMessage(id)?.value;
    // with a list to note them in, what is missing is shown as such and nothing is thrown
    if (pattern) return bundle.formatPattern(pattern, told, []);
  }
  return id;
}

/** The id of the message for a place: deleteAsk in keys is keys-delete-ask. */
export const idOf = (path: readonly string[]) =>
  path.join("-").replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

/** The same places with words in them, in the language of whenever they are asked for. */
export function spoken<P extends Places>(places: P, path: readonly string[] = []): Spoken<P> {
  const made = {};
  for (const [name, place] of Object.entries(places)) {
    const here = [...path, name];
    const id = idOf(here);
    const get =
      place === word
        ? () => say(id)
        : typeof place === "function"
          ? () => (...given: never[]) => say(id, place(...given))
          : undefined;
    Object.defineProperty(made, name, { enumerable: true, ...(get ? { get } : { value: spoken(place as Places, here) }) });
  }
  return made as Spoken<P>;
}
