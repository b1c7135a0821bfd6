// The log: a hundred thousand lines cost no more than those in view, and every one of them is text.

import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test, vi } from "vitest";
import { recorded, recordings } from "../fixtures/recorded";
import { App } from "../src/app";
import type { Engine, LogNews } from "../src/engine";
import type { LogLine } from "../src/generated/types";
import { unseen } from "../src/generated/unseen";
import { Book, everything, whole } from "../src/log";
import { heard, page, press, texts } from "./stage";

const line = (number: number, change: Partial<LogLine> = {}): LogLine => ({
  number,
  time: "",
  subsystem: "gateway",
  text: `line ${number}`,
  level: "info",
  ...change,
});
const mark = { check: "port-free", title: "Gateway port is taken", severity: "error", cause: "It is taken.", advice: "Free it." } as const;
const some = (first: number, count: number) => Array.from({ length: count }, (_, at) => line(first + at));

/** The window on its log, and what tells it news. */
const open = async (engine: Engine = recorded("healthy", "log"), earlierLog: Engine["earlierLog"] = async () => []) => {
  let tell: (news: LogNews) => void = () => {};
  let left = 0;
  const followLog: Engine["followLog"] = (onNews) => {
    tell = onNews;
    return () => void left++;
  };
  await act(async () => render(<App engine={{ ...engine, followLog, earlierLog }} />, page));
  await act(async () => {});
  return {
    writes: (lines: LogLine[]) => act(async () => tell({ kind: "lines", lines })),
    ends: (why: string) => act(async () => tell({ kind: "ended", why })),
    left: () => left,
  };
};
const rows = () => texts(".row-of .said");
const set = (selector: string, value: string) =>
  act(async () => {
    const field = page.querySelector<HTMLInputElement | HTMLSelectElement>(selector);
    if (!field) throw new Error(`no ${selector}`);
    field.value = value;
    field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  });
const key = (name: string) =>
  act(async () => void page.querySelector(".paper")?.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true })));

test("the book keeps the newest, counts what nobody read, and shows what is looked for", () => {
  const book = new Book(5);
  book.take([line(1), line(2, { level: "warn" }), line(3, { mark, level: "error", subsystem: "ws" })]);
  book.filter({ ...everything, level: "warn" });
  expect(book.shown.map(({ number }) => number)).toEqual([2, 3]);
  book.filter({ ...everything, level: "marked" });
  expect(book.shown.map(({ number }) => number)).toEqual([3]);
  book.filter({ ...everything, text: "[WS] LINE" });
  expect(book.shown.map(({ number }) => number)).toEqual([3]);
  book.filter({ ...everything, subsystem: "gateway" });
  expect(book.take([line(6), line(7), line(8)])).toBe(1);
  expect(book.shown.map(({ number }) => number)).toEqual([2, 6, 7, 8]);
  expect([book.missed, book.marked, book.lines.length]).toEqual([2, 1, 5]);
  book.take(some(9, 5));
  expect([book.marked, book.shown.length]).toEqual([0, 5]);
});

test("a line is copied as it was written", () => {
  expect(whole(line(1, { time: "10:00", text: "a  b" }))).toBe("10:00 [gateway] a  b");
  expect(whole(line(1, { subsystem: "" }))).toBe("line 1");
});

test("of a hundred thousand lines only those in view are on the page", async () => {
  const log = await open();
  for (let first = 1; first <= 110_000; first += 2_000) await log.writes(some(first, 2_000));
  expect(texts(".last")[0]).toBe("100,000 lines");
  expect(rows().length).toBeLessThan(100);
  expect(page.querySelector<HTMLElement>(".tall")?.style.height).toBe("2200000px");
  await set("input[type=search]", "line 109999");
  expect(rows()).toEqual(["gateway line 109999"]);
  await set("input[type=search]", "nowhere");
  expect(texts(".paper")).toEqual(["No line is like that."]);
});

test("earlier lines come when one goes up to them, as far as there is room, and what one reads stays where it is", async () => {
  // no layout here: the paper is as tall as it says
  const tall = vi.spyOn(HTMLElement.prototype, "scrollHeight", "get").mockImplementation(() => parseFloat(page.querySelector<HTMLElement>(".tall")?.style.height ?? "0"));
  const asked: number[] = [];
  // the log has 150,000 lines, of which the engine hands out 2,000 at a time
  const log = await open(undefined, async (before) => {
    asked.push(before);
    return before < 10_000 ? [] : some(before - 2_000, 2_000);
  });
  await log.writes(some(148_001, 2_000));
  expect(asked).toEqual([]);
  const paper = page.querySelector<HTMLElement>(".paper");
  if (!paper) throw new Error("no paper");
  const goUp = async () => {
    paper.scrollTop = 0;
    await act(async () => void paper.dispatchEvent(new Event("scroll")));
  };
  await goUp();
  await act(async () => {});
  expect(asked[0]).toBe(148_001);
  expect(paper.scrollTop).toBe(2_000 * 22);
  expect(rows()).toContain("gateway line 148001");
  for (let times = 0; times < 60; times += 1) await goUp();
  expect(texts(".last")[0]).toBe("100,000 lines");
  expect(rows().length).toBeLessThan(100);
  expect(asked).toHaveLength(49);
  // the oldest of them go again where new ones come
  await log.writes(some(150_001, 5));
  expect(texts(".last")[0]).toBe("100,000 lines");
  tall.mockRestore();
});

