/** Why a file is not taken. */
export const REFUSALS = [
  'password',
  'damaged',
  'empty',
  'macros',
  'too_large_inside',
  'not_what_it_says',
  'entities',
] as const;
/** What is odd about a file that is taken: an editor's own program might act on it; we do not. */
export const REMARKS = [
  'blank',
  'script',
  'launches',
  'opens_address',
  'attachments',
  'embedded',
  'remote_template',
  'remote_content',
  'live_fields',
] as const;
/** What a file says about its maker. */
export const FINDING_KINDS = [
  'author',
  'last_editor',
  'revision_author',
  'comment_author',
  'company',
  'place',
  'camera',
  'created',
  'changed',
  'software',
] as const;

export type Refusal = (typeof REFUSALS)[number];
export type Remark = (typeof REMARKS)[number];
export type FindingKind = (typeof FINDING_KINDS)[number];
export type Finding = { kind: FindingKind; value: string };

export const MOST_FINDINGS = 40;
export const LONGEST_VALUE = 200;

/** What the examination of one file found. */
export type Examination =
  | { verdict: 'refused'; reason: Refusal }
  | { verdict: 'taken'; remarks: Remark[]; findings: Finding[] };

/** Thrown by a reader in the child: the file is not taken, for this reason. */
export class Refused extends Error {
  constructor(
    readonly reason: Refusal,
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.name = 'Refused';
  }
}

/** Gathers remarks and findings while a file is read; each once. */
export class Notes {
  private readonly remarks = new Set<Remark>();
  private readonly findings = new Map<string, Finding>();

  remark(remark: Remark): void {
    this.remarks.add(remark);
  }

  found(kind: FindingKind, raw: unknown): void {
    const value = typeof raw === 'string' ? clean(raw) : '';
    if (value === '' || this.findings.size >= MOST_FINDINGS) return;
    this.findings.set(`${kind}:${value}`, { kind, value });
  }

  /** A point in time, as written in any of the forms that files use; kept to the second, in UTC. */
  foundTime(kind: 'created' | 'changed', raw: string | Date | null | undefined): void {
    const time = raw instanceof Date ? raw : new Date(raw ?? Number.NaN);
    const year = time.getUTCFullYear();
    // Programs write their own year one where they know none.
    if (Number.isNaN(time.getTime()) || year < 1985 || year > 2100) return;
    this.found(kind, `${time.toISOString().slice(0, 19)}Z`);
  }

  examination(): Examination {
    return { verdict: 'taken', remarks: [...this.remarks], findings: [...this.findings.values()] };
  }
}

function clean(raw: string): string {
  const visible = raw
    .normalize('NFC')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, ' ')
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(visible)
    .slice(0, LONGEST_VALUE / 2)
    .join('');
}
