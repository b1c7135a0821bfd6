// The gateway's last day as a strip. How it stood differs by height and gaps, so that no colour is needed to tell it.

import type { Life, Stand, Stretch } from "../generated/types";
import { labels } from "../labels";
import { Moment } from "../moment";

/** Units from one end of the strip to the other. */
const WIDE = 1440;

/** What of the strip's height a stretch takes: one or two bands, each from where to where. */
const bands: Record<Stand, [number, number][]> = {
  up: [[0, 20]],
  "on-its-way": [[8, 20]],
  stopped: [[16, 20]],
  failing: [[0, 8], [12, 20]],
  unwatched: [[18.5, 20]],
};

export function LifeStrip({ life }: { life: Life }) {
  const [begins, ends] = [Date.parse(life.from), Date.parse(life.until)];
  const place = (at: string) => (WIDE * (Date.parse(at) - begins)) / (ends - begins);
  const stands = (Object.keys(bands) as Stand[]).filter((stand) => life.stretches.some(({ was }) => was === stand));
  return (
    <section class="tile life" aria-labelledby="life-title">
      <div class="heading">
        <h2 id="life-title">{labels.lastDay}</h2>
        <p>{labels.restartedItself(life.restarts.length)}</p>
      </div>
      <svg class="strip" viewBox={`0 -8 ${WIDE} 28`} preserveAspectRatio="none" aria-hidden>
        {life.restarts.map((at) => (
          <rect key={at} class="restart" x={Math.min(place(at), WIDE - 5)} y={-8} width={5} height={5} />
        ))}
        {/* a short one lies over its neighbours, not under them */}
        {[...long(life), ...short(life)].flatMap((stretch) =>
          bands[stretch.was].map(([top, bottom]) => (
            <rect
              key={`${stretch.from} ${top}`}
              class={stretch.was}
              x={place(stretch.from)}
              y={top}
              // a short one is seen all the same
              width={Math.max(place(stretch.until) - place(stretch.from), 3)}
              height={bottom - top}
            />
          )),
        )}
      </svg>
      <p class="ends" aria-hidden>
        <span>
          <Moment at={life.from} brief />
        </span>
        <span>{labels.now}</span>
      </p>
      <ul class="legend" aria-hidden>
        {stands.map((stand) => (
          <li key={stand}>
            <svg class="strip" viewBox="0 0 20 20">
              {bands[stand].map(([top, bottom]) => (
                <rect key={top} class={stand} x={0} y={top} width={20} height={bottom - top} />
              ))}
            </svg>
            {labels.stand[stand]}
          </li>
        ))}
      </ul>
      <details class="seen">
        <summary>{labels.asList}</summary>
        <ul>
          {[...life.stretches].reverse().map((stretch) => (
            <Told key={stretch.from} stretch={stretch} />
          ))}
        </ul>
      </details>
    </section>
  );
}

/** Less of a day than can be drawn to scale. */
const isShort = ({ from, until }: Stretch) => Date.parse(until) - Date.parse(from) < 3 * 60_000;
const long = ({ stretches }: Life) => stretches.filter((stretch) => !isShort(stretch));
const short = ({ stretches }: Life) => stretches.filter(isShort);

function Told({ stretch: { was, from, until } }: { stretch: Stretch }) {
  return (
    <li>
      <span class="whence">
        <Moment at={from} brief /> – <Moment at={until} brief />
      </span>
      <span>{labels.stand[was]}</span>
    </li>
  );
}
