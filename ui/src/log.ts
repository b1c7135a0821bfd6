// The gateway's lines as this window has read them, and those of them that are shown. What a line means and how loud it is
// the engine has said; here it is only looked for. Pure.

import type { Level, LogLine } from "./generated/types";

/** How many lines are kept; the oldest go first. */
export const KEPT = 100_000;

export type Filter = {
  /** Stands in the line, whatever its case. */
  text: string;
  /** As loud as this and louder, or those that are explained. */
  level: Level | "marked";
  /** Written by this one; empty for all. */
  subsystem: string;
};

export const everything: Filter = { text: "", level: "debug", subsystem: "" };

/** From everything to the loudest. */
export const levels = ["debug", "info", "warn", "error"] as const satisfies readonly Level[];

const fits = ({ text, level, subsystem }: Filter) => {
  const wanted = text.toLowerCase();
  return (line: LogLine) =>
    (level === "marked" ? line.mark !== undefined : levels.indexOf(line.level) >= levels.indexOf(level)) &&
    (subsystem === "" || line.subsystem === subsystem) &&
    (wanted === "" || whole(line).toLowerCase().includes(wanted));
};

/** The line as the gateway wrote it. */
export function whole({ time, subsystem, text }: LogLine): string {
  return [time, subsystem && `[${subsystem}]`, text].filter((part) => part !== "").join(" ");
}

export class Book {
  lines: LogLine[] = [];
  shown: LogLine[] = [];
  /** Lines that were written faster than they were read. */
  missed = 0;
  /** Lines that are explained. */
  marked = 0;
  readonly subsystems = new Set<string>();
  #filter = everything;

  constructor(private readonly kept = KEPT) {}

  /** How many more would fit before the newest have to go. */
  get room() {
    return this.kept - this.lines.length;
  }

  /** Takes in what was written before all that is here, as far as there is room. How many of the lines are shown. */
  takeEarlier(lines: LogLine[]): number {
    const oldest = this.lines[0]?.number ?? Infinity;
    const before = lines.filter(({ number }) => number < oldest);
    const earlier = before.slice(Math.max(0, before.length - this.room));
    const shows = earlier.filter(fits(this.#filter));
    // not spread into one call: there may be more than a call takes
    this.lines = earlier.concat(this.lines);
    this.shown = shows.concat(this.shown);
    for (const line of earlier) {
      if (line.subsystem !== "") this.subsystems.add(line.subsystem);
      if (line.mark) this.marked += 1;
    }
    return shows.length;
  }

  /** Takes in what was written. How many of the shown lines have gone to make room. */
  take(lines: LogLine[]): number {
    const [last, first] = [this.lines.at(-1)?.number, lines[0]?.number];
    if (last !== undefined && first !== undefined && first > last + 1) this.missed += first - last - 1;
    const shows = fits(this.#filter);
    for (const line of lines) {
      this.lines.push(line);
      if (line.subsystem !== "") this.subsystems.add(line.subsystem);
      if (line.mark) this.marked += 1;
      if (shows(line)) this.shown.push(line);
    }
    return this.#makeRoom();
  }

  filter(filter: Filter) {
    this.#filter = filter;
    this.shown = this.lines.filter(fits(filter));
  }

  #makeRoom(): number {
    const gone = this.lines.splice(0, Math.max(0, this.lines.length - this.kept));
    this.marked -= gone.filter(({ mark }) => mark).length;
    const oldest = this.lines[0]?.number ?? 0;
    const stays = this.shown.findIndex(({ number }) => number >= oldest);
    return this.shown.splice(0, stays === -1 ? this.shown.length : stays).length;
  }
}
