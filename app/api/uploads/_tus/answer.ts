import { Server, TUS_RESUMABLE } from '@tus/server';
import { applicantVisit } from '@/app/_http/applicant-session';
import { preferredLocale } from '@/app/_http/locale';
import type { Ctx } from '@/domain/context';
import { MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { NO_TOKEN } from '@/domain/intake/queries';
import type { Locale } from '@/locales';
import { ArrivingBody } from './arriving-body';
import { CHECKSUM_ALGORITHMS, checksumOf } from './checksum';
import { listOfFiles, UPLOADS_PATH } from './list-of-files';
import { UploadLocks } from './locks';
import { PartStore } from './part-store';
import { type Problem, problemOf, problemOfStatus, problemResponse } from './problem';

const METHODS: ReadonlySet<string> = new Set(['OPTIONS', 'GET', 'HEAD', 'POST', 'PATCH', 'DELETE']);
const PART_TYPE = 'application/offset+octet-stream';
/** Once a lock is taken away its holder has had its time already; 0 would mean three seconds more. */
const LEAVES_WITHIN_MS = 1;
/** The server for the protocol invites every site; ours is for our own pages. */
const OTHER_SITES_HEADERS = /^access-control-/;

const locks = new UploadLocks();

/**
 * One request of the tus protocol. Refusals carry a JSON body with `code` and `sentence`, in the language of the
 * upload's metadata or of Accept-Language.
 */
export async function answerUpload(request: Request, ctx: Ctx): Promise<Response> {
  const method = methodOf(request);
  const body = new ArrivingBody(request);
  try {
    return finished(await answered(method, request, { ctx, body }));
  } finally {
    void body.drain();
  }
}

/** tus 1.0: a client behind a proxy that knows no PATCH says what it means in a header. */
function methodOf(request: Request): string {
  const meant = request.headers.get('x-http-method-override')?.toUpperCase() ?? '';
  return METHODS.has(meant) ? meant : request.method;
}

async function answered(
  method: string,
  request: Request,
  { ctx, body }: { ctx: Ctx; body: ArrivingBody },
): Promise<Response> {
  const locale = preferredLocale(request.headers.get('accept-language'));
  const { token, applicant } = await sender(request, ctx);
  if (method === 'GET') return listOfFiles(applicant ?? ctx, { request, token, locale });
  const checksum = checksumOf(request.headers.get('upload-checksum'));
  if (method !== 'OPTIONS' && request.headers.get('tus-resumable') !== TUS_RESUMABLE)
    return problemResponse(problemOfStatus(412, locale));
  if (checksum === 'unknown') return problemResponse(problemOfStatus(400, locale));
  if (method === 'PATCH' && request.headers.get('content-type') !== PART_TYPE)
    return problemResponse(problemOfStatus(415, locale));

  const store = new PartStore(ctx, { token, applicant, checksum, locale });
  let problem: Problem | null = null;
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: store,
    locker: locks.lockerFor(body),
    lockDrainTimeout: LEAVES_WITHIN_MS,
    maxSize: MAX_DOCUMENT_BYTES,
    relativeLocation: true,
    namingFunction: () => crypto.randomUUID(),
    onResponseError: (_request, error) => {
      problem = problemOf(error, store.locale);
      return { status_code: problem.status, body: '' };
    },
  });
  const response = await server.handleWeb(copyOf(request, method, body));
  if (wantsDigest(method, request) && response.status === 200) await addDigest(response, store);
  return whole({ response, problem, locale: store.locale });
}

/** The token of a draft counts; without one the applicant whom the browser knows, if any. */
async function sender(request: Request, ctx: Ctx): Promise<{ token: string; applicant: Ctx | null }> {
  const token = request.headers.get('upload-draft') ?? NO_TOKEN;
  if (token !== NO_TOKEN || !request.headers.has('cookie')) return { token, applicant: null };
  return { token, applicant: (await applicantVisit(ctx, request))?.ctx ?? null };
}

/** RFC 9530, of the bytes that have arrived so far. */
function wantsDigest(method: string, request: Request): boolean {
  return method === 'HEAD' && /\bsha-256\b/.test(request.headers.get('want-repr-digest') ?? '');
}

async function addDigest(response: Response, store: PartStore): Promise<void> {
  const digest = await store.digest();
  if (digest) response.headers.set('repr-digest', `sha-256=:${digest.toString('base64')}:`);
}

function copyOf(request: Request, method: string, body: ArrivingBody): Request {
  const hasBody = method === 'PATCH' || method === 'POST';
  const headers = new Headers(request.headers);
  // Addresses are told without a host; of two proxies in a row it would refuse the list of both.
  for (const name of ['x-forwarded-proto', 'x-forwarded-host']) headers.delete(name);
  return new Request(request.url, {
    method,
    headers,
    ...(hasBody && body.stream ? { body: body.stream, duplex: 'half' } : {}),
  } as RequestInit);
}

function whole(answer: { response: Response; problem: Problem | null; locale: Locale }): Response {
  const { response, locale } = answer;
  if (response.status < 400) return response;
  return problemResponse(answer.problem ?? problemOfStatus(response.status, locale), response.headers);
}

function finished(response: Response): Response {
  const { headers } = response;
  for (const name of [...headers.keys()]) if (OTHER_SITES_HEADERS.test(name)) headers.delete(name);
  headers.set('tus-resumable', TUS_RESUMABLE);
  headers.set('tus-version', TUS_RESUMABLE);
  headers.set('tus-checksum-algorithm', CHECKSUM_ALGORITHMS.join(','));
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  return response;
}
