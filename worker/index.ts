import { join } from 'node:path';
import { closeServices, services, systemContext } from '@/domain/context';
import { parseMailbox } from '@/domain/messages/rules';
import { env, type RunningEnv } from '@/platform/env';
import { configureFailpoints } from '@/platform/failpoint';
import { log } from '@/platform/log';
import { openMailer } from '@/platform/mailer';
import { tellParent, whenParentIsGone } from '@/platform/processes';
import { startCourier } from './courier';
import { startJobs } from './jobs';
import { Rush } from './rush';

/** The worker process: sends the outbox and does the background jobs, until it is told to stop or its parent is gone. */
async function main(): Promise<void> {
  const settings = env();
  configureFailpoints(settings.PORTAL_FAILPOINTS);
  const parts = services();
  const mailer = openMailer({
    smtpUrl: settings.SMTP_URL,
    folder: join(settings.DATA_DIR, 'mail'),
    greetAs: greetingName(settings),
  });
  const rush = new Rush();
  process.on('message', (message) => {
    if (isRush(message)) rush.heard();
  });
  const courier = startCourier({
    mailer,
    context: () => systemContext('outbox', parts),
    hold: () => rush.over('mail'),
  });
  // Called again whenever the connection had to be made anew: what was said meanwhile was not heard.
  await parts.connection.sql.listen('outbox', courier.wake, courier.wake);
  const jobs = await startJobs(settings.DATABASE_URL, { services: parts, rush });

  const stop = once(async (reason: string) => {
    log.info({ event: 'worker.stopping', reason });
    await Promise.all([courier.stop(), jobs.stop()]);
    mailer.close();
    await closeServices();
    process.exit(0);
  });
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  whenParentIsGone(() => stop('parent gone'));
  tellParent({ type: 'ready' });
  log.info({ event: 'worker.ready', mail: mailer.kind });
}

/**
 * Servers write it into the first line of a mail, for its reader to see. Mails share connections, so where quiet ones may
 * not say who writes, none does.
 */
function greetingName({ MAIL_FROM_QUIET, PORTAL_URL }: RunningEnv): string {
  const quiet = parseMailbox(MAIL_FROM_QUIET ?? '');
  return quiet?.address.split('@')[1] ?? new URL(PORTAL_URL).hostname;
}

function isRush(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'rush';
}

function once(work: (reason: string) => Promise<void>): (reason: string) => void {
  let begun = false;
  return (reason) => {
    if (begun) return;
    begun = true;
    work(reason).catch((error: unknown) => {
      log.fatal({ event: 'worker.stop-failed' }, error);
      process.exit(1);
    });
  };
}

main().catch((error: unknown) => {
  log.fatal({ event: 'worker.not-started' }, error);
  process.exit(1);
});
