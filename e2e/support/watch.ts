import type { BrowserContext, Request, Response } from '@playwright/test';
import { surroundings } from './surroundings';

/** A page that is left stops what it was loading; that is no fault. */
const LEFT_BEHIND = /net::ERR_ABORTED/;
/** What looks into frames for us is stopped by the sandbox around a document's text; the text itself has no script. */
const OUR_OWN_PROBE =
  /^Blocked script execution in '[^']+\/api\/documents\/[^']+\/text' because the document's frame is sandboxed/;
/** Chromium asks for it by itself when a page names no icon. */
const BY_ITSELF = /\/favicon\.ico$/;

/** Hears console errors (CSP violations are among them), uncaught exceptions, failed and third-party requests. */
export class Watch {
  readonly #heard: string[] = [];
  readonly #expected: RegExp[] = [];
  readonly #known = new Set([new URL(surroundings.url).origin]);

  over(context: BrowserContext): void {
    context.on('console', (message) => {
      const isComplaint = message.type() === 'error' || message.type() === 'warning';
      const isOurs = BY_ITSELF.test(message.location().url) || OUR_OWN_PROBE.test(message.text());
      if (isComplaint && !isOurs)
        this.#heard.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (problem) => this.#heard.push(`uncaught: ${problem.error().message}`));
    context.on('request', (request) => this.#hearRequest(request));
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? 'no reason';
      if (!LEFT_BEHIND.test(reason)) this.#heard.push(`failed: ${request.method()} ${request.url()} ${reason}`);
    });
    context.on('response', (response) => this.#hearResponse(response));
  }

  /** Announces a complaint that belongs to the story, such as the 404 of a page that must not be found. */
  expect(complaint: RegExp): void {
    this.#expected.push(complaint);
  }

  /** A portal that a journey has started for itself is no third party. */
  knows(url: string): void {
    this.#known.add(new URL(url).origin);
  }

  complaints(): string[] {
    return this.#heard.filter((one) => !this.#expected.some((expected) => expected.test(one)));
  }

  #hearRequest(request: Request): void {
    const url = new URL(request.url());
    if (!/^https?:$/.test(url.protocol) || this.#known.has(url.origin)) return;
    this.#heard.push(`third party: ${request.url()}`);
  }

  #hearResponse(response: Response): void {
    if (response.status() >= 500) this.#heard.push(`answer: ${response.status()} ${response.url()}`);
  }
}
