// The first run: four steps, each of which says what was found and what it changes before it does anything, and each of which
// can be left out. What fits is the engine's word; what was chosen goes there.

import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Decided, Engine } from "../engine";
import type { KeyList, MendingView, SetupStep, SetupView, SignInView } from "../generated/types";
import { labels } from "../labels";
import { Outside } from "../outside";
import { Button } from "./button";
import { Way } from "./deed";
import { Glyph } from "./glyphs";
import { Add } from "./keys";
import { Says } from "./settings";
import { SignIn, type SignInOrders } from "./sign-in";

type Props = {
  engine: Engine;
  /** The fixes under way. */
  mending: MendingView[];
  signIn: SignInView | undefined;
  onSignIn: SignInOrders;
  announce: (text: string) => void;
  /** It is over. */
  onLeave: () => void;
};

export function FirstRun({ engine, mending, signIn, onSignIn, announce, onLeave }: Props) {
  const [view, tell] = useState<SetupView>();
  const [problem, fail] = useState<string>();
  const [at, go] = useState(0);
  const [busy, work] = useState(false);
  const [came, come] = useState<Decided>();
  const title = useRef<HTMLHeadingElement>(null);

  const look = useCallback(
    () =>
      engine.setup().then(
        (view) => (tell(view), fail(undefined)),
        (why: unknown) => fail(String(why)),
      ),
    [engine],
  );
  useEffect(() => void look(), [look]);
  // known before its step is there: nothing moves under the pointer later
  const [keys, list] = useState<KeyList | null>();
  useEffect(() => void engine.keys().then(list, () => list(null)), [engine]);
  const step = view?.steps[at];
  const way = mending.find(({ finding, subject }) => finding === step?.fix?.finding && subject === undefined);
  const stop = () => void engine.stopFix(step?.fix?.finding ?? "", null).catch((why: unknown) => announce(String(why)));
  // each step begins at its name
  useLayoutEffect(() => {
    if (step) title.current?.focus({ preventScroll: true });
  }, [step?.task]);

  const finish = () => {
    engine.finishSetup().then(onLeave, (why: unknown) => fail(String(why)));
  };
  const next = () => {
    come(undefined);
    if (view && at + 1 < view.steps.length) go(at + 1);
    else finish();
  };
  /** Does something, and goes on where it came to good. */
  const doing = (what: Promise<Decided>, stay = false) => {
    work(true);
    come(undefined);
    const over = async (decided: Decided) => {
      await look();
      work(false);
      announce(decided.message);
      if (decided.ok && !stay) next();
      else come(decided);
    };
    what.then(over, (why: unknown) => over({ ok: false, message: String(why) }));
  };
  const fixed = (promise: ReturnType<Engine["fix"]>) =>
    promise.then(({ outcome, message }) => ({ ok: outcome === "verified", message }));

  return (
    <main class="first-run">
      <div class="bar">
        <h1>{labels.firstRun.title}</h1>
        <Button off={busy} onPress={finish}>
          {labels.firstRun.skipAll}
        </Button>
      </div>
      <p class="about">{labels.firstRun.about}</p>
      {problem !== undefined && (
        <p class="problem" role="alert">
          <Outside text={problem} />
        </p>
      )}
      {view && (
        <ol class="steps" aria-label={labels.firstRun.steps}>
          {view.steps.map(({ task, title, done }, place) => (
            <li key={task} class={place === at ? "here" : ""} {...(place === at ? { "aria-current": "step" as const } : {})}>
              {done ? <Glyph shape="check" /> : <span class="nth">{place + 1}</span>} {title}
              {done && <span class="unseen">{labels.firstRun.done}</span>}
            </li>
          ))}
        </ol>
      )}
      {view && step && (step.task !== "key" || keys !== undefined) && (
        <section class="tile" key={step.task} aria-labelledby="step-title">
          <h2 id="step-title" ref={title} tabIndex={-1}>
            {step.title}
          </h2>
          <p class="about">{step.about}</p>
          <div class="setting">
            <Says lines={step.says} />
          </div>
          <Step
            step={step}
            keys={keys ?? undefined}
            busy={busy || signIn !== undefined}
            last={at + 1 === view.steps.length}
            signIn={signIn}
            onSignIn={onSignIn}
            announce={announce}
            onNext={next}
            onFix={() => step.fix && doing(fixed(engine.fix(step.fix.finding, null, step.fix.fix, true)))}
            onMode={(mode) => doing(engine.setSetting("gateway.mode", mode))}
            onKey={(provider) => doing(fixed(engine.newKey({ provider, account: null }, "first")), true)}
            onLogin={() => doing(engine.setSetting("start-at-login", true))}
          />
          {came && (
            <p class={came.ok ? "became" : "became problem"}>
              <Outside text={came.message} />
            </p>
          )}
          {busy && step.fix && <p role="status">{labels.firstRun.installing}</p>}
          {busy && way && <Way way={way} />}
          {busy && way?.mayStop && <Button onPress={stop}>{labels.doctorRun.stopFix}</Button>}
        </section>
      )}
    </main>
  );
}

