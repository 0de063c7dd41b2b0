import { changeOwn, markSeen, say } from '@/app/desk/applications/discussion-actions';
import type { Comment, Discussion } from '@/domain/discussion/queries';
import { commentsAtHand } from '@/domain/discussion/rules';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit, TypedArea } from './action-form.client';
import { Earlier, Kept, lastOwn, type DiscussionProps as Props } from './discussion-parts';
import { MentionArea } from './mention-area.client';
import { Standing } from './open-application';
import { Said } from './said';
import { Tags } from './tags';
import { Tasks } from './tasks';

/** What members say, mark and plan about the open application; the applicant never sees it. */
export function DiscussionSections(props: Props) {
  return (
    <>
      <Tags {...props} />
      <Talk {...props} />
      <Tasks {...props} />
    </>
  );
}

function Talk(props: Props) {
  const { application, view, discussion, locale } = props;
  const t = translator(locale, 'discussion');
  const { earlier, atHand } = commentsAtHand(discussion.comments);
  const called = discussion.comments.some((comment) => comment.callsMe);
  const said = lastOwn(discussion.comments);
  return (
    <section id="discussion">
      <h2>
        {t('title')} <small>{t('hint')}</small>
      </h2>
      <Earlier summary={t('earlierComments', { count: earlier.length })} open={earlier.some((one) => one.callsMe)}>
        {earlier.length > 0 ? <Comments {...props} comments={earlier} /> : null}
      </Earlier>
      {atHand.length > 0 ? <Comments {...props} comments={atHand} /> : null}
      {called ? (
        <ActionForm action={markSeen}>
          <Standing application={application} view={view} />
          <p className="moves">
            <Submit className="btn btn--tiny">{t('seen')}</Submit>
          </p>
        </ActionForm>
      ) : null}
      <ActionForm action={say} key={`${application.number} ${said}`}>
        <FormSays />
        <Standing application={application} view={view} />
        <MentionArea
          name="comment"
          label={t('write')}
          suggestions={t('suggestions')}
          members={[...new Set(discussion.readers.map((reader) => reader.name))]}
        />
        <Kept of={`${application.number} comment`} until={said} locale={locale} />
        <p className="moves">
          <Submit className="btn btn--tiny">{t('send')}</Submit>
        </p>
      </ActionForm>
    </section>
  );
}

function Comments({ comments, application, view, times, locale }: Props & { comments: readonly Comment[] }) {
  const t = translator(locale, 'discussion');
  return (
    <ul className="say">
      {comments.map((comment) => (
        <li key={comment.id}>
          <b>{comment.by ?? t('former')}</b> <time dateTime={comment.at.toISOString()}>{times.short(comment.at)}</time>{' '}
          {comment.editedAt ? <span className="quiet">{t('edited')}</span> : null}
          {comment.callsMe ? (
            <span className="mark is-turn" data-m="turn">
              {t('callsYou')}
            </span>
          ) : null}
          <Said as="p" text={comment.text} locale={locale} />
          {comment.mayChange ? <Change comment={comment} {...{ application, view, locale }} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Change({
  comment,
  application,
  view,
  locale,
}: Pick<Props, 'application' | 'view' | 'locale'> & { comment: Comment }) {
  const t = translator(locale, 'discussion');
  return (
    <details className="say__more">
      <summary>{t('change')}</summary>
      <ActionForm action={changeOwn} key={comment.text ?? comment.id}>
        <FormSays />
        <Standing application={application} view={view} />
        <input type="hidden" name="id" value={comment.id} />
        <TypedArea
          className="say__in"
          name="comment"
          aria-label={t('change')}
          defaultValue={comment.text ?? ''}
          maxLength={5000}
          rows={3}
          dir="auto"
          required
        />
        <p className="moves">
          <Submit className="btn btn--tiny">{t('save')}</Submit>
          <Submit className="btn btn--tiny" name="then" value="remove" formNoValidate>
            {t('remove')}
          </Submit>
        </p>
      </ActionForm>
    </details>
  );
}

/** How long somebody who agreed to be asked again is kept. */
export function poolText(pool: NonNullable<Discussion['pool']>, times: Props['times'], locale: Locale): string {
  return translator(locale, 'discussion')('pool', { day: times.day(pool.until) });
}
