import type { APIRequestContext, APIResponse } from '@playwright/test';
import { textsOf } from '../texts';
import type { Outcome } from './cells';
import { ROUTES } from './routes';
import type { Scene, Try } from './scene';
import { actionsInBuild, type BuiltAction } from './walk';

/** Knocks at one portal: at its routes, and at its actions as forms with scripts on would. */
export class Door {
  readonly #actions = actionsInBuild();

  constructor(readonly url: string) {}

  knock(
    person: APIRequestContext,
    { name, one, scene }: { name: string; one: Try; scene: Scene },
  ): Promise<APIResponse> {
    const sent = one.send?.(scene) ?? {};
    return name in ROUTES ? this.#visit(person, name, one, scene) : this.act(person, name, sent, scene.number);
  }

  async #visit(person: APIRequestContext, name: string, one: Try, scene: Scene): Promise<APIResponse> {
    const [method = 'GET', pattern = '/'] = name.split(' ');
    const address = one.at?.(scene) ?? pattern;
    return person.fetch(`${this.url}${address}`, {
      method,
      maxRedirects: 0,
      failOnStatusCode: false,
      headers: { origin: this.url },
      ...(one.send ? { multipart: one.send(scene) } : {}),
    });
  }

  /** React's own way of sending: (state, form). */
  async act(person: APIRequestContext, name: string, sent: Record<string, string>, number = ''): Promise<APIResponse> {
    const form = new FormData();
    for (const [field, value] of Object.entries(sent)) form.append(`_1_${field}`, value);
    // Last, because React reads the form when it meets this; an object would put a number first.
    form.append('0', '[{},"$K1"]');
    // What follows says with what it is tried.
    const { id, page } = this.#built(name.split(', ')[0] ?? '');
    return person.fetch(`${this.url}${page.replace('[code]', number)}`, {
      method: 'POST',
      maxRedirects: 0,
      failOnStatusCode: false,
      headers: { origin: this.url, 'next-action': id, accept: 'text/x-component' },
      multipart: form,
    });
  }

  #built(name: string): BuiltAction {
    const action = this.#actions.get(name);
    if (!action) throw new Error(`${name} was not built.`);
    return action;
  }
}

export async function outcomeOf(response: APIResponse): Promise<string> {
  const headers = response.headers();
  const goesTo = headers['x-action-redirect'] ?? headers.location ?? '';
  if (/^(?:https?:\/\/[^/]+)?\/sign-in(?:[?;]|$)/.test(goesTo)) return 'signed out';
  if (response.status() >= 300 && /\/\w\w\/my$/.test(goesTo)) return 'enter code';
  if (headers.location?.startsWith('/desk/export')) return outcomeOfCode('proof_needed');
  if (response.status() === 401) return isAskedForCode(await response.text()) ? 'enter code' : 'signed out';
  if (response.status() === 403) return 'refused';
  if (response.status() === 404) return 'hidden';
  if (response.status() >= 500) return `broken, ${response.status()}`;
  const text = headers['content-type']?.includes('text/x-component') ? await response.text() : '';
  return outcomeOfCode(codeOfOneOfMany(text) ?? /"code":"(\w+)"/.exec(text)?.[1]);
}

const SENTENCE = textsOf('en');
const CODES = ['not_found', 'not_allowed', 'conflict', 'nothing_to_undo'];

/** Where several are settled at once, each that failed is told by its sentence. */
function codeOfOneOfMany(text: string): string | undefined {
  return CODES.find((code) => new RegExp(`"APP-\\w+: ${SENTENCE(`errors.${code}`)}"`).test(text));
}

export function outcomeOfCode(code: string | undefined): string {
  const said: Record<string, Outcome> = { not_signed_in: 'signed out', not_found: 'hidden', not_allowed: 'refused' };
  return code ? (said[code] ?? `served, ${code}`) : 'served';
}

/** A form behind a code is answered with the page that asks for the code, so that what was written is not lost. */
function isAskedForCode(html: string): boolean {
  return /<form[^>]* action="\/\w\w\/my"/.test(html);
}
