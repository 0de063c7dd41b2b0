import { fold, unfold } from '@/app/desk/applications/relatives-actions';
import type { DeskApplication } from '@/domain/applications/queries';
import type { Duplicate, Relatives } from '@/domain/duplicates/queries';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, Submit } from './action-form.client';
import { Link } from './link';
import { type OpenApplication, Standing } from './open-application';
import { Own } from './own';
import { inReadingOrder } from './pieces';
import { unreadable } from './said';
import { applicationAddress } from './view';

type Letter = DeskApplication['messages'][number];

type Props = Pick<OpenApplication, 'application' | 'mayTakeApart' | 'view' | 'times' | 'locale'> & {
  relatives: Relatives;
};

/** What else may be of the same person, and what is read together with this. */
export function RelativesSections(props: Props) {
  const { relatives } = props;
  return (
    <>
      {relatives.foldedInto ? <Into {...props} into={relatives.foldedInto} /> : null}
      {relatives.folded.length > 0 ? <Folded {...props} /> : null}
      {relatives.keptBack ? <KeptBack {...props} /> : null}
      {relatives.duplicates.length > 0 ? <Duplicates {...props} /> : null}
    </>
  );
}

function Into({ application, mayTakeApart, view, locale, into }: Props & { into: string }) {
  const t = translator(locale, 'duplicates');
  return (
    <section>
      <h2>{t('folded')}</h2>
      <p className="notice-line">
        {t('into', { number: into })} <Link href={applicationAddress(into, view)}>{into}</Link>
      </p>
      {mayTakeApart ? <Unfold number={application.number} {...{ application, view, locale }} /> : null}
    </section>
  );
}

/** Which one it is would say whose the other is. */
function KeptBack({ application, mayTakeApart, view, relatives, locale }: Props) {
  const t = translator(locale, 'duplicates');
  const mayUnfold = mayTakeApart && relatives.keptBack === 'primary';
  return (
    <section>
      <h2>{t('folded')}</h2>
      <p className="notice-line">{t('keptBack')}</p>
      {mayUnfold ? <Unfold number={application.number} {...{ application, view, locale }} /> : null}
    </section>
  );
}

function Folded({ application, view, relatives, times, locale }: Props) {
  const t = translator(locale, 'duplicates');
  return (
    <section>
      <h2>{t('folded')}</h2>
      {relatives.folded.map((other) => (
        <article key={other.number} className="folded">
          {'damaged' in other ? (
            <p>
              <Link href={applicationAddress(other.number, view)}>{other.number}</Link>{' '}
              <span className="quiet">{unreadable(locale)}</span>
            </p>
          ) : (
            <FoldedOne other={other} {...{ view, times, locale }} />
          )}
          {application.mayDecide ? <Unfold number={other.number} {...{ application, view, locale }} /> : null}
        </article>
      ))}
    </section>
  );
}

function FoldedOne({
  other,
  view,
  times,
  locale,
}: Pick<Props, 'view' | 'times' | 'locale'> & { other: DeskApplication }) {
  return (
    <>
      <p>
        <Link href={applicationAddress(other.number, view)}>{other.number}</Link>{' '}
        <span className="quiet">
          {times.short(other.submittedAt)},{' '}
          {translator(locale, 'duplicates')('letters', { count: other.messages.length })}
        </span>
      </p>
      <FoldedDocuments application={other} locale={locale} />
      {other.messages.map((letter) => (
        <FoldedLetter key={letter.id} letter={letter} locale={locale} />
      ))}
    </>
  );
}

function FoldedLetter({ letter: { subject, text }, locale }: { letter: Letter; locale: Locale }) {
  if (text === null) return <p className="quiet">{unreadable(locale)}</p>;
  return (
    <details className="say__more">
      <summary>
        <Own>{subject || text.slice(0, 60)}</Own>
      </summary>
      <Own as="p">{text}</Own>
    </details>
  );
}

function FoldedDocuments({ application, locale }: { application: DeskApplication; locale: Locale }) {
  const slots = translator(locale, 'documents.slots');
  const kinds = translator(locale, 'documents.kinds');
  return (
    <ul className="mini">
      {inReadingOrder(application.documents).map((file) => (
        <li key={file.id}>
          <Link href={`/desk/applications/${application.number}?view=all&show=${file.slot}`}>{slots(file.slot)}</Link>
          <span>{kinds(file.kind)}</span>
        </li>
      ))}
    </ul>
  );
}

function Duplicates({ application, view, relatives, locale }: Props) {
  const t = translator(locale, 'duplicates');
  const mayFold = application.mayDecide && relatives.foldedInto === null;
  return (
    <section>
      <h2>{t('title')}</h2>
      <ActionForm action={fold}>
        <FormSays />
        <Standing application={application} view={view} />
        <ul className="twins">
          {relatives.duplicates.map((other) => (
            <li key={other.number}>
              <span>
                <Link href={applicationAddress(other.number, { ...view, name: 'all' })}>{other.number}</Link>
                {`, ${translator(locale, 'desk.stages')(other.stage)}: ${reasonsOf(other, locale)}`}
              </span>
              {mayFold && other.sameCall ? (
                <Submit className="btn btn--tiny" name="fold" value={other.number}>
                  {t('fold', { number: other.number })}
                </Submit>
              ) : null}
            </li>
          ))}
        </ul>
        {mayFold ? <p className="hint">{t('foldHint')}</p> : null}
      </ActionForm>
    </section>
  );
}

function Unfold({
  number,
  application,
  view,
  locale,
}: Pick<Props, 'application' | 'view' | 'locale'> & { number: string }) {
  return (
    <ActionForm action={unfold}>
      <FormSays />
      <Standing application={application} view={view} />
      <p className="moves">
        <Submit className="btn btn--tiny" name="unfold" value={number}>
          {translator(locale, 'duplicates')('unfold', { number })}
        </Submit>
      </p>
    </ActionForm>
  );
}

function reasonsOf({ reasons, text, sameCall }: Duplicate, locale: Locale): string {
  const t = translator(locale, 'duplicates');
  const slots = translator(locale, 'documents.slots');
  return [
    ...reasons.filter((why) => why !== 'text').map((why) => t(`reasons.${why}`)),
    ...(text ? [t('reasons.text', { document: slots(text.slot), share: inTwentieths(text.share) })] : []),
    ...(sameCall ? [] : [t('otherCall')]),
  ].join(', ');
}

/** An estimate is not told more exactly than it is. */
function inTwentieths(share: number): number {
  return Math.round(share * 20) / 20;
}
