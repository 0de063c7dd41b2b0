/** Pictures of figures as plain SVG, made on the server: nothing to load, nothing to run. */

export type Bar = { label: string; value: number | null; text: string; note?: string; accent?: boolean };

/** Drawn about as wide as they are shown, so that the letters keep their size. */
const SIZES = {
  wide: { width: 404, label: 158, longest: 162, signs: 20 },
  narrow: { width: 317, label: 104, longest: 120, signs: 15 },
  /** people's names are longer, and a second figure stands behind the first */
  named: { width: 317, label: 148, longest: 72, signs: 21 },
};
const ROW = 26;

/** Bars one under the other, each with its name and figure; `few` stands where a count is withheld. */
export function Bars({
  bars,
  label,
  few,
  size = 'narrow',
}: {
  bars: readonly Bar[];
  label: string;
  few: string;
  size?: keyof typeof SIZES;
}) {
  const { width: whole, label: start, longest, signs } = SIZES[size];
  const most = Math.max(1, ...bars.map((bar) => bar.value ?? 0));
  return (
    <svg viewBox={`0 0 ${whole} ${bars.length * ROW}`} role="img" aria-label={label}>
      {bars.map((bar, row) => {
        const width = ((bar.value ?? 0) / most) * longest;
        const baseline = row * ROW + 15;
        return (
          <g key={bar.label}>
            <text x="0" y={baseline}>
              {cut(bar.label, signs)}
            </text>
            {bar.value === null ? (
              <rect className="b--o" x={start + 0.5} y={baseline - 10.5} width="3" height="13" strokeDasharray="2 2" />
            ) : (
              <rect
                className={bar.accent ? 'b--a' : 'b'}
                x={start}
                y={baseline - 11}
                width={round(width)}
                height="14"
              />
            )}
            <text className={bar.accent ? 'a' : 'v'} x={round(start + width + 8)} y={baseline}>
              {bar.value === null ? few : bar.text}
              {bar.note ? (
                <tspan className="n" dx="6">
                  {bar.note}
                </tspan>
              ) : null}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

export type Small = { label: string; total: string; values: readonly number[] };

const SMALL = { width: 99, margin: 18, top: 48, height: 104 };

/** A small chart for each name, all on one scale, in as many rows as it takes; the last column is not over yet. */
export function SmallBars({
  charts,
  label,
  from,
  to,
}: {
  charts: readonly Small[];
  label: string;
  from: string;
  to: string;
}) {
  const most = Math.max(2, ...charts.flatMap((chart) => chart.values));
  const half = Math.ceil(most / 2);
  const scale = SMALL.height / (half * 2);
  const bottom = SMALL.top + SMALL.height;
  return (
    <div className="smalls" role="img" aria-label={label}>
      {charts.map((chart) => (
        <svg key={chart.label} viewBox={`${-SMALL.margin} 0 ${SMALL.margin + SMALL.width} 174`} aria-hidden="true">
          {[half, half * 2].map((value) => (
            <text key={value} className="axis" x="-4" y={round(bottom - value * scale + 4)} textAnchor="end">
              {value}
            </text>
          ))}
          <text className="s" x="0" y="12">
            {cut(chart.label, 14)}
          </text>
          <text x="0" y="30">
            {chart.total}
          </text>
          <path className="l" d={`M0 ${round(bottom - half * scale)}h99M0 ${round(bottom - 2 * half * scale)}h99`} />
          <Columns values={chart.values} scale={scale} bottom={bottom} />
          <path className="l l--s" d={`M0 ${bottom + 0.5}h99`} />
          <text x="0" y="169">
            {from}
          </text>
          <text x="99" y="169" textAnchor="end">
            {to}
          </text>
        </svg>
      ))}
    </div>
  );
}

function Columns({ values, scale, bottom }: { values: readonly number[]; scale: number; bottom: number }) {
  const step = SMALL.width / values.length;
  return values.map((value, week) => {
    const isOpen = week === values.length - 1;
    const inset = isOpen ? 0.5 : 0;
    if (value === 0) return null;
    return (
      <rect
        // biome-ignore lint/suspicious/noArrayIndexKey: a week is its place
        key={week}
        className={isOpen ? 'b--o' : 'b'}
        x={round(week * step + inset)}
        y={round(bottom - value * scale + inset)}
        width={round(step * 0.68 - 2 * inset)}
        height={round(value * scale - inset)}
      />
    );
  });
}

export type Range = { low: number; middle: number; high: number };
export type Aim = { name: string; values: readonly (number | null)[] };

/** From the soonest tenth to the latest, with the middle as a dot; null where nothing was answered. A broken line is what was aimed at. */
export function Ranges({
  ranges,
  aim,
  label,
  from,
  to,
}: {
  ranges: readonly (Range | null)[];
  aim: Aim;
  label: string;
  from: string;
  to: string;
}) {
  const most = Math.max(4, ...ranges.map((range) => range?.high ?? 0), ...aim.values.map((value) => value ?? 0));
  const step = niceStep(most);
  const lines = Array.from({ length: Math.ceil(most / step) + 1 }, (_, place) => place * step);
  const top = lines.at(-1) ?? step;
  const at = (days: number) => round(136 - (days / top) * 128);
  const wide = 264 / Math.max(1, ranges.length - 1);
  return (
    <svg viewBox="0 0 317 158" role="img" aria-label={label}>
      {lines.map((days) => (
        <g key={days}>
          <path className={days === 0 ? 'l l--s' : 'l'} d={`M22 ${at(days)}H317`} />
          <text x="16" y={at(days) + 4} textAnchor="end">
            {days}
          </text>
        </g>
      ))}
      {ranges.map((range, place) => {
        if (!range) return null;
        const x = round(38 + place * wide);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a week is its place
          <g key={place}>
            <path className="r" d={`M${x} ${at(range.low)}V${at(range.high)}`} />
            <circle className="d" cx={x} cy={at(range.middle)} r="4" />
          </g>
        );
      })}
      <AimLine aim={aim} wide={wide} at={at} />
      <text x="22" y="153">
        {from}
      </text>
      <text x="317" y="153" textAnchor="end">
        {to}
      </text>
    </svg>
  );
}

/** A step for each week, so that one week alone is a line too. Its name stands over the first: from there it only falls. */
function AimLine({ aim: { name, values }, wide, at }: { aim: Aim; wide: number; at: (value: number) => number }) {
  const steps = values.flatMap((value, place) => {
    const middle = 38 + place * wide;
    return value === null
      ? []
      : [{ from: Math.max(22, middle - wide / 2), to: Math.min(317, middle + wide / 2), y: at(value) }];
  });
  const [first] = steps;
  if (!first) return null;
  const isLate = first.from > 200;
  return (
    <>
      <path
        className="l l--d"
        d={steps.map(({ from, to, y }) => `M${round(from)} ${y}h${round(to - from)}`).join('')}
      />
      <text
        className="a"
        x={isLate ? 317 : round(first.from)}
        y={round(first.y - 5)}
        textAnchor={isLate ? 'end' : 'start'}
      >
        {name}
      </text>
    </>
  );
}

function niceStep(most: number): number {
  return [1, 2, 5, 10, 20, 50, 100].find((step) => most / step <= 5) ?? 200;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** So many times as wide as the Latin letters that a chart has room for. */
const WIDE = [
  [/\p{Script=Georgian}/u, 1.17],
  [/\p{Script=Armenian}/u, 1.25],
] as const;

function cut(text: string, room: number): string {
  const signs = Array.from(text);
  const length = Math.floor(room / (WIDE.find(([script]) => script.test(text))?.[1] ?? 1));
  return signs.length > length ? `${signs.slice(0, length - 1).join('')}…` : text;
}
