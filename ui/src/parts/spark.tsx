// A number over the last while, drawn small; the number itself stands beside it in words.

/** How many readings are drawn. */
export const READINGS = 60;

type Props = { readings: (number | undefined)[]; label: string };

export function Spark({ readings, label }: Props) {
  const known = readings.filter((reading) => reading !== undefined);
  const top = Math.max(...known, 0);
  const place = (reading: number, at: number) => `${READINGS - readings.length + at},${top === 0 ? 19 : 19 - (18 * reading) / top}`;
  // a reading that is missing is a gap, not a zero
  const runs: string[][] = [[]];
  readings.forEach((reading, at) => {
    if (reading === undefined) runs.push([]);
    else runs.at(-1)?.push(place(reading, at));
  });
  return (
    <svg class="spark" viewBox={`0 0 ${READINGS - 1} 20`} preserveAspectRatio="none" role="img" aria-label={label}>
      {runs
        .filter((run) => run.length > 0)
        .map((run, at) => (
          <polyline key={at} points={run.length === 1 ? `${run[0]} ${run[0]}` : run.join(" ")} vector-effect="non-scaling-stroke" />
        ))}
    </svg>
  );
}
