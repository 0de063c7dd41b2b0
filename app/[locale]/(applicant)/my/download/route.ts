import { makeZip } from 'client-zip';
import { applicantRoute } from '@/app/_http/applicant-route';
import { type Holdings, myHoldings } from '@/domain/applications/queries';
import { fileNameOnDisk } from '@/domain/documents/rules';

export const dynamic = 'force-dynamic';

/** Everything we hold about the applicant, as one ZIP file that is made while it travels. */
export const GET = applicantRoute(async ({ ctx, mine }) => {
  const holdings = await myHoldings(ctx);
  const name = `${mine.number ?? 'draft'}.zip`;
  return new Response(makeZip(entriesOf(holdings)), {
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

function* entriesOf({ record, files }: Holdings) {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  yield { name: 'application.json', input: text };
  for (const file of files) {
    // People give two files the same name; the folder keeps them apart.
    const folder = `${file.slot}/${file.versionNumber}`;
    const name = `documents/${folder}/${fileNameOnDisk(file.name)}`;
    yield { name, lastModified: file.receivedAt, input: file.read() };
  }
}
