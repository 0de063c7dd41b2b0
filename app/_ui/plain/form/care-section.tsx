import { translator } from '@/locales';
import { dayOf } from '../dates';
import { Section } from '../section';
import { Optional, TextField, Tick } from './field';
import type { FormModel } from './form-model';

export function CareSection({ model }: { model: FormModel }) {
  const { frame, call } = model;
  const t = translator(frame.locale, 'apply');
  const answer = call.answerBy && { locale: frame.locale, at: call.answerBy, timeZone: call.timeZone };
  return (
    <Section id="careful" name={t('careful')} stacked>
      <Tick model={model} name="quiet">
        <span className="strong">{t('quiet')}</span>
        <br />
        <span className="hint">{t('quietHint')}</span>
      </Tick>
      <Tick model={model} name="noMail">
        <span className="strong">{t('noMail')}</span>
        <br />
        <span className="hint">{answer ? t('noMailHintBy', { date: dayOf(answer) }) : t('noMailHint')}</span>
      </Tick>
      <TextField model={model} name="workingName" label={t('workingName')} hint={t('workingNameHint')} optional own />
    </Section>
  );
}

export function AgreementSection({ model }: { model: FormModel }) {
  const { frame } = model;
  const t = translator(frame.locale, 'apply');
  return (
    <div>
      <Tick model={model} name="consent">
        {t.rich('consent', {
          days: frame.publication.retentionDays,
          link: (words) => <a href={`/${frame.locale}/privacy`}>{words}</a>,
        })}
      </Tick>
      <Tick model={model} name="keepInPool">
        {t('keepInPool')} <Optional model={model} />
      </Tick>
    </div>
  );
}
