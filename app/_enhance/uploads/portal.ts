import { fetchPatiently } from '../patience';
import type { FileCheck } from './checks';

export const UPLOADS = '/api/uploads';

/** A file of which a part is here. */
export type OpenUpload = { url: string; slot: string; name: string; size: number; received: number };
export type HeldDocument = { slot: string; name: string; size: number; url: string | null; check?: FileCheck };
export type HeldFiles = { documents: HeldDocument[]; uploads: OpenUpload[] };

type Asking = {
  giving?: AbortController;
  /** The draft is kept, but so old that only its code opens it; in words. */
  resting?(sentence: string): void;
};

/**
 * What the portal has of a draft's files; null where it knows the draft no longer, or not by this token. A dead line
 * rejects.
 */
export async function heldFiles(draft: string, { giving, resting }: Asking = {}): Promise<HeldFiles | null> {
  const headers = { 'Upload-Draft': draft, 'Accept-Language': document.documentElement.lang };
  const answer = await fetchPatiently(UPLOADS, { headers }, giving);
  if (answer.status === 401) resting?.(sentenceIn(await answer.text()) ?? '');
  if ([401, 403, 410].includes(answer.status)) return null;
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as HeldFiles;
}

/**
 * Does a chosen file begin with the bytes that are here already? Another file may have the same name and size. Where
 * the browser cannot reckon (no secure context) the name and the size must do. Rejects where the portal cannot say now.
 */
export async function beginsAlike(file: File, { url }: OpenUpload, draft: string): Promise<boolean> {
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Draft': draft, 'Want-Repr-Digest': 'sha-256=1' };
  const answer = await fetchPatiently(url, { method: 'HEAD', headers });
  if (mayBeTriedAgain(answer.status)) throw new Error(String(answer.status));
  if (!answer.ok) return false;
  const digest = /^sha-256=:(.+):$/.exec(answer.headers.get('repr-digest') ?? '')?.[1];
  const received = Number(answer.headers.get('upload-offset'));
  const subtle = window.crypto?.subtle as SubtleCrypto | undefined;
  if (!digest || !subtle) return true;
  const own = await subtle.digest('SHA-256', await bytesOf(file.slice(0, received)));
  return btoa(String.fromCharCode(...new Uint8Array(own))) === digest;
}

/** Rejects where the browser can no longer read the file. */
export function bytesOf(part: Blob): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(part);
  });
}

/**
 * Ends an upload, or takes out the document it has become. False where the portal could not be told: an upload then ends
 * by itself later, a document stays.
 */
export async function endUpload(url: string, draft: string): Promise<boolean> {
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Draft': draft };
  const answer = await fetchPatiently(url, { method: 'DELETE', headers, keepalive: true }).catch(() => null);
  return answer !== null && !mayBeTriedAgain(answer.status);
}

/** Why an upload was refused: an answer to HEAD has no body, an answer to an empty piece has. */
export async function refusalOf(url: string, draft: string, language: string): Promise<string | null> {
  const headers = {
    'Tus-Resumable': '1.0.0',
    'Upload-Draft': draft,
    'Upload-Offset': '0',
    'Content-Type': 'application/offset+octet-stream',
    'Accept-Language': language,
  };
  const answer = await fetchPatiently(url, { method: 'PATCH', headers }).catch(() => null);
  return answer ? sentenceIn(await answer.text()) : null;
}

export function sentenceIn(body: string): string | null {
  try {
    const { sentence } = JSON.parse(body) as { sentence?: unknown };
    return typeof sentence === 'string' ? sentence : null;
  } catch {
    // Not ours: a proxy between us has answered.
    return null;
  }
}

/** 409 and 423: somebody else of us was at work on it; 408 and 425: the line. */
export function mayBeTriedAgain(status: number): boolean {
  return status >= 500 || [408, 409, 423, 425].includes(status);
}
