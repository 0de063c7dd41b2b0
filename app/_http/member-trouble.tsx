import { Opening } from '@/app/_ui/plain/section';
import { contextFor } from '@/domain/context';
import { publication } from '@/domain/settings/queries';
import { type Locale, translator } from '@/locales';
import { NO_CHOICE } from './choice';
import { plainPage } from './plain-page';

type MemberTrouble = { locale: Locale; status: number; title?: string; text: string; back: string };

/** What a member sees where a form of the desk leads to no page of it: what happened, what to do, and the way back. */
export async function memberTrouble({ locale, status, title, text, back }: MemberTrouble): Promise<Response> {
  const ctx = contextFor({ kind: 'system', task: 'trouble' });
  const heading = title ?? translator(locale, 'trouble')('refusedTitle');
  const frame = {
    locale,
    path: '',
    publication: await publication(ctx),
    portalUrl: ctx.portal.url,
    choice: NO_CHOICE,
  };
  return plainPage(frame, {
    title: heading,
    status,
    body: (
      <main id="main">
        <Opening title={heading} lead={text}>
          <p>
            <a className="tap" href={back}>
              {translator(locale, 'desk.trouble')('toDesk')}
            </a>
          </p>
        </Opening>
      </main>
    ),
  });
}
