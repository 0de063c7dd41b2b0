import type { Written } from '@/app/_ui/plain/mine/not-sent-yet';
import { QuestionPage } from '@/app/_ui/plain/questions/mine';
import { openCalls } from '@/domain/calls/queries';
import type { Ctx } from '@/domain/context';
import type { MyQuestion } from '@/domain/questions/queries';
import { translator } from '@/locales';
import type { Frame } from './frame';
import { plainPage } from './plain-page';

/** The asker's own page, with more of theirs that has not been sent. */
export async function questionPage(
  { ctx, frame, mine }: { ctx: Ctx; frame: Frame; mine: MyQuestion },
  attempt: Written | null,
  status = 200,
): Promise<Response> {
  const [call] = await openCalls(ctx);
  return plainPage(frame, {
    title: translator(frame.locale, 'questions')('title_mine'),
    status,
    personal: true,
    body: <QuestionPage frame={frame} mine={mine} timeZone={call?.timeZone ?? 'UTC'} attempt={attempt} />,
  });
}
