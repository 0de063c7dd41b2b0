import { createServer, type IncomingMessage } from 'node:http';
import next from 'next';
import { env } from '@/platform/env';
import { configureFailpoints } from '@/platform/failpoint';
import { log } from '@/platform/log';
import { tellParent } from '@/platform/processes';
import { forgetBody, keepBody } from '@/platform/raw-bodies';
import { portalKeys } from '@/platform/vault';
import { isReaderGone } from './reader-gone';
import { onStopAsked, untilAllowedToServe } from './supervised';
import { outliveReader } from './terminal';
import { sendConsoleToLog } from './web-console';
import { mendAddress, peerMark, replaceClientHeaders } from './web-headers';
import { watchRush } from './web-rush';

/** Room for cookies and a long query; more is not ours. */
const LARGEST_HEADER = 16 * 1024;
const HEADERS_WITHIN_MS = 20_000;
/** A bad line may fall silent for a while; an upload as a whole may take an hour, so it has no end of its own. */
const SILENCE_ENDS_AFTER_MS = 120_000;
const KEEP_ALIVE_MS = 15_000;
/** Longer than a proxy keeps its own side open (nginx: 60 s), or it would write into a closing connection. */
const KEEP_ALIVE_FOR_PROXY_MS = 75_000;
const DRAIN_MS = 10_000;
const CARRIES_FILES: ReadonlySet<string> = new Set(['POST', 'PATCH']);
const ORPHAN_DRAIN_MS = 1_500;

const { HOST, PORT, PORTAL_DEV, PORTAL_FAILPOINTS, PORTAL_KEY, TRUST_PROXY } = env();
configureFailpoints(PORTAL_FAILPOINTS);
if (!PORTAL_DEV) sendConsoleToLog();
const peerKey = portalKeys(PORTAL_KEY).peer;

outliveReader();
process.on('uncaughtException', (error) => {
  if (isReaderGone(error)) {
    log.info({ event: 'web.reader_gone' });
    return;
  }
  log.fatal({ event: 'web.crashed' }, error);
  process.exit(1);
});
process.on('unhandledRejection', (reason) => {
  log.error({ event: 'web.unhandled_rejection' }, reason);
});

const server = createServer({
  maxHeaderSize: LARGEST_HEADER,
  headersTimeout: HEADERS_WITHIN_MS,
  requestTimeout: 0,
  keepAliveTimeout: TRUST_PROXY ? KEEP_ALIVE_FOR_PROXY_MS : KEEP_ALIVE_MS,
});
server.timeout = SILENCE_ENDS_AFTER_MS;

const app = next({ dev: PORTAL_DEV, dir: process.cwd(), hostname: HOST, port: PORT, httpServer: server });
await Promise.all([app.prepare(), untilAllowedToServe()]);
const handle = app.getRequestHandler();
// Without its supervisor it still brings to an end what has begun.
const rush = watchRush(() => tellParent({ type: 'rush' }));

server.on('request', (request: IncomingMessage, response) => {
  mendAddress(request);
  const body = CARRIES_FILES.has(request.method ?? '') ? keepBody(request) : undefined;
  if (body) {
    rush.begins(request);
    response.once('close', () => {
      rush.ends(request);
      forgetBody(body);
    });
  }
  replaceClientHeaders(request, {
    body,
    trustsProxy: TRUST_PROXY,
    markOf: (address) => peerMark(peerKey, address, new Date()),
  });
  handle(request, response).catch((error: unknown) => {
    log.error({ event: 'web.request_failed' }, error);
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
    response.end();
  });
});

server.on('error', (error) => {
  log.fatal({ event: 'web.cannot_listen', port: PORT }, error);
  process.exit(1);
});

server.listen(PORT, HOST, () => {
  log.info({ event: 'web.ready', port: PORT });
  tellParent({ type: 'ready' });
});

onStopAsked(async (reason) => {
  server.close();
  server.closeIdleConnections();
  const hasDrained = new Promise((resolve) => server.once('close', resolve));
  const patience = reason === 'orphaned' ? ORPHAN_DRAIN_MS : DRAIN_MS;
  const isLate = new Promise((resolve) => setTimeout(resolve, patience).unref());
  await Promise.race([hasDrained, isLate]);
  server.closeAllConnections();
  log.info({ event: 'web.stopped', reason });
  process.exit(0);
});
