// Points in time, in the words of the person's own system.

import { Outside } from "./outside";

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

const minute = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dateAndMinute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Today's as a time, others with their date; `brief` leaves the seconds to the tooltip, `clock` the date. What is no time stands
 * as it came. */
export function Moment({ at, brief = false, clock = false }: { at: string; brief?: boolean; clock?: boolean }) {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return <Outside text={at} />;
  const today = clock || moment.toDateString() === new Date().toDateString();
  return (
    <time dateTime={moment.toISOString()} title={dateAndTime.format(moment)}>
      {(brief ? (today ? minute : dateAndMinute) : today ? time : dateAndTime).format(moment)}
    </time>
  );
}
