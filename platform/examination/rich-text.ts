import { LIVE_FIELD, leadsAway } from './targets';
import { type Notes, Refused } from './verdict';

const HIDDEN_OBJECT = /\\objdata\b|\\objocx\b/;
const OBJECT_LINK = /\\objupdate\b|\\objautlink\b|\\objlink\b/;
const TIMES: Record<string, 'created' | 'changed'> = { creatim: 'created', revtim: 'changed' };

/** Rich Text Format 1.9.1: one text of groups and control words. Refuses: damaged, empty. */
export function examineRichText(file: Buffer, notes: Notes): void {
  const text = file.toString('latin1');
  if (!/^\s*\{\s*\\rtf?/.test(text.replace(/^\xef\xbb\xbf/, ''))) throw new Refused('damaged');
  if (HIDDEN_OBJECT.test(text)) notes.remark('embedded');
  const codePage = /\\ansicpg(\d{3,5})/.exec(text)?.[1] ?? '1252';
  const say = (word: string) => groupsOf(text, word).map((raw) => plain(raw, codePage));
  if (say('template').some(leadsAway)) notes.remark('remote_template');
  if (OBJECT_LINK.test(text)) notes.remark('remote_content');
  if (say('fldinst').some((instruction) => LIVE_FIELD.test(instruction))) notes.remark('live_fields');
  for (const name of say('author')) notes.found('author', name);
  for (const name of say('operator')) notes.found('last_editor', name);
  for (const name of [...say('company'), ...say('manager')]) notes.found('company', name);
  for (const name of say('atnauthor')) notes.found('comment_author', name);
  for (const name of say('generator')) notes.found('software', name.replace(/;$/, ''));
  for (const name of revisionAuthors(text, codePage)) notes.found('revision_author', name);
  for (const [word, kind] of Object.entries(TIMES))
    for (const raw of groupsOf(text, word)) notes.foundTime(kind, timeOf(raw));
}

const LONGEST_GROUP = 4096;
const MOST_GROUPS = 50_000;

/** What stands in the groups that begin with the control word, without the word. */
function groupsOf(text: string, word: string): string[] {
  const found: string[] = [];
  const opening = new RegExp(`\\{\\s*(?:\\\\\\*\\s*)?\\\\${word}(?![a-z])(?:-?\\d+)?[ \\r\\n]?`, 'g');
  for (let match = opening.exec(text); match && found.length < MOST_GROUPS; match = opening.exec(text))
    found.push(text.slice(opening.lastIndex, endOfGroup(text, opening.lastIndex)));
  return found;
}

function endOfGroup(text: string, from: number): number {
  let depth = 1;
  const last = Math.min(text.length, from + LONGEST_GROUP);
  for (let at = from; at < last; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return last;
}

function revisionAuthors(text: string, codePage: string): string[] {
  const [table = ''] = groupsOf(text, 'revtbl');
  return [...table.matchAll(/\{([^{}]*)\}/g)]
    .map(([, raw = '']) => plain(raw, codePage).replace(/;$/, ''))
    .filter((name) => name !== 'Unknown');
}

const ESCAPES =
  /\\u(-?\d{1,6}) ?(?:\\'[0-9a-f]{2}|[^\\{}])?|((?:\\'[0-9a-f]{2})+)|\\([\\{}])|\\[a-z]+-?\d* ?|[{}\r\n]/gi;

/** Letters written as \'hh in the file's code page or as \uN with a stand-in; read from the left, as backslashes pair up. */
function plain(raw: string, codePage: string): string {
  const decoder = decoderFor(codePage);
  return raw
    .replace(ESCAPES, (_, number?: string, bytes?: string, literal?: string) => {
      if (number !== undefined) return String.fromCharCode(Number(number) & 0xffff);
      return bytes ? decoder.decode(Buffer.from(bytes.replace(/\\'/g, ''), 'hex')) : (literal ?? '');
    })
    .trim();
}

function decoderFor(codePage: string): TextDecoder {
  try {
    return new TextDecoder(`windows-${codePage}`);
  } catch {
    return new TextDecoder('windows-1252');
  }
}

function timeOf(raw: string): Date | null {
  const part = (word: string) => Number(new RegExp(`\\\\${word}(\\d+)`).exec(raw)?.[1] ?? Number.NaN);
  const [year, month, day] = [part('yr'), part('mo'), part('dy')];
  if (Number.isNaN(year) || Number.isNaN(month) || Number.isNaN(day)) return null;
  return new Date(Date.UTC(year, month - 1, day, part('hr') || 0, part('min') || 0, part('sec') || 0));
}
