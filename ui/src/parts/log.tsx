// The gateway's log as it is written: followed or held, searched, and with what a line means where that is known. Only the
// lines in view are on the page, so that a hundred thousand cost no more than fifty.

import { useEffect, useId, useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import type { Engine } from "../engine";
import type { Level, LogLine, Mark } from "../generated/types";
import { labels } from "../labels";
import { Book, everything, type Filter, levels, whole } from "../log";
import { Moment } from "../moment";
import { cut, LINE, Outside, visible } from "../outside";
import { Button } from "./button";
import { findingShape, Glyph } from "./glyphs";

/** The height of a line, as in page.css, in pixels. */
const ROW = 22;
/** Lines beyond the edges that are there already when one scrolls. */
const BEYOND = 10;
/** So many heights before the first line, earlier ones are fetched. */
const AHEAD = 2;
/** The height that is filled before it is known. */
const UNMEASURED = 600;

type Props = {
  engine: Engine;
  announce: (text: string) => void;
  /** Whether the doctor has something to say of a check. */
  has: (check: string) => boolean;
  onCheck: (check: string) => void;
};

export function Log({ engine, announce, has, onCheck }: Props) {
  const book = useRef(new Book());
  const [, changed] = useReducer((count: number, _: void) => count + 1, 0);
  const [filter, look] = useState(everything);
  const [follows, follow] = useState(true);
  const [chosen, choose] = useState<LogLine>();
  const [ended, end] = useState<string>();
  const paper = useRef<HTMLDivElement>(null);
  /** Lines that have come above what one reads, until they are on the page. */
  const above = useRef(0);
  const [earlier, reach] = useState<"more" | "coming" | "all">("more");
  const gone = useRef(false);
  const asks = useRef(false);
  /** The engine has said what there is now: what is earlier than that is known. */
  const heard = useRef(false);

  // one page after the other, while somebody is where they would stand
  const fetchEarlier = () => {
    if (earlier !== "more" || asks.current || !heard.current) return;
    if (book.current.room === 0) return reach("all");
    asks.current = true;
    reach("coming");
    engine.earlierLog(book.current.lines[0]?.number ?? Number.MAX_SAFE_INTEGER).then(
      (lines) => {
        if (gone.current) return;
        asks.current = false;
        above.current += book.current.takeEarlier(lines);
        reach(lines.length === 0 ? "all" : "more");
      },
      // what cannot be had now may be had when one comes back
      () => gone.current || reach("all"),
    );
  };

  useEffect(() => () => void (gone.current = true), []);
  useEffect(() => {
    let left = false;
    const leave = engine.followLog((news) => {
      if (left) return;
      if (news.kind === "ended") return end(news.why);
      heard.current = true;
      const dropped = book.current.take(news.lines);
      // what one reads stays where it is
      if (paper.current) paper.current.scrollTop -= dropped * ROW;
      changed();
    });
    return () => {
      left = true;
      leave();
    };
  }, [engine]);

  const { lines, shown, missed, marked, subsystems } = book.current;
  // what is looked for may all be earlier
  useEffect(() => {
    if (shown.length === 0) fetchEarlier();
  });
  const refine = (change: Partial<Filter>) => {
    const refined = { ...filter, ...change };
    book.current.filter(refined);
    look(refined);
  };
  const copy = () => {
    const text = shown.map((line) => visible(whole(line))).join("\n");
    navigator.clipboard.writeText(text).then(
      () => announce(labels.log.copied(shown.length)),
      () => announce(labels.log.notCopied),
    );
  };
  return (
    <main class="log">
      <div class="bar">
        <h1>{labels.log.title}</h1>
        <p class="last">
          {lines.length > 0 && labels.log.shown(shown.length, lines.length)}
          {marked > 0 && ` · ${labels.log.marked(marked)}`}
          {earlier === "coming" && ` · ${labels.log.earlier}`}
        </p>
        <div class="buttons">
          <Button onPress={() => follow(!follows)}>{follows ? labels.log.hold : labels.log.follow}</Button>
          <Button off={shown.length === 0} onPress={copy}>
            {labels.log.copy}
          </Button>
        </div>
      </div>
      <Filters filter={filter} subsystems={[...subsystems].sort()} onRefine={refine} />
      {missed > 0 && <p class="missed">{labels.log.missed(missed)}</p>}
      {ended !== undefined && (
        <p class="problem" role="alert">
          <Outside text={ended} />
        </p>
      )}
      {shown.length === 0 ? (
        <p class="paper none">{lines.length === 0 ? labels.log.empty : labels.log.nothing}</p>
      ) : (
        <Paper
          paper={paper}
          shown={shown}
          above={above}
          onTop={fetchEarlier}
          follows={follows}
          onFollow={follow}
          chosen={chosen}
          onChoose={choose}
        />
      )}
      {chosen && <Chosen line={chosen} has={has} onCheck={onCheck} onClose={() => (choose(undefined), paper.current?.focus())} />}
    </main>
  );
}

type FiltersProps = { filter: Filter; subsystems: string[]; onRefine: (change: Partial<Filter>) => void };

function Filters({ filter, subsystems, onRefine }: FiltersProps) {
  return (
    <div class="filters" role="search" aria-label={labels.log.title}>
      <label class="grow">
        <span>{labels.log.text}</span>
        <input
          type="search"
          value={filter.text}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => onRefine({ text: event.currentTarget.value })}
        />
      </label>
      <label>
        <span>{labels.log.level}</span>
        <select value={filter.level} aria-label={labels.log.level} onChange={(event) => onRefine({ level: event.currentTarget.value as Filter["level"] })}>
          {([...levels, "marked"] as const).map((level) => (
            <option key={level} value={level}>
              {labels.log.levels[level]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{labels.log.subsystem}</span>
        <select value={filter.subsystem} aria-label={labels.log.subsystem} onChange={(event) => onRefine({ subsystem: event.currentTarget.value })}>
          <option value="">{labels.log.anySubsystem}</option>
          {subsystems.map((name) => (
            <option key={name} value={name}>
              {visible(name)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

type PaperProps = {
  paper: { current: HTMLDivElement | null };
  shown: LogLine[];
  /** How many of them have come above the others. */
  above: { current: number };
  /** Earlier lines are wanted. */
  onTop: () => void;
  follows: boolean;
  onFollow: (follows: boolean) => void;
  chosen: LogLine | undefined;
  onChoose: (line: LogLine) => void;
};

function Paper({ paper, shown, above, onTop, follows, onFollow, chosen, onChoose }: PaperProps) {
  const name = useId();
  const [top, scrolled] = useState(0);
  const put = useRef(0);
  const height = paper.current?.clientHeight || UNMEASURED;
  const from = Math.max(0, Math.min(Math.floor(top / ROW) - BEYOND, shown.length - 1));
  const until = Math.min(shown.length, Math.ceil((top + height) / ROW) + BEYOND);

  const place = chosen ? shown.indexOf(chosen) : -1;

  // what one reads stays where it is
  useLayoutEffect(() => {
    const element = paper.current;
    if (!element || above.current === 0) return;
    element.scrollTop += above.current * ROW;
    above.current = 0;
    scrolled(element.scrollTop);
  });

  // the newest line is the one people look for
  useLayoutEffect(() => {
    const element = paper.current;
    if (!element || !follows) return;
    element.scrollTop = element.scrollHeight;
    put.current = element.scrollTop;
    scrolled(element.scrollTop);
  });

  // the chosen line is in view, also when what it means has taken room from the log
  useLayoutEffect(() => {
    const element = paper.current;
    if (!element || place === -1) return;
    const above = place * ROW;
    if (above < element.scrollTop) element.scrollTop = above;
    else if (above + ROW > element.scrollTop + element.clientHeight) element.scrollTop = above + ROW - element.clientHeight;
    scrolled(element.scrollTop);
  }, [chosen]);

  useEffect(() => {
    const element = paper.current;
    if (element && element.scrollTop < AHEAD * (element.clientHeight || UNMEASURED)) onTop();
  });

  const choose = (at: number) => {
    const line = shown[Math.max(0, Math.min(at, shown.length - 1))];
    if (!line) return;
    onFollow(false);
    onChoose(line);
  };
  const page = Math.max(1, Math.floor(height / ROW) - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = place === -1 ? shown.length : place;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: at - page, PageDown: at + page, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  };
  const id = (line: LogLine) => `${name}-${line.number}`;
  return (
    <div
      class="paper"
      ref={paper}
      role="listbox"
      tabIndex={0}
      aria-label={labels.log.title}
      {...(chosen && place >= from && place < until ? { "aria-activedescendant": id(chosen) } : {})}
      onKeyDown={onKeyDown}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        scrolled(scrollTop);
        // going up holds the log, and coming back to its end follows it again
        if (follows && scrollTop < put.current - 1) onFollow(false);
        else if (!follows && !chosen && scrollTop + clientHeight >= scrollHeight - 1) onFollow(true);
      }}
    >
      <div class="tall" role="presentation" style={{ height: `${shown.length * ROW}px` }}>
        {shown.slice(from, until).map((line, at) => (
          <div
            key={line.number}
            id={id(line)}
            class={rowClass(line, line === chosen)}
            role="option"
            aria-selected={line === chosen}
            aria-setsize={shown.length}
            aria-posinset={from + at + 1}
            style={{ top: `${(from + at) * ROW}px` }}
            onClick={() => choose(from + at)}
          >
            <Row line={line} />
          </div>
        ))}
      </div>
    </div>
  );
}

const isLoud = (level: Level) => level === "warn" || level === "error";

const rowClass = ({ level, mark }: LogLine, chosen: boolean) =>
  ["row-of", ...(isLoud(level) ? ["loud"] : []), ...(level === "debug" ? ["faint"] : []), ...(mark ? [mark.severity] : []), ...(chosen ? ["chosen"] : [])].join(" ");

function Row({ line: { time, subsystem, text, level, mark } }: { line: LogLine }) {
  // whoever wants to read more chooses the line
  const [begins, left] = cut(text, LINE);
  return (
    <>
      <span class={`sign ${level}`}>
        {mark ? <Glyph shape={findingShape("fail", mark.severity)} label={mark.title} /> : isLoud(level) && <span title={labels.log.levelOf[level]}>{level === "error" ? "×" : "!"}</span>}
      </span>
      {time !== "" && (
        <span class="time">
          <Moment at={time} clock />
        </span>
      )}
      <bdi class="said">
        {subsystem !== "" && <span class="whence">{visible(subsystem)} </span>}
        {visible(begins)}
        {left > 0 && "…"}
      </bdi>
    </>
  );
}

type ChosenProps = { line: LogLine; has: (check: string) => boolean; onCheck: (check: string) => void; onClose: () => void };

function Chosen({ line, has, onCheck, onClose }: ChosenProps) {
  return (
    <section
      class="chosen-line"
      aria-label={labels.log.chosen}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      {line.mark && <Meaning mark={line.mark} has={has} onCheck={onCheck} />}
      <p class="said">
        <Outside text={whole(line)} label={labels.log.chosen} />
      </p>
      <div class="buttons">
        <Button onPress={onClose}>{labels.log.close}</Button>
      </div>
    </section>
  );
}

function Meaning({ mark, has, onCheck }: { mark: Mark; has: (check: string) => boolean; onCheck: (check: string) => void }) {
  return (
    <div class={`item ${mark.severity}`}>
      <Glyph shape={findingShape("fail", mark.severity)} label={labels.severity[mark.severity]} />
      <div class="body">
        <h2 class="title">
          <Outside text={mark.title} />
        </h2>
        <p>
          <Outside text={mark.cause} />
        </p>
        <p class="advice">
          {labels.whatToDo}: <Outside text={mark.advice} />
        </p>
        {mark.fix !== undefined && (
          <p class="mends">
            <Outside text={labels.log.fix(mark.fix)} />
          </p>
        )}
        {has(mark.check) && (
          <p class="fix">
            <Button onPress={() => onCheck(mark.check)}>{labels.log.inDoctor}</Button>
          </p>
        )}
      </div>
    </div>
  );
}
