import { makeZip } from 'client-zip';
import { applicantRoute } from '@/app/_http/applicant-route';
import { type Holdings, myHoldings } from '@/domain/applications/queries';
import { fileNameOnDisk } from '@/domain/documents/rules';
import { type Locale, translator } from '@/locales';

export const dynamic = 'force-dynamic';

/** Everything we hold about the applicant, as one ZIP file that is made while it travels. */
export const GET = applicantRoute(async ({ ctx, mine, locale }) => {
  const holdings = await myHoldings(ctx);
  const name = `${mine.number ?? 'draft'}.zip`;
  return new Response(makeZip(entriesOf(holdings, locale)), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    },
  });
});

type Entry = { name: string; lastModified?: Date; input: string | AsyncIterable<Uint8Array> };

/** A file that can no longer be read keeps none of the others: a text in the archive names it. */
async function* entriesOf({ record, files }: Holdings, locale: Locale): AsyncGenerator<Entry> {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  yield { name: 'application.json', input: text };
  const lacking: string[] = [];
  for (const stored of files) {
    // People give two files the same name; the folder keeps them apart.
    const folder = `${stored.slot}/${stored.versionNumber}`;
    const name = `documents/${folder}/${fileNameOnDisk(stored.name)}`;
    const file = await stored.forArchive();
    try {
      if (file) yield { name, lastModified: stored.receivedAt, input: file.bytes };
      if (!file?.isWhole()) lacking.push(name);
    } finally {
      await file?.close();
    }
  }
  const t = translator(locale, 'status');
  if (lacking.length > 0) yield { name: 'left-out.txt', input: [t('downloadLacks'), ...lacking, ''].join('\n') };
}
