// One finding: what is so, what could be done, what was seen, and what follows from it.

import type { Action } from "../engine";
import { isDeed, isReview, orderOf } from "../fixes";
import type { Evidence, Finding, May, MendingView, MuteFor, Offer, Quiet, SignInView } from "../generated/types";
import { labels } from "../labels";
import { keyOf, type Mending, mendingOf } from "../mends";
import { Moment } from "../moment";
import { Outside } from "../outside";
import type { Branch } from "../tree";
import { Button } from "./button";
import { Deed, type Mend, Outcome, Plan } from "./deed";
import { findingShape, Glyph } from "./glyphs";
import { Later } from "./later";
import { RequestId } from "./request-id";
import { CheckAgain } from "./run";
import { SignIn, type SignInOrders } from "./sign-in";

/** What a fix needs to know to be offered. */
export type Orders = {
  may: May;
  ordered: Action | undefined;
  onOrder: (action: Action) => void;
  onReview: (request: string | undefined) => void;
  mends: Mending[];
  onMend: Mend;
  /** The fixes under way that take several steps, whoever asked for them. */
  mending: MendingView[];
  onStopFix: (finding: Finding) => void;
  announce: (text: string) => void;
  /** The sign-in that is under way, whosever it is. */
  signIn: SignInView | undefined;
  onSignIn: SignInOrders;
  /** The checks that tell nothing for a while. */
  quiet: Quiet[];
  /** Puts a finding off for so many minutes; 0 has it back. */
  onSnooze: (finding: string, minutes: number) => void;
  /** Mutes a check in the settings, or not any more. */
  onMute: (finding: string, span: MuteFor) => void;
  /** Has one check look again. */
  onCheck: (id: string) => void;
  /** An examination is under way. */
  running: boolean;
};

/** A finding in a list, with everything below it. */
export function Item({ branch, orders, titleOf }: { branch: Branch; orders: Orders; titleOf: (id: string) => string | undefined }) {
  const { finding } = branch;
  return (
    <li class={`item ${weight(finding)}`} data-finding={finding.id} tabIndex={-1}>
      <Glyph shape={findingShape(finding.outcome, finding.severity)} label={statusOf(finding)} />
      <div class="body">
        <Title finding={finding} />
        <Message finding={finding} titleOf={titleOf} />
        <Below branch={branch} orders={orders} titleOf={titleOf} />
      </div>
    </li>
  );
}

