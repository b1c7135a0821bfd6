// A sign-in, as the gateway leads through it: the page to open, the code to type there, and what is asked. What is typed
// goes to the engine and is not kept: no state of the page ever holds it.

import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { StepAnswer } from "../engine";
import type { SignInView, Step } from "../generated/types";
import { labels } from "../labels";
import { Outside, visible } from "../outside";
import { Button } from "./button";

/** What a person can do about it. Each is refused with a sentence. */
export type SignInOrders = {
  answer: (step: string, answer: StepAnswer) => Promise<void>;
  cancel: () => Promise<void>;
  open: () => Promise<void>;
};

type Props = {
  view: SignInView;
  orders: SignInOrders;
  announce: (text: string) => void;
  /** Waits for one that this window has not begun: the engine ends a sign-in for which nobody waits. */
  onSeen: (() => void) | undefined;
};

export function SignIn({ view: { way, step, complaint }, orders, announce, onSeen }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string>();
  const words = step ? spoken(step, complaint) : labels.signIn.waiting;
  useEffect(() => announce(words), [words]);
  useEffect(() => onSeen?.(), []);
  // whoever is at this finding is taken to what is asked, and what was answered took the keyboard with it
  const asked = step?.asks === true ? step.id : undefined;
  useLayoutEffect(() => {
    setProblem(undefined);
    const at = document.activeElement;
    const here = at === document.body || box.current?.parentElement?.contains(at) === true;
    if (asked !== undefined && here) box.current?.querySelector<HTMLElement>("input, .ask button")?.focus();
  }, [asked]);
  const tried = (doing: Promise<void>) =>
    void doing.catch((why: unknown) => {
      setProblem(String(why));
      announce(String(why));
    });
  const wrong = problem ?? complaint;
  return (
    <div class="sign-in" ref={box} role="group" aria-label={labels.signIn.title}>
      {way !== "" && (
        <p class="way">
          <Outside text={way} />
        </p>
      )}
      {step === undefined ? <p>{labels.signIn.waiting}</p> : <Said step={step} tried={tried} orders={orders} announce={announce} />}
      {wrong !== undefined && (
        <p class="problem">
          <Outside text={wrong} />
        </p>
      )}
      {step?.asks === true && <Ask key={step.id} step={step} onAnswer={(answer) => tried(orders.answer(step.id, answer))} />}
      <div class="buttons">
        <Button onPress={() => tried(orders.cancel())}>{labels.signIn.cancel}</Button>
      </div>
    </div>
  );
}

/** What is heard of a step by those who do not see it. */
function spoken(step: Step, complaint: string | undefined): string {
  const code = step.deviceCode && `${labels.signIn.code}: ${step.deviceCode.code}`;
  return [complaint, step.title, step.message, code].filter((part) => part !== undefined && part !== "").join(" ");
}

type SaidProps = { step: Step; tried: (doing: Promise<void>) => void; orders: SignInOrders; announce: (text: string) => void };

function Said({ step: { title, message, externalUrl, deviceCode }, tried, orders, announce }: SaidProps) {
  return (
    <>
      {title !== undefined && title !== "" && (
        <p class="name">
          <Outside text={title} />
        </p>
      )}
      {(message ?? "").split("\n").map((line, at) => (
        <p key={at}>
          <Outside text={line} />
        </p>
      ))}
      {deviceCode && (
        <div class="device-code">
          <p class="name">{labels.signIn.code}</p>
          <code>
            <Outside text={deviceCode.code} />
          </code>
          <Button
            onPress={() =>
              tried(
                navigator.clipboard.writeText(deviceCode.code).then(
                  () => announce(labels.signIn.copied),
                  () => Promise.reject(labels.signIn.notCopied),
                ),
              )
            }
          >
            {labels.signIn.copy}
          </Button>
          {deviceCode.expiresInMinutes !== undefined && <p>{labels.signIn.lasts(deviceCode.expiresInMinutes)}</p>}
        </div>
      )}
      {externalUrl !== undefined && (
        <p class="page">
          <Button primary onPress={() => tried(orders.open())}>
            {labels.signIn.open}
          </Button>{" "}
          <Outside text={externalUrl} label={labels.signIn.open} />
        </p>
      )}
    </>
  );
}

function Ask({ step, onAnswer }: { step: Step; onAnswer: (answer: StepAnswer) => void }) {
  const form = useRef<HTMLFormElement>(null);
  const name = useId();
  const question = visible((step.message ?? "") || (step.title ?? "") || labels.signIn.title);
  const field = {
    "aria-label": question,
    autocomplete: "off",
    spellcheck: false,
    defaultValue: step.initial ?? "",
    placeholder: visible(step.placeholder ?? ""),
  } as const;
  const send = () => {
    const fields = [...(form.current?.querySelectorAll("input") ?? [])];
    const places = fields.flatMap((field, place) => (field.checked ? [place] : []));
    switch (step.kind) {
      case "text": {
        const [field] = fields;
        const text = field?.value ?? "";
        // it is on its way, and stays nowhere
        if (field) field.value = "";
        return onAnswer({ text });
      }
      case "select": {
        const [one] = places;
        return one === undefined ? undefined : onAnswer({ one });
      }
      case "multiselect":
        return onAnswer({ several: places });
      default:
        return onAnswer("go");
    }
  };
  return (
    <form
      class="ask"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {step.kind === "text" && (step.sensitive ? <input type="password" {...field} /> : <input type="text" {...field} />)}
      {(step.kind === "select" || step.kind === "multiselect") && (
        <fieldset>
          <legend class="unseen">{question}</legend>
          {(step.options ?? []).map(({ label, hint }, at) => (
            <label key={at}>
              <input type={step.kind === "select" ? "radio" : "checkbox"} name={name} defaultChecked={step.kind === "select" && at === 0} />
              <span>
                <Outside text={label} />
                {hint !== undefined && hint !== "" && (
                  <span class="about">
                    <Outside text={hint} />
                  </span>
                )}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <div class="buttons" role="group" aria-label={question}>
        {step.kind === "confirm" ? (
          <>
            <Button onPress={() => onAnswer({ yes: true })}>{labels.signIn.yes}</Button>
            <Button onPress={() => onAnswer({ yes: false })}>{labels.signIn.no}</Button>
          </>
        ) : (
          <Button primary onPress={send}>
            {labels.signIn.goOn}
          </Button>
        )}
      </div>
    </form>
  );
}
