import type { Readable } from 'node:stream';
import { DataStore, Upload as TusUpload } from '@tus/server';
import type { Ctx } from '@/domain/context';
import { AppError } from '@/domain/errors';
import {
  beginUpload,
  type Checksum,
  digestOfArrived,
  endUpload,
  finishUpload,
  receiveBytes,
  UPLOAD_DAYS,
} from '@/domain/intake/commands';
import { NO_TOKEN, type Upload, uploadFor } from '@/domain/intake/queries';
import { isLocale, type Locale } from '@/locales';

const DAY_MS = 24 * 3_600_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Visit = {
  token: string;
  /** the applicant whose browser asks; what comes without a token is for their sent application */
  applicant: Ctx | null;
  checksum: Checksum | undefined;
  locale: Locale;
};

/** What the tus server stores into, for the length of one request: it knows who asks. */
export class PartStore extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'termination', 'expiration', 'checksum'];
  locale: Locale;
  #token: string;
  #upload: Upload | null = null;

  constructor(
    private readonly stranger: Ctx,
    private readonly visit: Visit,
  ) {
    super();
    this.locale = visit.locale;
    this.#token = visit.token;
  }

  private get ctx(): Ctx {
    return this.#token === NO_TOKEN ? (this.visit.applicant ?? this.stranger) : this.stranger;
  }

  override async create(wanted: TusUpload): Promise<TusUpload> {
    const { draft, slot, filename, locale, call } = wanted.metadata ?? {};
    if (locale && isLocale(locale)) this.locale = locale;
    if (!slot || !filename) throw new AppError('invalid_input', { field: slot ? 'filename' : 'slot' });
    this.#token = draft ?? this.#token;
    this.#upload = await beginUpload(this.ctx, {
      id: wanted.id,
      token: this.#token,
      slot,
      fileName: filename,
      size: wanted.size ?? 0,
      locale: this.locale,
      ...(call ? { callSlug: call } : {}),
    });
    return wanted;
  }

  override async getUpload(id: string): Promise<TusUpload> {
    const upload = await this.#find(id);
    // Whole, but the process died before it became a document: whoever asks next sees to it.
    if (upload.state === 'open' && upload.received === upload.size) {
      await finishUpload(this.ctx, upload);
      this.#upload = { ...upload, state: 'finished' };
    }
    return new TusUpload({
      id,
      size: upload.size,
      offset: upload.received,
      metadata: { slot: upload.slot },
      // The protocol counts its days from here, and ours begin anew with every part.
      creation_date: upload.touchedAt.toISOString(),
    });
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const upload = this.#upload?.id === id ? this.#upload : await this.#find(id);
    return receiveBytes(this.ctx, upload, { offset, bytes: stream, checksum: this.visit.checksum });
  }

  override async remove(id: string): Promise<void> {
    await endUpload(this.ctx, await this.#find(id));
  }

  /** Of the upload this request is about, where there is something to tell. */
  async digest(): Promise<Buffer | null> {
    const upload = this.#upload;
    return upload?.state === 'open' ? digestOfArrived(this.ctx, upload) : null;
  }

  override getExpiration(): number {
    return UPLOAD_DAYS * DAY_MS;
  }

  async #find(id: string): Promise<Upload> {
    if (!UUID.test(id)) throw new AppError('not_found');
    this.#upload = await uploadFor(this.ctx, { id, token: this.#token });
    return this.#upload;
  }
}
