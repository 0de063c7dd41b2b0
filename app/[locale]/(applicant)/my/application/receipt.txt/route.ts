import { applicantRoute } from '@/app/_http/applicant-route';
import { seeOther } from '@/app/_http/plain-page';
import { receiptFileName, receiptText } from '@/app/_ui/plain/mine/receipt-code';

export const dynamic = 'force-dynamic';

/** The receipt as a file, for browsers without script; only the session that made the code can have it. */
export const GET = applicantRoute(async ({ frame, locale, mine: { number }, visit }) => {
  if (!visit.code) return seeOther(`/${locale}/my/application`);
  const name = receiptFileName(frame, number);
  return new Response(receiptText({ frame, code: visit.code, number }), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="receipt-${number ?? 'draft'}.txt"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  });
});
