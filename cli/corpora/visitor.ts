import { Refusal } from '../terminal';

export type Answer = { status: number; html: string };
type Fields = Readonly<Record<string, string | readonly string[]>>;
export type SentFile = { field: string; name: string; bytes: Uint8Array };

const PATIENCE_MS = 60_000;

/** Somebody who uses the portal over HTTP as a browser without scripts does. */
export class Visitor {
  readonly #cookies = new Map<string, string>();

  constructor(private readonly portal: string) {}

  async see(path: string): Promise<Answer> {
    const response = await this.#ask(path);
    return { status: response.status, html: await response.text() };
  }

  async download(path: string): Promise<{ status: number; bytes: Buffer }> {
    const response = await this.#ask(path);
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  async postForm(path: string, fields: Fields, files: readonly SentFile[] = []): Promise<Answer> {
    const form = new FormData();
    for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value);
    for (const { field, name, bytes } of files) form.append(field, new Blob([new Uint8Array(bytes)]), name);
    const response = await this.#ask(path, { method: 'POST', body: form });
    return { status: response.status, html: await response.text() };
  }

  /** Opens a one-time link and presses the button behind it. */
  async signIn(link: string): Promise<void> {
    const { pathname, search } = new URL(link);
    const { html } = await this.see(pathname + search);
    const { status } = await this.postForm(pathname + search, hiddenFields(html));
    const desk = await this.see('/desk');
    if (status >= 400 || desk.status !== 200)
      throw new Refusal(`✗ An editor could not sign in: ${status}, then ${desk.status}.`);
  }

  async #ask(path: string, request: RequestInit = {}): Promise<Response> {
    const cookie = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.portal), {
      ...request,
      headers: { origin: this.portal, 'sec-fetch-site': 'same-origin', ...(cookie ? { cookie } : {}) },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name && value !== undefined) this.#cookies.set(name, value);
    }
    return response;
  }
}

/** The hidden fields of the first form of a page: what a browser would send back with it. */
function hiddenFields(html: string): Record<string, string> {
  const form = /<form[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const inputs = [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag);
  return Object.fromEntries(inputs.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]));
}

function attribute(tag: string, name: string): string {
  return plainCharacters(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Character references as the characters they stand for. */
export function plainCharacters(html: string): string {
  return html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return NAMED[name ?? ''] ?? whole;
  });
}

/** What a person reads on a page: no tags, scripts or comments; form fields give what stands in them. */
export function textOf(html: string): string {
  return plainCharacters(
    html
      .replace(/<script[\s\S]*?<\/script>/g, '')
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<[^>]+>/g, '\n'),
  );
}
