// The providers' keys: where each is, since when, and what its provider last said. A key is entered here and never shown: what
// is typed goes to the engine as an answer to a step, like every other.

import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Decided, Engine, KeyName } from "../engine";
import type { KeyList, KeyRow, MovePlan, NewKey, SignInView } from "../generated/types";
import { labels } from "../labels";
import { Moment } from "../moment";
import { Outside, visible } from "../outside";
import { Button } from "./button";
import { Glyph, type Shape } from "./glyphs";
import { SignIn, type SignInOrders } from "./sign-in";

type Props = {
  engine: Engine;
  signIn: SignInView | undefined;
  onSignIn: SignInOrders;
  announce: (text: string) => void;
};

/** What is under way: of one key, of all (`all`), of those in files (`move`), or of a new one (`new`). */
type UnderWay = { whose: string; what: "test" | "delete" | "enter" | "move" };

/** What came of it. */
type Came = { whose: string; decided: Decided };

export function Keys({ engine, signIn, onSignIn, announce }: Props) {
  const [list, tell] = useState<KeyList>();
  const [problem, fail] = useState<string>();
  const [underWay, begin] = useState<UnderWay>();
  const [came, come] = useState<Came>();
  const [version, again] = useState(0);

  useEffect(() => {
    let late = false;
    engine.keys().then(
      (keys) => late || (tell(keys), fail(undefined)),
      (why: unknown) => late || fail(String(why)),
    );
    return () => {
      late = true;
    };
  }, [engine, version]);

  const busy = underWay !== undefined || signIn !== undefined;
  const ordered = (begun: UnderWay, doing: Promise<Decided>) => {
    begin(begun);
    come(undefined);
    const over = (decided: Decided) => {
      begin(undefined);
      come({ whose: begun.whose, decided });
      announce(decided.message);
      again((version) => version + 1);
    };
    doing.then(over, (why: unknown) => over({ ok: false, message: String(why) }));
  };
  const enter = (key: KeyName, what: NewKey, whose: string) =>
    ordered(
      { whose, what: "enter" },
      engine.newKey(key, what).then(({ outcome, message }) => ({ ok: outcome === "verified", message })),
    );
  const rows = list?.keys ?? [];
  // one that a finding asks for stands at its finding
  const asked = signIn?.finding === undefined ? signIn : undefined;
  // what came of it stands beside what it came of, while that is there
  const beside =
    came?.whose === "new" ||
    (came?.whose === "move" && rows.some(({ movable }) => movable)) ||
    rows.some((row) => whoseOf(row) === came?.whose);
  return (
    <main class="keys">
      <div class="bar">
        <h1>{labels.keys.title}</h1>
        <p class="last" role="status">
          {!list && problem === undefined && labels.keys.reading}
        </p>
        {rows.length > 0 && (
          <Button off={busy} busy={underWay?.whose === "all"} onPress={() => ordered({ whose: "all", what: "test" }, engine.testKeys(null))}>
            {underWay?.whose === "all" ? labels.keys.testing : labels.keys.testAll}
          </Button>
        )}
      </div>
      {(problem ?? list?.trouble) !== undefined && (
        <p class="problem" role="alert">
          <Outside text={problem ?? list?.trouble ?? ""} />
        </p>
      )}
      {!beside && <Became came={came} whose={came?.whose} />}
      {asked && <SignIn view={asked} orders={onSignIn} announce={announce} onSeen={undefined} />}
      {list && (
        <>
          <Add
            list={list}
            busy={busy}
            came={came}
            onAdd={(provider) => enter({ provider, account: null }, "first", "new")}
          />
          {rows.length === 0 && list.trouble === undefined && <p class="nothing">{labels.keys.none}</p>}
          <ul class="items cards">
            {rows.map((row) => (
              <Row
                key={whoseOf(row)}
                row={row}
                busy={busy}
                underWay={underWay}
                came={came}
                onTest={() => ordered({ whose: whoseOf(row), what: "test" }, engine.testKeys(nameOf(row), row.same))}
                onDelete={() => ordered({ whose: whoseOf(row), what: "delete" }, engine.deleteKey(nameOf(row)))}
                onEnter={(what) => enter(nameOf(row), what, whoseOf(row))}
                announce={announce}
              />
            ))}
          </ul>
          {rows.some(({ movable }) => movable) && (
            <Move
              engine={engine}
              busy={busy}
              moving={underWay?.what === "move"}
              came={came}
              onMove={(seen) => ordered({ whose: "move", what: "move" }, engine.moveKeys(seen))}
            />
          )}
        </>
      )}
    </main>
  );
}

const nameOf = ({ provider, account }: KeyRow): KeyName => ({ provider, account: account ?? null });
const whoseOf = ({ provider, account, place }: KeyRow) => JSON.stringify([provider, account ?? null, place]);

