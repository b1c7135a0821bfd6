// The settings: each with what it means, what stands there and what the system says next to it. What is changed goes to the
// engine at once, text when it is saved; what is shown afterwards is what the engine has read again.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Decided, Engine, SettingValue } from "../engine";
import type { Field, Line, SettingRow, SettingsView } from "../generated/types";
import { labels } from "../labels";
import { Moment } from "../moment";
import { Outside, visible } from "../outside";
import { Button } from "./button";

type Props = { engine: Engine; announce: (text: string) => void; onFirstRun: () => void };

/** What came of a change, and of which setting's. */
type Came = { key: string; decided: Decided };

export function Settings({ engine, announce, onFirstRun }: Props) {
  const [view, tell] = useState<SettingsView>();
  const [problem, fail] = useState<string>();
  const [saving, save] = useState(0);
  const [came, come] = useState<Came>();
  // one after the other, in the order in which they were given
  const before = useRef<Promise<unknown>>(Promise.resolve());

  useEffect(() => {
    let late = false;
    const look = () =>
      void engine.settings().then(
        (view) => late || (tell(view), fail(undefined)),
        (why: unknown) => late || fail(String(why)),
      );
    look();
    // whoever comes back may have edited the file, or switched something in the system
    window.addEventListener("focus", look);
    return () => {
      late = true;
      window.removeEventListener("focus", look);
    };
  }, [engine]);

  const ordered = (key: string, order: () => Promise<Decided>) => {
    save((saving) => saving + 1);
    come(undefined);
    const over = async (decided: Decided) => {
      // what is so now is shown together with what came of it
      const now = await engine.settings().catch(() => undefined);
      if (now) tell(now);
      save((saving) => saving - 1);
      come({ key, decided });
      announce(decided.message);
    };
    before.current = before.current.then(order).then(over, (why: unknown) => over({ ok: false, message: String(why) }));
  };

  return (
    <main class="settings">
      <div class="bar">
        <h1>{labels.settings.title}</h1>
        <p class="last" role="status">
          {!view && problem === undefined && labels.settings.reading}
          {saving > 0 && labels.settings.saving}
        </p>
        <Button onPress={onFirstRun}>{labels.firstRun.again}</Button>
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          <Outside text={problem} />
        </p>
      )}
      {view && view.warnings.length > 0 && <Warnings view={view} />}
      {view?.sections.map((section) => (
        <Section key={section.title} title={section.title}>
          {section.rows.map((row) => (
            <Row
              key={row.key}
              row={row}
              came={came?.key === row.key ? came.decided : undefined}
              onChange={(value) => ordered(row.key, () => engine.setSetting(row.key, value))}
              onUnmute={(check) => ordered(row.key, () => engine.unmute(check))}
            />
          ))}
        </Section>
      ))}
      {view && (
        <Section title={labels.settings.fileTitle}>
          <File engine={engine} view={view} announce={announce} />
        </Section>
      )}
    </main>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="tile" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Warnings({ view }: { view: SettingsView }) {
  return (
    <div class="asked" role="note">
      <p>{labels.settings.warnings}</p>
      <ul>
        {view.warnings.map(({ place, message }, at) => (
          <li key={at}>
            {place !== "" && <span class="subject">{place}</span>} <Outside text={message} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function File({ engine, view, announce }: { engine: Engine; view: SettingsView; announce: (text: string) => void }) {
  const [problem, fail] = useState<string>();
  const open = () => {
    fail(undefined);
    engine.openSettingsFile().catch((why: unknown) => {
      fail(String(why));
      announce(String(why));
    });
  };
  return (
    <div class="setting">
      <div class="what">
        <p>
          <Outside text={view.file} />
        </p>
        {!view.exists && <p class="about">{labels.settings.noFile}</p>}
        {problem !== undefined && (
          <p class="problem">
            <Outside text={problem} />
          </p>
        )}
      </div>
      <div class="field">
        <Button off={!view.exists} onPress={open}>
          {labels.settings.openFile}
        </Button>
      </div>
    </div>
  );
}

type RowProps = {
  row: SettingRow;
  came: Decided | undefined;
  onChange: (value: SettingValue) => void;
  onUnmute: (check: string) => void;
};

function Row({ row, came, onChange, onUnmute }: RowProps) {
  const [draft, write] = useState<boolean | string>();
  const ids = { title: useId(), about: useId(), field: useId() };
  const box = useRef<HTMLDivElement>(null);
  // what was not taken stays to be mended where it was typed; everything else is as it is
  useEffect(() => {
    if (came && (came.ok || typeof draft === "boolean" || row.field.kind === "choice")) write(undefined);
  }, [came]);
  // the button that was pressed may have gone
  useLayoutEffect(() => {
    if (came && document.activeElement === document.body) {
      box.current?.querySelector<HTMLElement>("input, select, textarea, button")?.focus({ preventScroll: true });
    }
  }, [came, draft]);
  const at = { draft, write, ids, onChange, onUnmute, title: row.title };
  return (
    <div class="setting" ref={box} role="group" aria-labelledby={ids.title}>
      <div class="what">
        <p class="title" id={ids.title}>
          {row.field.kind === "told" || row.field.kind === "muted" ? row.title : <label for={ids.field}>{row.title}</label>}
        </p>
        {row.about !== "" && (
          <p class="about" id={ids.about}>
            {row.about}
          </p>
        )}
        <Says lines={row.says} />
      </div>
      {row.field.kind !== "told" && (
        <div class="field">
          <Control field={row.field} at={at} about={row.about !== "" ? ids.about : undefined} />
          {row.changed && row.field.kind !== "muted" && (
            <p class="usual">
              {row.usual !== undefined && <Outside text={labels.settings.usual(row.usual)} />}
              <Button label={labels.settings.useUsualFor(visible(row.title))} onPress={() => onChange(null)}>
                {labels.settings.useUsual}
              </Button>
            </p>
          )}
          {row.mend !== undefined && (
            <p class="usual">
              <Button onPress={() => onChange(true)}>{row.mend}</Button>
            </p>
          )}
          {came && (
            <p class={came.ok ? "became" : "became problem"}>
              <Outside text={came.message} />
            </p>
          )}
        </div>
      )}
    </div>
  );
}

export function Says({ lines }: { lines: Line[] }) {
  if (lines.length === 0) return null;
  return (
    <ul class="says">
      {lines.map(({ text, known, at: when }, at) => (
        <li key={at} class={known ? "" : "unknown"}>
          <Outside text={known ? text : labels.settings.notKnown(text)} />
          {when !== undefined && when !== null && (
            <>
              {" "}
              <Moment at={when} brief />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

type At = {
  /** What stands in the field and is not what the engine knows. */
  draft: boolean | string | undefined;
  write: (draft: boolean | string | undefined) => void;
  ids: { title: string; about: string; field: string };
  title: string;
  onChange: (value: SettingValue) => void;
  onUnmute: (check: string) => void;
};

function Control({ field, at, about }: { field: Field; at: At; about: string | undefined }) {
  const { draft, write, ids, onChange, onUnmute } = at;
  const named = { id: ids.field, ...(about === undefined ? {} : { "aria-describedby": about }) };
  const change = (value: boolean | string) => {
    write(value);
    onChange(value);
  };
  switch (field.kind) {
    case "told":
      return null;
    case "switch":
      return (
        <input
          type="checkbox"
          role="switch"
          class="switch"
          {...named}
          checked={draft === undefined ? field.on : draft === true}
          onChange={(event) => change(event.currentTarget.checked)}
        />
      );
    case "choice": {
      const value = typeof draft === "string" ? draft : field.value;
      const said = field.options.find((option) => option.value === value)?.about ?? "";
      return (
        <>
          <select
            {...named}
            value={value}
            onChange={(event) => change(event.currentTarget.value)}
          >
            {field.options.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          {said !== "" && <p class="about">{said}</p>}
        </>
      );
    }
    case "text":
      return <Typed at={at} named={named} value={field.value} example={field.example} lines={false} />;
    case "lines":
      return <Typed at={at} named={named} value={field.value.join("\n")} example={field.example} lines />;
    case "muted":
      if (field.checks.length === 0) return <p class="about">{labels.settings.nothingMuted}</p>;
      return (
        <ul class="muted">
          {field.checks.map((check) => (
            <li key={check.id}>
              <Outside text={check.title} />{" "}
              <span class="when">{check.over ? labels.settings.over : <>{labels.settings.until} <Moment at={check.until} brief /></>}</span>
              <Button
                label={(check.over ? labels.settings.takeOutFor : labels.settings.unmuteFor)(visible(check.title))}
                onPress={() => onUnmute(check.id)}
              >
                {check.over ? labels.settings.takeOut : labels.settings.unmute}
              </Button>
            </li>
          ))}
        </ul>
      );
  }
}

type TypedProps = { at: At; named: { id: string }; value: string; example: string; lines: boolean };

/** Text, saved when the person says so. */
function Typed({ at: { draft, write, title, onChange }, named, value, example, lines }: TypedProps) {
  const shown = typeof draft === "string" ? draft : value;
  const differs = shown !== value;
  const field = {
    ...named,
    value: shown,
    placeholder: example,
    spellcheck: false,
    autocomplete: "off",
    onInput: (event: { currentTarget: { value: string } }) => write(event.currentTarget.value),
  } as const;
  return (
    <form
      onKeyDown={(event) => {
        if (event.key === "Escape") write(undefined);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!differs) return;
        onChange(lines ? shown.split("\n").map((line) => line.trim()).filter((line) => line !== "") : shown);
      }}
    >
      {lines ? <textarea rows={Math.min(6, Math.max(2, shown.split("\n").length))} {...field} /> : <input type="text" {...field} />}
      {differs && (
        <button type="submit" class="primary" aria-label={labels.settings.saveFor(visible(title))}>
          {labels.settings.save}
        </button>
      )}
    </form>
  );
}