/** Everything below a finding's message. */
export function Below({ branch, orders, titleOf }: { branch: Branch; orders: Orders; titleOf: (id: string) => string | undefined }) {
  const { finding, followers } = branch;
  const mending = mendingOf(orders.mends, finding);
  return (
    <>
      {offersOf(finding, mending, orders).map((fix, at) => (
        <Fix key={fix.id} finding={finding} fix={fix} first={at === 0} mending={mending} orders={orders} />
      ))}
      {mending?.fixed && <Outcome fixed={mending.fixed} finding={finding} />}
      <div class="aside">
        {finding.outcome !== "pass" && finding.outcome !== "hidden" && <CheckAgain id={finding.id} orders={orders} />}
        {finding.requestId !== undefined && <RequestId id={finding.requestId} announce={orders.announce} />}
        {told(finding) && <Later finding={finding} orders={orders} />}
      </div>
      {finding.help !== undefined && (
        <p class="more">
          {labels.readMore}: <Outside text={finding.help} />
        </p>
      )}
      {finding.evidence.length > 0 && <Seen evidence={finding.evidence} tookMs={finding.tookMs} />}
      {followers.length > 0 && (
        <details class="followers">
          <summary>{labels.followers(followers.length)}</summary>
          <ul class="items">
            {followers.map((follower, at) => (
              <Item key={`${follower.id}/${at}`} branch={{ finding: follower, followers: [] }} orders={orders} titleOf={titleOf} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

export function Title({ finding, level: Level = "h3" }: { finding: Finding; level?: "h2" | "h3" }) {
  return (
    <Level class="title">
      <Outside text={titled(finding)} />
      {finding.subject !== undefined && (
        <span class="subject">
          <Outside text={finding.subject} />
        </span>
      )}
    </Level>
  );
}

/** A title names what would be wrong: of a check that could not tell, it is a question. */
export function titled({ title, outcome }: Finding): string {
  return outcome === "unknown" ? labels.question(title) : title;
}

function Message({ finding, titleOf }: { finding: Finding; titleOf: (id: string) => string | undefined }) {
  return (
    <>
      {finding.message !== "" && (
        <p class="message">
          <Outside text={finding.message} />
        </p>
      )}
      {finding.because !== undefined && (
        <p class="because">
          {labels.because}: <Outside text={labels.reason[finding.because] ?? titleOf(finding.because) ?? finding.because} />
        </p>
      )}
    </>
  );
}

/** The fix, and what could be done in its place. While one is under way, that one alone: there is one at a time. */
function offersOf({ id, subject, fix, also = [] }: Finding, mending: Mending | undefined, { mending: ways }: Orders): Offer[] {
  const offers = fix ? [fix, ...also] : [];
  const ours = mending?.fixed ? undefined : mending?.fix;
  const busy = ours !== undefined || ways.some((way) => way.finding === id && way.subject === subject);
  return busy ? [offers.find((offer) => offer.id === ours) ?? offers[0]].filter((offer) => offer !== undefined) : offers;
}

type FixProps = { finding: Finding; fix: Offer; first: boolean; mending: Mending | undefined; orders: Orders };

function Fix({ finding, fix, first, mending, orders }: FixProps) {
  const primary = first && finding.outcome === "fail";
  if (isReview(fix.id)) {
    return (
      <p class="fix">
        <Button primary={primary} onPress={() => orders.onReview(finding.subject)}>
          {labels.review}
        </Button>
      </p>
    );
  }
  const action = orderOf(fix.id, orders.may);
  if (action !== undefined) {
    return (
      <p class="fix">
        <Button
          primary={primary}
          off={orders.ordered !== undefined}
          busy={orders.ordered === action}
          onPress={() => orders.onOrder(action)}
        >
          {orders.ordered === action ? labels.acting[action] : <Outside text={fix.label} />}
        </Button>
      </p>
    );
  }
  if (isDeed(finding, fix)) {
    const { signIn } = orders;
    if (signIn?.finding === finding.id && signIn.subject === finding.subject) {
      return (
        <SignIn
          view={signIn}
          orders={orders.onSignIn}
          announce={orders.announce}
          onSeen={mending ? undefined : () => orders.onMend(finding, fix, false)}
        />
      );
    }
    const way = orders.mending.find((one) => one.finding === finding.id && one.subject === finding.subject);
    return (
      <Deed
        key={keyOf(finding)}
        finding={finding}
        fix={fix}
        busy={way !== undefined || (mending !== undefined && mending.fixed === undefined)}
        way={way}
        onStop={() => orders.onStopFix(finding)}
        primary={primary}
        onMend={orders.onMend}
        announce={orders.announce}
      />
    );
  }
  return (
    <div class="fix todo">
      <p>
        {labels.whatToDo}: <Outside text={fix.label} />
      </p>
      <Plan lines={fix.preview} />
    </div>
  );
}

function Seen({ evidence, tookMs }: { evidence: Evidence[]; tookMs: number }) {
  return (
    <details class="seen">
      <summary>
        {labels.evidence(evidence.length)}
        {tookMs > 0 && ` · ${labels.askedIn(tookMs)}`}
      </summary>
      <ul>
        {evidence.map((piece, at) => (
          <li key={at}>
            <span class="whence">
              {labels.source[piece.source]}
              {piece.at && (
                <>
                  {" · "}
                  <Moment at={piece.at} />
                </>
              )}
            </span>
            <span class="said">
              <Outside text={piece.text} label={labels.source[piece.source]} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Whether there are notifications of it, which can be put off. */
const told = ({ outcome, severity, fix }: Finding) =>
  outcome === "fail" && severity !== "info" && !(fix !== undefined && isReview(fix.id));

function statusOf(finding: Finding): string {
  return finding.outcome === "fail" ? labels.severity[finding.severity] : labels.outcome[finding.outcome];
}

function weight(finding: Finding): string {
  return finding.outcome === "fail" ? finding.severity : finding.outcome;
}