function Became({ came, whose }: { came: Came | undefined; whose: string | undefined }) {
  const words = useRef<HTMLParagraphElement>(null);
  const mine = came !== undefined && came.whose === whose ? came : undefined;
  // what was pressed or typed into has gone: the keyboard finds what came of it
  useLayoutEffect(() => {
    if (document.activeElement === document.body) words.current?.focus({ preventScroll: true });
  }, [mine]);
  if (!mine) return null;
  return (
    <p class={mine.decided.ok ? "became" : "became problem"} ref={words} tabIndex={-1}>
      <Outside text={mine.decided.message} />
    </p>
  );
}

type RowProps = {
  row: KeyRow;
  busy: boolean;
  underWay: UnderWay | undefined;
  came: Came | undefined;
  onTest: () => void;
  onDelete: () => void;
  onEnter: (what: NewKey) => void;
  announce: (text: string) => void;
};

function Row({ row, busy, underWay, came, onTest, onDelete, onEnter, announce }: RowProps) {
  const whose = whoseOf(row);
  const [asks, ask] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const mine = underWay?.whose === whose ? underWay.what : undefined;
  const keep = () => {
    ask(false);
    announce(labels.keys.kept);
  };
  // the button that was pressed goes: the keyboard stays with the question, and with the key after it
  const asked = useRef(asks);
  useLayoutEffect(() => {
    if (asked.current === asks) return;
    asked.current = asks;
    const { activeElement } = document;
    if (activeElement === document.body || box.current?.contains(activeElement)) box.current?.querySelector<HTMLElement>("button:last-of-type")?.focus();
  }, [asks]);
  return (
    <li class={`item ${toneOf(row)}`}>
      <Glyph shape={shapeOf(row)} />
      <div class="body">
        <h2 class="title">
          <Outside text={row.name} />
          {row.lastFour !== undefined && <span class="subject">{labels.keys.ending(visible(row.lastFour))}</span>}
        </h2>
        <dl class="lines-of">
          <div>
            <dt>{labels.keys.where}</dt>
            <dd>
              {row.kept ? labels.keys.inKeychain : <Outside text={row.place} />}
              {!row.kept && <span class="about">{labels.keys.open}</span>}
            </dd>
          </div>
          <div>
            <dt>{labels.keys.stored}</dt>
            <dd>{row.storedAt ? <Moment at={row.storedAt} brief /> : labels.keys.notSince}</dd>
          </div>
          <div>
            <dt>{labels.keys.said}</dt>
            <dd>
              {row.test ? (
                <>
                  <Outside text={row.test.words} />
                  <span class="when">
                    <Moment at={row.test.at} brief />
                  </span>
                </>
              ) : (
                labels.keys.untested
              )}
            </dd>
          </div>
        </dl>
        {row.flaw !== undefined && (
          <p class="flaw">
            <Outside text={row.flaw} />
          </p>
        )}
        {!row.kept && row.same !== undefined && (
          <div class="buttons" role="group" aria-label={visible(row.name)}>
            <Button off={busy} busy={mine === "test"} onPress={onTest}>
              {mine === "test" ? labels.keys.testing : labels.keys.test}
            </Button>
          </div>
        )}
        {row.kept && (
          <div
            class="fix"
            ref={box}
            onKeyDown={(event) => {
              if (event.key === "Escape" && asks) keep();
            }}
          >
            {asks && <p class="step">{labels.keys.deleteAsk(visible(row.name))}</p>}
            <div class="buttons" role="group" aria-label={visible(row.name)}>
              {asks ? (
                <>
                  <Button
                    primary
                    onPress={(event) => {
                      // the second half of a double click is not a second thought
                      if (event.detail > 1) return;
                      ask(false);
                      onDelete();
                    }}
                  >
                    {labels.keys.deleteYes}
                  </Button>
                  <Button onPress={keep}>{labels.keys.keep}</Button>
                </>
              ) : (
                <>
                  <Button off={busy} busy={mine === "test"} onPress={onTest}>
                    {mine === "test" ? labels.keys.testing : labels.keys.test}
                  </Button>
                  <Button off={busy} onPress={() => onEnter("another")}>
                    {labels.keys.replace}
                  </Button>
                  <Button off={busy} onPress={() => onEnter("rotated")}>
                    {labels.keys.rotate}
                  </Button>
                  <Button
                    off={busy}
                    busy={mine === "delete"}
                    onPress={() => {
                      ask(true);
                      announce(labels.keys.deleteAsk(row.name));
                    }}
                  >
                    {mine === "delete" ? labels.keys.deleting : labels.keys.delete}
                  </Button>
                </>
              )}
            </div>
          </div>
        )}
        <Became came={came} whose={whose} />
      </div>
    </li>
  );
}

