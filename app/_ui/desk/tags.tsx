import { changeTag, setTag } from '@/app/desk/applications/discussion-actions';
import type { Tag } from '@/domain/discussion/queries';
import { translator } from '@/locales';
import { ActionForm, FormSays, Submit, TypedInput } from './action-form.client';
import type { DiscussionProps as Props } from './discussion-parts';
import { Standing } from './open-application';

/** What the open application is tagged with. */
export function Tags({ application, view, discussion, locale }: Props) {
  const t = translator(locale, 'discussion');
  return (
    <section>
      <h2>
        {t('tags')} <small>{t('tagsHint')}</small>
      </h2>
      {discussion.tags.length > 0 ? (
        <ActionForm action={setTag} key={`off ${application.number} ${discussion.tags.length}`}>
          <FormSays />
          <Standing application={application} view={view} />
          <ul className="tags">
            {discussion.tags.map((tag) => (
              <li key={tag.id} className="chip">
                <bdi>{tag.name}</bdi>
                <Submit
                  className="chip__off"
                  name="off"
                  value={tag.id}
                  aria-label={t('removeTag', { tag: tag.name })}
                  formNoValidate
                >
                  <span aria-hidden="true">×</span>
                </Submit>
              </li>
            ))}
          </ul>
        </ActionForm>
      ) : null}
      {/* A form of its own: Enter in a field presses the first button of its form, which would take a tag off. */}
      <ActionForm action={setTag} key={`${application.number} ${discussion.tags.length}`}>
        <FormSays />
        <Standing application={application} view={view} />
        <p className="inline">
          <TypedInput
            className="say__in"
            name="tag"
            aria-label={t('tagName')}
            placeholder={t('tagName')}
            maxLength={40}
            list="known-tags"
            autoComplete="off"
            data-key="t"
          />
          <Submit className="btn btn--tiny">{t('addTag')}</Submit>
        </p>
        <datalist id="known-tags">
          {discussion.otherTags.map((tag) => (
            <option key={tag.id} value={tag.name} />
          ))}
        </datalist>
      </ActionForm>
      {application.mayDecide && discussion.tags.length > 0 ? (
        <ChangeTags {...{ application, view, locale }} tags={discussion.tags} />
      ) : null}
    </section>
  );
}

/** What the tags are called, here and on every other application. */
function ChangeTags({
  tags,
  application,
  view,
  locale,
}: Pick<Props, 'application' | 'view' | 'locale'> & { tags: Tag[] }) {
  const t = translator(locale, 'discussion');
  return (
    <details className="say__more">
      <summary>{t('changeTags')}</summary>
      <p className="hint">{t('changeTagsHint')}</p>
      {tags.map(({ id, name }) => (
        <ActionForm action={changeTag} key={`${id} ${name}`}>
          <FormSays />
          <Standing application={application} view={view} />
          <input type="hidden" name="id" value={id} />
          <p className="inline">
            <TypedInput
              className="say__in"
              name="tag"
              aria-label={t('newName', { tag: name })}
              defaultValue={name}
              maxLength={40}
              autoComplete="off"
              required
            />
            <Submit className="btn btn--tiny">{t('renameTag')}</Submit>
          </p>
          <details className="say__more">
            <summary aria-label={`${t('deleteTag')}: ${name}`}>{t('deleteTag')}</summary>
            <p className="inline">
              <span className="hint">{t('deleteTagHint')}</span>
              <Submit className="btn btn--tiny" name="then" value="delete" formNoValidate>
                {t('deleteTagNow', { tag: name })}
              </Submit>
            </p>
          </details>
        </ActionForm>
      ))}
    </details>
  );
}
