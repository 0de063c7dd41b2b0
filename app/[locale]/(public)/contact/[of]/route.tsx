import type { Frame } from '@/app/_http/frame';
import { plainPage } from '@/app/_http/plain-page';
import { type PlainInput, plainFormRoute, plainRoute } from '@/app/_http/plain-route';
import { AskForAddress, ShownAddress } from '@/app/_ui/plain/contact-page';
import { addressesIn, CONTACT_NAMES, type ContactName } from '@/app/_ui/plain/mail-address';
import { imprintText, privacyText } from '@/app/_ui/plain/text-pages';
import { callNotice } from '@/domain/calls/queries';
import { AppError } from '@/domain/errors';
import { questionsAddress } from '@/domain/questions/queries';
import { translator } from '@/locales';

export const dynamic = 'force-dynamic';

type Params = { locale: string; of: string };
type Input = PlainInput<Params>;

export const GET = plainRoute<Params>(async (input) => {
  const { request } = input;
  const frame = ofThisCall(input);
  if ((await addressesOf(input)).length === 0) throw new AppError('not_found');
  const { pathname, search } = new URL(request.url);
  return plainPage(frame, {
    title: translator(frame.locale, 'contact')('title'),
    body: <AskForAddress frame={frame} action={pathname + search} />,
  });
});

export const POST = plainFormRoute<Params>(async (input) => {
  const frame = ofThisCall(input);
  const addresses = await addressesOf(input);
  if (addresses.length === 0) throw new AppError('not_found');
  return plainPage(frame, {
    title: translator(frame.locale, 'contact')('title'),
    body: <ShownAddress frame={frame} addresses={addresses} />,
  });
});

/** In every language it is the same call's address. */
function ofThisCall({ frame, request }: Input): Frame {
  const slug = callIn(request);
  return slug === null ? frame : { ...frame, path: `${frame.path}?call=${encodeURIComponent(slug)}` };
}

function callIn(request: Request): string | null {
  return new URL(request.url).searchParams.get('call');
}

async function addressesOf({ ctx, frame, params, request }: Input): Promise<string[]> {
  const of = CONTACT_NAMES.find((name) => name === params.of);
  if (!of) throw new AppError('not_found');
  const slug = callIn(request);
  const notice = slug === null ? null : await callNotice(ctx, slug);
  const found: Record<ContactName, () => Promise<(string | null)[]> | (string | null)[]> = {
    questions: async () => [notice ? notice.questionsAddress : await questionsAddress(ctx)],
    editorial: () => [notice?.editorialAddress ?? null],
    privacy: () => [frame.publication.privacyContact],
    'privacy-text': () => addressesIn(privacyText(frame).text),
    imprint: () => addressesIn(imprintText(frame).text),
  };
  return (await found[of]()).filter((address): address is string => Boolean(address));
}
