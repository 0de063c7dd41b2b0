/** Where word processors keep what is their own, on Windows, macOS (which writes four slashes) and Linux. */
const OWN_DISK =
  /^file:(?:\/{3}[a-z][:|]\/|\/{3,4}(?:users|applications|library|volumes|private|home|usr|opt|var|tmp)\/)/;
/** Neither fetches anything: what is written out in place, and what only the program itself answers. */
const IN_PLACE = /^(?:data:|mailto:|vnd\.sun\.star\.)/;
const SCHEME = /^[a-z][a-z0-9+.-]+:/;

/** Would opening this fetch something from elsewhere? Read as leniently as word processors read it. */
export function leadsAway(target: string): boolean {
  const plain = unescaped(target)
    .replace(/[\p{Cc}\s]/gu, '')
    .replaceAll('\\', '/')
    .toLowerCase();
  if (plain.startsWith('//')) return true;
  return SCHEME.test(plain) && !OWN_DISK.test(plain) && !IN_PLACE.test(plain);
}

function unescaped(target: string): string {
  return target.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Fields that a word processor works out anew when a document is opened, from outside of it; names in any case. */
export const LIVE_FIELD = /^\s*(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|DDE|DDEAUTO|LINK)\b\s*\S/i;
const LONGEST_INSTRUCTION = 400;

/** What is written between the marks of fields, however many runs it is spread over. */
export class FieldInstructions {
  private readonly open: string[] = [''];

  mark(type: string): void {
    if (type === 'begin') this.open.push('');
    if (type === 'end' && this.open.length > 1) this.open.pop();
  }

  /** What stands outside of all fields begins anew with each paragraph. */
  paragraph(): void {
    if (this.open.length === 1) this.open[0] = '';
  }

  /** Is the field a live one, with what is written now? */
  write(text: string): boolean {
    const here = this.open.length - 1;
    const whole = ((this.open[here] ?? '') + text).slice(0, LONGEST_INSTRUCTION);
    this.open[here] = whole;
    return LIVE_FIELD.test(whole);
  }
}
