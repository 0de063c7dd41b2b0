import type { StoredFile } from '@/domain/documents/commands';

/** How long a file whose bytes are on the disk waits for the next one of its form. */
const PATIENCE_MS = 250;

type Batch = { files: StoredFile[]; filed: PromiseWithResolvers<void>; timer: NodeJS.Timeout };

/**
 * Files of one form that come fast get their rows in one transaction: a file whose bytes are on the disk waits while
 * another is on its way, but not for long.
 */
export class FilesTogether {
  #onTheirWay = 0;
  #batch: Batch | null = null;
  readonly #file: (files: readonly StoredFile[]) => Promise<void>;

  /** @param file writes the rows of files, each for a slot of its own */
  constructor(file: (files: readonly StoredFile[]) => Promise<void>) {
    this.#file = file;
  }

  /** Ends once the file's row is written. Errors: those of the storing, or of the filing. */
  async take(storing: Promise<StoredFile>): Promise<void> {
    this.#onTheirWay += 1;
    const [stored] = await Promise.allSettled([storing]);
    this.#onTheirWay -= 1;
    const filed = stored.status === 'fulfilled' ? this.#add(stored.value) : Promise.reject(stored.reason);
    if (this.#onTheirWay === 0) this.#fileNow();
    return filed;
  }

  #add(file: StoredFile): Promise<void> {
    this.#batch ??= {
      files: [],
      filed: Promise.withResolvers(),
      timer: setTimeout(() => this.#fileNow(), PATIENCE_MS),
    };
    this.#batch.files.push(file);
    return this.#batch.filed.promise;
  }

  #fileNow(): void {
    const batch = this.#batch;
    if (!batch) return;
    this.#batch = null;
    clearTimeout(batch.timer);
    this.#file(batch.files).then(batch.filed.resolve, batch.filed.reject);
  }
}
