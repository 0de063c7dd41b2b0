import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { envelopeOf, isSameEnvelope, type Mailer, messageOf, type OutgoingMail } from './outgoing-mail';

/**
 * Every mail becomes one file below `folder`, readable by the portal's own account only. The name is made of the
 * mail's time and id, so a mail written twice is one file.
 */
export function fileMailer(folder: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    kind: 'files',
    reach: async () => 'works',
    async deliver(mail) {
      const info = await transport.sendMail(messageOf(mail));
      if (!isSameEnvelope(envelopeOf(mail), info.envelope))
        throw new Error('the message names another envelope than the row');
      if (!Buffer.isBuffer(info.message)) throw new Error('the message was not written whole');
      try {
        await writeWhole(folder, nameOf(mail), info.message);
      } catch (error) {
        return { outcome: 'interrupted', reply: systemCode(error) };
      }
      return { outcome: 'accepted', reply: null };
    },
    close: () => transport.close(),
  };
}

/** 20261123T105200123Z-<id>.eml: sorts by time. */
function nameOf(mail: OutgoingMail): string {
  return `${mail.date.toISOString().replace(/[-:.]/g, '')}-${mail.id}.eml`;
}

async function writeWhole(folder: string, name: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${name}.${process.pid}`);
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
