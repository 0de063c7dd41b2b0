import { areWideApart } from '@/domain/reviews/rules';

const FIRST = 6;
const STEP = 14;

/** One dot per score on a line from 1 to 5. `label` says the same in words. */
export function Spread({ scores, label }: { scores: readonly number[]; label: string }) {
  const places = [...new Set(scores)].sort((a, b) => a - b).map((score) => FIRST + STEP * (score - 1));
  return (
    <svg
      className={areWideApart(scores) ? 'spread spread--wide' : 'spread'}
      viewBox="0 0 68 14"
      role="img"
      aria-label={label}
    >
      <path className="ax" d="M5.5 7H63" />
      <path className="rg" d={`M${places.at(0) ?? FIRST} 7H${places.at(-1) ?? FIRST}`} />
      {places.map((x) => (
        <circle key={x} cx={x} cy="7" r="3" />
      ))}
    </svg>
  );
}

export function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
