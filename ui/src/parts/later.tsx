// Puts the notifications of a finding off, or mutes it in the settings, and says until when that is.

import type { Finding, MuteFor } from "../generated/types";
import { labels } from "../labels";
import { Outside } from "../outside";
import { Button } from "./button";
import type { Orders } from "./finding";

const HOUR = 60;
const DAY = 24 * HOUR;

type Props = { finding: Finding; orders: Orders };

export function Later({ finding, orders: { quiet, onSnooze, onMute } }: Props) {
  const until = quiet.find((quiet) => quiet.finding === finding.id);
  if (until) {
    return (
      <p class="later">
        <Outside text={until.words} />
        {until.muted ? (
          <Button onPress={() => onMute(finding.id, "not")}>{labels.mute.unmute}</Button>
        ) : (
          <Button onPress={() => onSnooze(finding.id, 0)}>{labels.again}</Button>
        )}
      </p>
    );
  }
  return (
    <div class="later">
      <p class="later" role="group" aria-label={`${labels.later}: ${finding.title}`}>
        <span>{labels.later}</span>
        <Button onPress={() => onSnooze(finding.id, HOUR)}>{labels.inAnHour}</Button>
        <Button onPress={() => onSnooze(finding.id, DAY)}>{labels.tomorrow}</Button>
      </p>
      <p class="later" role="group" aria-label={`${labels.mute.title}: ${finding.title}`}>
        <span>{labels.mute.title}</span>
        {(Object.keys(labels.mute.span) as Exclude<MuteFor, "not">[]).map((span) => (
          <Button key={span} onPress={() => onMute(finding.id, span)}>
            {labels.mute.span[span]}
          </Button>
        ))}
      </p>
    </div>
  );
}
