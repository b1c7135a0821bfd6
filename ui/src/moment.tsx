// Points in time, as they are written in the language of the page.

import { Outside } from "./outside";
import { locale } from "./words";

/** The ways to write a point in time, made once for a language. */
const written = new Map<string, ReturnType<typeof ways>>();
const ways = (locale: string) => ({
  time: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  dateAndTime: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" }),
  minute: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }),
  dateAndMinute: new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }),
});

function here() {
  const known = written.get(locale()) ?? ways(locale());
  written.set(locale(), known);
  return known;
}

/** Today's as a time, others with their date; `brief` leaves the seconds to the tooltip, `clock` the date. What is no time stands
 * as it came. */
export function Moment({ at, brief = false, clock = false }: { at: string; brief?: boolean; clock?: boolean }) {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return <Outside text={at} />;
  const { time, dateAndTime, minute, dateAndMinute } = here();
  const today = clock || moment.toDateString() === new Date().toDateString();
  return (
    <time dateTime={moment.toISOString()} title={dateAndTime.format(moment)}>
      {(brief ? (today ? minute : dateAndMinute) : today ? time : dateAndTime).format(moment)}
    </time>
  );
}
