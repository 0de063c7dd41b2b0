import { type DetailedError, Upload } from 'tus-js-client';
import { cleanName } from './names';
import { Pace, retryDelayMs } from './pace';
import { bytesOf, heldFiles, mayBeTriedAgain, refusalOf, sentenceIn, UPLOADS } from './portal';

const WATCH_MS = 2_000;
/** A file in a cloud may answer late; then the line is to blame after all. */
const READING_MS = 3_000;

export type Sending = {
  file: File;
  slot: string;
  draft: string;
  call: string;
  language: string;
  /** where a part of this file is already */
  url: string | null;
};

export type Listener = {
  progress(sent: number, secondsLeft: number | null): void;
  /** The line is dead, or the portal cannot take it now: it is tried again by itself. */
  lost(sentence: string | null): void;
  arrived(url: string): void;
  /** The browser no longer has the file: it was changed, moved or deleted, or the permission to read it has ended. */
  unreadable(): void;
  /** It will never be taken; null where nobody said why. */
  refused(sentence: string | null): void;
};

/** Brings one file to the portal, however often the line breaks. */
export class Sender {
  readonly #upload: Upload;
  readonly #pace = new Pace();
  #failures = 0;
  #accepted = 0;
  #pieceBegan = 0;
  #lastSign = 0;
  #isRunning = false;
  /** Counts starts and pauses: what an earlier try finds out late is about nothing any more. */
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #watch: ReturnType<typeof setInterval>;

  constructor(
    private readonly sending: Sending,
    private readonly listener: Listener,
  ) {
    const { file, slot, draft, call, language, url } = sending;
    this.#upload = new Upload(file, {
      // Only until it has an address: tus-js-client would begin anew whenever it cannot ask how far it came.
      endpoint: url ? null : new URL(UPLOADS, location.href).href,
      uploadUrl: url,
      metadata: { draft, slot, filename: file.name, locale: language, call },
      headers: { 'Upload-Draft': draft, 'Accept-Language': language },
      chunkSize: this.#pace.chunk(),
      retryDelays: null,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => {
        this.#upload.options.endpoint = null;
        this.#upload.options.uploadUrl = this.#upload.url;
        this.#pieceBegins();
      },
      onProgress: (sent) => {
        this.#lastSign = Date.now();
        listener.progress(sent, this.#pace.secondsLeft(file.size - sent));
      },
      onChunkComplete: (size, accepted) => this.#pieceArrived(size, accepted),
      onSuccess: () => {
        this.#end();
        listener.arrived(this.#upload.url ?? '');
      },
      onError: (error) => void this.#fail(error as DetailedError),
    });
    this.#watch = setInterval(() => this.#look(), WATCH_MS);
    addEventListener('online', this.#tryNow);
    addEventListener('offline', this.#lineIsDead);
    document.addEventListener('visibilitychange', this.#tryNow);
  }

  get url(): string | null {
    return this.#upload.url ?? this.#upload.options.uploadUrl ?? null;
  }

  /** bytes that are certainly with the portal */
  get accepted(): number {
    return this.#accepted;
  }

  start(): void {
    clearTimeout(this.#retry);
    this.#attempt += 1;
    this.#isRunning = true;
    this.#pieceBegins();
    this.#upload.options.chunkSize = this.#pace.chunk();
    this.#upload.start();
  }

  pause(): void {
    this.#attempt += 1;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#isRunning = false;
    void this.#upload.abort();
  }

  /** Sends nothing more and listens to nothing. */
  drop(): void {
    this.pause();
    this.#end();
  }

  #end(): void {
    this.#isRunning = false;
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    removeEventListener('online', this.#tryNow);
    removeEventListener('offline', this.#lineIsDead);
    document.removeEventListener('visibilitychange', this.#tryNow);
  }

  #pieceBegins(): void {
    this.#pieceBegan = Date.now();
    this.#lastSign = Date.now();
  }

  #pieceArrived(size: number, accepted: number): void {
    this.#pace.note(size, Date.now() - this.#pieceBegan);
    this.#failures = 0;
    this.#accepted = accepted;
    this.#upload.options.chunkSize = this.#pace.chunk();
    this.#pieceBegins();
  }

  /** A line can die without a word: then only the silence tells. */
  #look(): void {
    if (this.#isRunning && Date.now() - this.#lastSign > this.#pace.patienceMs()) this.#lineIsDead();
  }

  readonly #lineIsDead = (): void => {
    if (!this.#isRunning) return;
    void this.#upload.abort();
    this.#loseIt(null);
  };

  /** Whoever waits for its next try has it now: the line is back, or somebody looks at the page again. */
  readonly #tryNow = (): void => {
    if (this.#retry !== undefined && document.visibilityState === 'visible') void this.#again();
  };

  tryNow(): void {
    this.#tryNow();
  }

  #loseIt(sentence: string | null): void {
    this.#isRunning = false;
    this.#failures += 1;
    this.listener.lost(sentence);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#again(), retryDelayMs(this.#failures));
  }

  async #again(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#isRunning = true;
    this.#pieceBegins();
    if (!this.url) await this.#findOwn();
    if (this.#isRunning) this.start();
  }

  /** The answer to the first request may have been lost: then the upload is there, only its address is not known here. */
  async #findOwn(): Promise<void> {
    const { file, slot, draft } = this.sending;
    const held = await heldFiles(draft).catch(() => null);
    const own = held?.uploads.find(
      ({ name, size, received, ...one }) =>
        one.slot === slot && size === file.size && name === cleanName(file.name) && received === 0,
    );
    if (!own) return;
    this.#upload.options.endpoint = null;
    this.#upload.options.uploadUrl = own.url;
  }

  /** No answer at all: the line is dead, or the browser could not read what it should have sent. */
  async #judgeSilence(): Promise<void> {
    const attempt = this.#attempt;
    const isReadable = await canBeRead(this.sending.file, this.#accepted);
    if (attempt !== this.#attempt || !this.#isRunning) return;
    if (isReadable) return this.#loseIt(null);
    this.#end();
    this.listener.unreadable();
  }

  async #fail({ originalResponse: answer }: DetailedError): Promise<void> {
    const status = answer?.getStatus() ?? 0;
    const body = answer?.getBody() ?? '';
    if (status === 0) return this.#judgeSilence();
    if (mayBeTriedAgain(status)) return this.#loseIt(status === 507 ? sentenceIn(body) : null);
    const { draft, language } = this.sending;
    const sentence = sentenceIn(body) ?? (this.url ? await refusalOf(this.url, draft, language) : null);
    this.#end();
    this.listener.refused(sentence);
  }
}

/** Does the browser still have the file, of which so much is with the portal? */
function canBeRead(file: File, accepted: number): Promise<boolean> {
  const at = Math.max(0, Math.min(accepted, file.size - 1));
  const reading = bytesOf(file.slice(at, at + 1)).then(
    () => true,
    () => false,
  );
  return Promise.race([reading, new Promise<boolean>((resolve) => setTimeout(() => resolve(true), READING_MS))]);
}