test("what is looked for is found among earlier lines, and where there are none one hears no more of it", async () => {
  let asked = 0;
  const log = await open(undefined, async (before) => {
    asked += 1;
    return before <= 1 ? [] : some(before - 10, 10);
  });
  await log.writes(some(101, 10));
  await set("input[type=search]", "line 7");
  for (let times = 0; times < 20; times += 1) await act(async () => {});
  expect(rows()).toEqual(["gateway line 7", ...Array.from({ length: 10 }, (_, at) => `gateway line ${70 + at}`)]);
  expect(asked).toBe(11);
  expect(texts(".missed")).toEqual([]);
});

test("level and subsystem are looked for, and both can be taken back", async () => {
  const log = await open();
  await log.writes([line(0, { level: "debug" }), line(1), line(2, { level: "warn" }), line(3, { mark, level: "error", subsystem: "ws" })]);
  const [level, subsystem] = [".filters label:nth-of-type(2) select", ".filters label:nth-of-type(3) select"];
  expect(texts(`${level} option`)).toEqual(["Everything", "Information and louder", "Warnings and errors", "Errors", "Explained"]);
  await set(level, "info");
  expect(rows()).toEqual(["gateway line 1", "gateway line 2", "ws line 3"]);
  await set(level, "warn");
  expect(rows()).toEqual(["gateway line 2", "ws line 3"]);
  expect(texts(".sign")[0]).toBe("!");
  await set(level, "error");
  expect(rows()).toEqual(["ws line 3"]);
  await set(level, "marked");
  expect(rows()).toEqual(["ws line 3"]);
  await set(level, "debug");
  expect(texts(`${subsystem} option`)).toEqual(["Any", "gateway", "ws"]);
  await set(subsystem, "gateway");
  expect(rows()).toEqual(["gateway line 0", "gateway line 1", "gateway line 2"]);
  await set(subsystem, "");
  expect(rows()).toHaveLength(4);
});

test("a line that is explained says cause and remedy, and leads to the doctor where that has something to say", async () => {
  const log = await open(recorded("broken-config", "log"));
  const failing = recordings.get("broken-config")?.report.findings[0]?.id ?? "";
  await log.writes([line(1, { mark: { ...mark, check: "elsewhere" } }), line(2, { mark: { ...mark, check: failing, fix: "Use another port" } })]);
  await key("ArrowUp");
  expect(texts(".chosen-line .title")).toEqual(["Gateway port is taken"]);
  expect(page.querySelector(".paper")?.getAttribute("aria-activedescendant")).toBe(page.querySelector("[aria-selected=true]")?.id);
  await key("ArrowUp");
  expect([texts(".chosen-line .advice"), texts(".chosen-line .fix")]).toEqual([["What to do: Free it."], []]);
  expect(texts(".chosen-line .mends")).toEqual([]);
  await key("End");
  expect(texts(".chosen-line .mends")).toEqual(["Fix: Use another port"]);
  await press("Show in the doctor");
  expect(page.querySelector(".pages [aria-current]")?.textContent).toBe("Doctor");
});

test("the log is held while one reads a line, and goes on when one says so", async () => {
  const log = await open();
  await log.writes(some(1, 3));
  expect(texts(".bar button")[0]).toBe("Hold");
  await key("Home");
  expect([texts(".bar button")[0], rows()[0]]).toEqual(["Follow", "gateway line 1"]);
  await log.writes(some(4, 3));
  expect(texts("[aria-selected=true] .said")).toEqual(["gateway line 1"]);
  await press("Close");
  expect(document.activeElement?.className).toBe("paper");
  await press("Follow");
  expect(texts(".bar button")[0]).toBe("Hold");
});

test("what was missed and why it ended is said", async () => {
  const log = await open();
  await log.writes([line(1)]);
  await log.writes([line(5)]);
  expect(texts(".missed")).toEqual(["3 lines were written faster than read, and are not here."]);
  await log.ends("Clawtender's engine has ended.");
  expect(texts("[role=alert]")).toEqual(["Clawtender's engine has ended."]);
});

test("nobody reads the log when its page is not open", async () => {
  const log = await open();
  await press("Overview");
  expect(log.left()).toBe(1);
  // what comes late is for nobody
  await log.writes(some(1, 3));
  expect(texts(".row-of")).toEqual([]);
});

test("the lines that are shown are copied, and one hears it", async () => {
  const copied: string[] = [];
  vi.stubGlobal("navigator", { clipboard: { writeText: async (text: string) => void copied.push(text) } });
  const log = await open();
  await log.writes([line(1), line(2, { text: "gnp.exe\u202e" })]);
  await press("Copy lines");
  await act(async () => {});
  vi.unstubAllGlobals();
  expect(copied).toEqual(["[gateway] line 1\n[gateway] gnp.exe‹U+202E›"]);
  expect(heard()).toBe("2 lines are copied.");
});

test("hostile lines stay text", async () => {
  await act(async () => render(<App engine={recorded("hostile", "log")} />, page));
  await act(async () => {});
  await key("End");
  expect(page.querySelectorAll("script, img, u, b, i, [onerror], [onload], a[href]")).toHaveLength(0);
  expect(page.textContent).toContain("‹U+202E›gnp.exe");
  expect(page.textContent).not.toMatch(unseen);
  // a megabyte in one line
  expect(page.textContent?.length).toBeLessThan(100_000);
  expect(texts(".chosen-line em")).toEqual(["… and 980,034 more characters"]);
});
