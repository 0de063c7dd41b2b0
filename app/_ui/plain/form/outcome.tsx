import type { ReactNode } from 'react';
import { fieldErrorText, LIMIT_IN_MEGABYTES } from '@/app/_http/error-text';
import { translator } from '@/locales';
import type { FormModel } from './form-model';
import { CodeLine, savedTime } from './needed';

/** What became of the last press of a button: the first thing one reads and hears. */
export function Outcome({ model }: { model: FormModel }) {
  const { frame, reason, errors } = model;
  const t = translator(frame.locale, 'apply');
  if (reason === 'saved' && errors.length === 0) return <Saved model={model} />;
  if (reason === 'closed') return <Alert title={t('closedTitle')} text={t('closedKept')} model={model} />;
  if (reason === 'forged') return <Alert title={t('forgedTitle')} text={t('forgedKept')} model={model} />;
  if (reason === 'too_much') {
    return <Alert title={t('tooMuchTitle')} text={t('tooMuchKept', { limit: LIMIT_IN_MEGABYTES })} model={model} />;
  }
  if (reason === 'not_read') return <Alert title={t('notReadTitle')} text={t('notReadKept')} model={model} />;
  if (errors.length === 0) return null;
  return <Alert title={t('errorsTitle', { count: errors.length })} text={t('errorsKept')} model={model} />;
}

function Saved({ model }: { model: FormModel }) {
  const t = translator(model.frame.locale, 'apply');
  return (
    <div className="notice-line" id="outcome" role="status" tabIndex={-1}>
      <p>{t('saved', { time: savedTime(model) })}</p>
      {model.view.code && <CodeLine code={model.view.code} />}
      <p className="hint">
        {t('savedHow', { address: withoutScheme(`${model.frame.portalUrl}/${model.frame.locale}/my`) })}
      </p>
    </div>
  );
}

function Alert({ title, text, model }: { title: string; text: ReactNode; model: FormModel }) {
  return (
    <div className="notice-line notice-line--turn" id="outcome" role="alert" tabIndex={-1}>
      <h2 className="strong">{title}</h2>
      {model.errors.length > 0 && (
        <ul className="faults">
          {model.errors.map((error) => (
            <li key={`${error.field} ${error.code}`}>
              <a href={`#${anchorOf(error.field)}`}>{fieldErrorText(model.frame.locale, error)}</a>
            </li>
          ))}
        </ul>
      )}
      <p className="hint">{text}</p>
      {model.view.code && model.reason === 'closed' && <CodeLine code={model.view.code} />}
    </div>
  );
}

function anchorOf(field: string): string {
  return field === 'follows' ? 'writes' : field;
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