type StepProps = {
  step: SetupStep;
  keys: KeyList | undefined;
  busy: boolean;
  last: boolean;
  signIn: SignInView | undefined;
  onSignIn: SignInOrders;
  announce: (text: string) => void;
  onNext: () => void;
  onFix: () => void;
  onMode: (mode: string) => void;
  onKey: (provider: string) => void;
  onLogin: () => void;
};

function Step(props: StepProps) {
  const { step, keys, busy, last, signIn, onSignIn, announce, onNext, onFix, onMode, onKey, onLogin } = props;
  const [mode, choose] = useState(step.advised ?? "");
  const name = useId();
  const goOn = last ? labels.firstRun.finish : labels.firstRun.next;
  const skip = (
    <Button off={busy} onPress={onNext}>
      {labels.firstRun.skip}
    </Button>
  );
  if (step.task === "mode") {
    return (
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onMode(mode);
        }}
      >
        <fieldset>
          <legend class="unseen">{step.title}</legend>
          {(step.options ?? []).map(({ value, label, about }) => (
            <label key={value}>
              <input type="radio" name={name} value={value} checked={mode === value} onChange={() => choose(value)} />
              <span>
                {label}
                {value === step.advised && <span class="subject">{labels.firstRun.advised}</span>}
                <span class="about">{about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Changes step={step} />
        <div class="buttons">
          <button type="submit" class="primary" aria-disabled={busy}>
            {labels.firstRun.choose}
          </button>
          {skip}
        </div>
      </form>
    );
  }
  // a key may be one of several
  const open = step.task === "key" || !step.done;
  return (
    <>
      {open && (step.task !== "install" || step.fix) && <Changes step={step} />}
      {signIn && step.task === "key" && <SignIn view={signIn} orders={onSignIn} announce={announce} onSeen={undefined} />}
      {step.task === "key" && keys && !signIn && <Add list={keys} busy={busy} came={undefined} onAdd={onKey} />}
      <div class="buttons">
        {step.task === "install" && step.fix && (
          <Button primary off={busy} onPress={onFix}>
            {step.fix.label}
          </Button>
        )}
        {step.task === "login" && !step.done && (
          <Button primary off={busy} onPress={onLogin}>
            {labels.firstRun.startAtLogin}
          </Button>
        )}
        {step.done ? (
          <Button primary off={busy} onPress={onNext}>
            {goOn}
          </Button>
        ) : (
          skip
        )}
      </div>
    </>
  );
}

function Changes({ step: { changes } }: { step: SetupStep }) {
  if (changes.length === 0) return null;
  return (
    <div class="todo">
      <p>{labels.firstRun.changes}</p>
      <ul>
        {changes.map((line, at) => (
          <li key={at}>
            <Outside text={line} />
          </li>
        ))}
      </ul>
    </div>
  );
}