function shapeOf({ kept, test }: KeyRow): Shape {
  if (test?.good === false) return "octagon";
  if (!kept) return "info";
  return test?.good ? "check" : "question";
}

function toneOf({ kept, test }: KeyRow): string {
  if (test?.good === false) return "error";
  if (!kept) return "info";
  return test?.good ? "pass" : "unknown";
}

type AddProps = { list: KeyList; busy: boolean; came: Came | undefined; onAdd: (provider: string) => void };

/** A key is added for a provider that is chosen or named. */
export function Add({ list, busy, came, onAdd }: AddProps) {
  const [open, unfold] = useState(false);
  const [provider, choose] = useState(list.providers[0]?.id ?? "");
  const [named, name] = useState("");
  const field = useRef<HTMLSelectElement>(null);
  const title = useId();
  useLayoutEffect(() => {
    if (open) field.current?.focus();
  }, [open]);
  const wanted = provider === "" ? named.trim() : provider;
  return (
    <section class="add" aria-labelledby={title}>
      {!open ? (
        <>
          <h2 id={title} class="unseen">
            {labels.keys.add}
          </h2>
          <Button off={busy} onPress={() => unfold(true)}>
            {labels.keys.add}
          </Button>
        </>
      ) : (
        <form
          class="ask"
          onKeyDown={(event) => {
            if (event.key === "Escape") unfold(false);
          }}
          onSubmit={(event) => {
            event.preventDefault();
            if (wanted === "" || busy) return;
            unfold(false);
            onAdd(wanted);
          }}
        >
          <h2 id={title} class="title">
            {labels.keys.add}
          </h2>
          <div class="filters">
            <label>
              <span>{labels.keys.provider}</span>
              <select ref={field} value={provider} aria-label={labels.keys.provider} onChange={(event) => choose(event.currentTarget.value)}>
                {list.providers.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {visible(name)}
                  </option>
                ))}
                <option value="">{labels.keys.another}</option>
              </select>
            </label>
            {provider === "" && (
              <label class="grow">
                <span>{labels.keys.named}</span>
                <input
                  type="text"
                  value={named}
                  spellcheck={false}
                  autocomplete="off"
                  onInput={(event) => name(event.currentTarget.value)}
                />
              </label>
            )}
          </div>
          <div class="buttons">
            <button type="submit" class="primary" aria-disabled={wanted === "" || busy}>
              {labels.keys.go}
            </button>
            <Button onPress={() => unfold(false)}>{labels.cancel}</Button>
          </div>
        </form>
      )}
      <Became came={came} whose="new" />
    </section>
  );
}

type MoveProps = { engine: Engine; busy: boolean; moving: boolean; came: Came | undefined; onMove: (seen: string) => void };

/** The keys that stand in files: what moving them changes is read before it is done. */
function Move({ engine, busy, moving, came, onMove }: MoveProps) {
  const [plan, show] = useState<MovePlan>();
  const [looking, look] = useState(false);
  const [problem, fail] = useState<string>();
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (plan) box.current?.focus();
  }, [plan]);
  const close = () => {
    show(undefined);
    requestAnimationFrame(() => box.current?.querySelector("button")?.focus());
  };
  const ask = () => {
    look(true);
    fail(undefined);
    engine.planKeyMove().then(
      (plan) => (look(false), show(plan)),
      (why: unknown) => (look(false), fail(String(why))),
    );
  };
  return (
    <section
      class={plan ? "move asked" : "move"}
      ref={box}
      tabIndex={-1}
      aria-label={labels.keys.move}
      onKeyDown={(event) => {
        if (event.key === "Escape" && plan) close();
      }}
    >
      {plan ? (
        <>
          <p>{plan.preview === "" ? labels.keys.moveNothing : labels.keys.moveAsk}</p>
          {plan.preview !== "" && (
            <pre class="command" tabIndex={0} role="group" aria-label={labels.keys.moveAsk}>
              {visible(plan.preview)}
            </pre>
          )}
          {plan.left.map((why, at) => (
            <p key={at}>
              {labels.keys.left}: <Outside text={why} />
            </p>
          ))}
          <div class="buttons">
            {plan.preview !== "" && (
              <Button
                primary
                off={busy}
                onPress={() => {
                  show(undefined);
                  onMove(plan.preview);
                }}
              >
                {labels.keys.moveYes}
              </Button>
            )}
            <Button onPress={close}>{labels.keys.moveNot}</Button>
          </div>
        </>
      ) : (
        <Button off={busy} busy={looking || moving} onPress={ask}>
          {moving ? labels.keys.moving : looking ? labels.keys.moveLooking : labels.keys.move}
        </Button>
      )}
      {problem !== undefined && (
        <p class="problem" role="alert">
          <Outside text={problem} />
        </p>
      )}
      <Became came={came} whose="move" />
    </section>
  );
}
