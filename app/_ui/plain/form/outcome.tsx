import { fieldErrorText, LIMIT_IN_MEGABYTES } from '@/app/_http/error-text';
import { DRAFT_DAYS } from '@/domain/applications/rules';
import { translator } from '@/locales';
import { momentOf } from '../dates';
import { waitSaying } from '../guard';
import { DraftCode } from './draft-code';
import type { FormModel } from './form-model';
import { labelOf } from './labels';
import { CodeLine, savedWhen } from './needed';

/** What became of the last press of a button: the first thing one reads and hears. */
export function Outcome({ model }: { model: FormModel }) {
  const { reason, errors } = model;
  if (reason === 'fresh') return <Begun model={model} />;
  if (reason === 'resumed') return <Resumed model={model} />;
  if (reason === 'saved' && errors.length === 0) return <Saved model={model} />;
  return <Alert model={model} />;
}

/** Somebody has begun an application in this browser: whoever opens the page may not be that person, so nothing of it shows. */
function Begun({ model: { frame, call, begunAt } }: { model: FormModel }) {
  if (!begunAt) return null;
  const moment = momentOf({ locale: frame.locale, at: begunAt, timeZone: call.timeZone });
  const address = `/${frame.locale}/calls/${call.slug}/apply?begun`;
  return (
    <p className="notice-line" data-begun="">
      {translator(frame.locale, 'draft').rich('begun', { moment, link: (words) => <a href={address}>{words}</a> })}
    </p>
  );
}

function Resumed({ model }: { model: FormModel }) {
  return <p className="notice-line">{translator(model.frame.locale, 'apply')('resumed')}</p>;
}

function Saved({ model }: { model: FormModel }) {
  const t = translator(model.frame.locale, 'apply');
  const { code } = model.view;
  const address = `${model.frame.portalUrl}/${model.frame.locale}/my`.replace(/^https?:\/\//, '');
  return (
    <div className="notice-line" id="outcome" role="status" tabIndex={-1}>
      <p>{t(code ? 'saved' : 'savedAgain', savedWhen(model))}</p>
      {code && <DraftCode frame={model.frame} callSlug={model.call.slug} code={code} />}
      <p className="hint">
        {t(code ? 'savedHow' : 'savedAgainHow', { address })}{' '}
        {translator(model.frame.locale, 'draft')('ends', { days: DRAFT_DAYS })}
      </p>
    </div>
  );
}

function Alert({ model }: { model: FormModel }) {
  const { title, text } = sayingOf(model);
  const { view, reason, errors } = model;
  return (
    <div className="notice-line notice-line--turn" id="outcome" role="alert" tabIndex={-1}>
      <h2 className="strong">{title}</h2>
      {errors.length > 0 && (
        <ul className="faults">
          {errors.map((error) => (
            <li key={`${error.field} ${error.code}`}>
              <a href={`#${anchorOf(error.field)}`}>{labelOf(model, error.field)}</a>{' '}
              <span className="hint">{fieldErrorText(model.frame.locale, error)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="hint">{text}</p>
      {view.code && reason === 'closed' && <CodeLine code={view.code} />}
    </div>
  );
}

function sayingOf({ frame, reason, errors, wait }: FormModel): { title: string; text: string } {
  const t = translator(frame.locale, 'apply');
  if (reason === 'closed') return { title: t('closedTitle'), text: t('closedKept') };
  if (reason === 'forged') return { title: t('forgedTitle'), text: t('forgedKept') };
  if (reason === 'wait' && wait) return waitSaying(frame.locale, wait);
  if (reason === 'too_much') return { title: t('tooMuchTitle'), text: t('tooMuchKept', { limit: LIMIT_IN_MEGABYTES }) };
  if (reason === 'not_read') return { title: t('notReadTitle'), text: t('notReadKept') };
  return { title: t('errorsTitle', { count: errors.length }), text: t('errorsKept') };
}

/** The two columns of the language grid share one place. */
function anchorOf(field: string): string {
  return field === 'follows' ? 'writes' : field;
}
