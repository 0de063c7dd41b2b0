import { Withdraw } from '@/app/_ui/plain/mine/endings';
import type { Written } from '@/app/_ui/plain/mine/not-sent-yet';
import { translator } from '@/locales';
import type { Frame } from './frame';
import { plainPage } from './plain-page';

/** Asks whether the applicant means to withdraw, with the reason as far as it has been written. */
export function withdrawPage({ frame }: { frame: Frame }, reason: Written, status = 200): Promise<Response> {
  return plainPage(frame, {
    title: translator(frame.locale, 'endings')('withdrawTitle'),
    status,
    personal: true,
    body: <Withdraw frame={frame} {...reason} />,
  });
}
