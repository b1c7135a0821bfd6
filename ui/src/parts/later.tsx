// Puts the notifications of a finding off, and says until when they are.

import type { Finding, Quiet } from "../generated/types";
import { labels } from "../labels";
import { Outside } from "../outside";
import { Button } from "./button";

const HOUR = 60;
const DAY = 24 * HOUR;

type Props = { finding: Finding; quiet: Quiet[]; onSnooze: (finding: string, minutes: number) => void };

export function Later({ finding, quiet, onSnooze }: Props) {
  const until = quiet.find((quiet) => quiet.finding === finding.id);
  const name = `${labels.later}: ${finding.title}`;
  if (until) {
    return (
      <p class="later">
        <Outside text={until.words} />
        {!until.muted && <Button onPress={() => onSnooze(finding.id, 0)}>{labels.again}</Button>}
      </p>
    );
  }
  return (
    <p class="later" role="group" aria-label={name}>
      <span>{labels.later}</span>
      <Button onPress={() => onSnooze(finding.id, HOUR)}>{labels.inAnHour}</Button>
      <Button onPress={() => onSnooze(finding.id, DAY)}>{labels.tomorrow}</Button>
    </p>
  );
}
