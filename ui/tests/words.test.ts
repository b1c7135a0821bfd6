// Holds the page's places to its words: each place has a message that is told the same things, each message has a place, and
// each place is looked at by some part of the page. That the languages say the same is crates/core/tests/words.rs.

import { readFileSync, readdirSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { mirrored, stretched } from "../fixtures/pseudo";
import { labels, places } from "../src/labels";
import { guess, idOf, languages, type Places, speak, word } from "../src/words";

afterEach(() => speak("en"));

type Leaf = { path: string[]; told: string[] };

const leaves = (places: Places, path: string[] = []): Leaf[] =>
  Object.entries(places).flatMap(([name, place]) => {
    const here = [...path, name];
    if (place === word) return [{ path: here, told: [] }];
    // what it is given does not matter, what the message is told does
    if (typeof place === "function") return [{ path: here, told: Object.keys((place as (...given: unknown[]) => object)(7, 7)) }];
    return leaves(place as Places, here);
  });

const all = leaves(places);

/** The ids of a file's messages with the names of what they are told. */
function messages(tag: string): Map<string, Set<string>> {
  const text = readFileSync(`../crates/core/words/${tag}/window.ftl`, "utf8");
  const found = new Map<string, Set<string>>();
  for (const [, id = "", body = ""] of text.matchAll(/^([a-z][\w-]*) =((?:.|\n(?=[ }]))*)/gm)) {
    found.set(id, new Set([...body.matchAll(/\$(\w+)/g)].map(([, name = ""]) => name)));
  }
  return found;
}

test("no two places have one message", () => {
  const ids = all.map(({ path }) => idOf(path));
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test("every place has its message, and every message its place", () => {
  expect([...messages("en").keys()].sort()).toEqual(all.map(({ path }) => idOf(path)).sort());
});

test("every message is told all it speaks of", () => {
  const english = messages("en");
  const told = all.map(({ path, told }) => [idOf(path), [...told].sort()]);
  const spokenOf = all.map(({ path }) => [idOf(path), [...(english.get(idOf(path)) ?? [])].sort()]);
  expect(spokenOf).toEqual(told);
});

test("no place is forgotten by the page", () => {
  const folders = ["src", "src/parts"];
  const sources = folders.flatMap((folder) => readdirSync(folder).filter((name) => /\.tsx?$/.test(name)).map((name) => `${folder}/${name}`));
  const text = sources.filter((name) => name !== "src/labels.ts").map((name) => readFileSync(name, "utf8")).join("\n");
  const looked = ({ path }: Leaf) => {
    const whole = new RegExp(`labels\\.${path.join("\\.")}\\b`);
    const chosen = new RegExp(`labels\\.${path.slice(0, -1).join("\\.")}\\[`);
    return whole.test(text) || (path.length > 1 && chosen.test(text));
  };
  expect(all.filter((leaf) => !looked(leaf)).map(({ path }) => path.join("."))).toEqual([]);
});

test("figures and plurals are the language's", () => {
  speak("de");
  expect(document.documentElement.lang.split("-")[0]).toBe("de");
  expect([labels.waiting(1), labels.waiting(2), labels.log.shown(1, 12345)]).toEqual([
    "1 Anfrage wartet",
    "2 Anfragen warten",
    "1 von 12.345 Zeilen",
  ]);
  expect([labels.askedIn(999.6), labels.askedIn(1250)]).toEqual(["abgefragt in 1.000 ms", "abgefragt in 1,3 s"]);
  expect(labels.restartedItself(0)).toBe("Kein automatischer Neustart");
  speak("en");
  expect([labels.waiting(1), labels.log.shown(12345, 12345)]).toEqual(["1 request waits", "12,345 lines"]);
});

test("a language that there is no folder for is English, and one of another country is itself", () => {
  speak("de-AT");
  expect(labels.keys.title).toBe("Schlüssel");
  speak("xx-YY");
  expect(labels.keys.title).toBe("Keys");
  expect(guess(["xx", "de-CH", "en-GB", "en"])).toBe("de-CH");
  expect(guess([])).toBe("en");
  expect([...languages.keys()]).toContain("de");
});

test("the languages that nobody speaks are longer, or run the other way", () => {
  expect(stretched("Open the doctor, 7 MB")).toBe("Öpéñ~~ thé~ döçtöŕ~~, 7 MB~");
  expect(mirrored("Open it")).toBe("\u202eOpen\u202c \u202eit\u202c");
});
