import { type Ended, endedUploads, rememberEnded } from './memory';
import { endUpload } from './portal';

const AGAIN_MS = 10_000;

/** Ends an upload for good: without a line the portal is told later, if need be by the next page in this tab. */
export async function endForGood(upload: Ended): Promise<void> {
  rememberEnded([...others(upload), upload]);
  if (await endUpload(upload.url, upload.draft)) return rememberEnded(others(upload));
  setTimeout(() => void endForGood(upload), AGAIN_MS);
}

/** What an earlier page of this tab could not tell. */
export function endRemembered(): void {
  for (const upload of endedUploads()) void endForGood(upload);
}

/** The portal may still show it, by its path alone. */
export function isEnded(path: string): boolean {
  return endedUploads().some(({ url }) => url.endsWith(path));
}

function others({ url }: Ended): Ended[] {
  return endedUploads().filter((one) => one.url !== url);
}
