import { FIELD_LIMITS } from '@/domain/intake/input';
import { translator } from '@/locales';
import { Section } from '../section';
import { inOrder, languageName, topicName } from '../words';
import { Choices, ErrorLine, Optional, TextField } from './field';
import { errorAt, type FormModel } from './form-model';

export function LanguagesSection({ model }: { model: FormModel }) {
  const { locale } = model.frame;
  const t = translator(locale, 'apply');
  return (
    <Section id="languages" name={t('languages')} stacked>
      <LanguageGrid model={model} />
      {model.call.topics.length > 0 && (
        <Choices
          model={model}
          name="topics"
          legend={t('topics')}
          choices={inOrder(
            locale,
            model.call.topics.map((topic) => ({ value: topic, label: topicName(locale, topic) })),
          )}
        />
      )}
      <TextField
        model={model}
        name="cooperation"
        label={t('cooperation')}
        hint={t('cooperationHint', { limit: FIELD_LIMITS.cooperation })}
        optional
        rows={3}
      />
    </Section>
  );
}

function LanguageGrid({ model }: { model: FormModel }) {
  const { locale } = model.frame;
  const t = translator(locale, 'apply');
  const languages = model.call.languages.map((code) => ({ value: code, label: languageName(locale, code) }));
  return (
    <div id="writes">
      <ErrorLine id="writes-error" text={errorAt(model, 'writes') ?? errorAt(model, 'follows')} />
      <table className="grid-lang">
        <caption className="vh">
          {t('languagesCaption')} <Optional model={model} />
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('language')}</th>
            <th scope="col">{t('writes')}</th>
            <th scope="col">{t('follows')}</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(locale, languages).map(({ value: code, label: language }) => (
            <tr key={code}>
              <th scope="row">{t('languageHead', { language })}</th>
              <LanguageCell model={model} name="writes" code={code} label={t('writesIn', { language })} />
              <LanguageCell model={model} name="follows" code={code} label={t('followsIn', { language })} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type CellProps = { model: FormModel; name: 'writes' | 'follows'; code: string; label: string };

function LanguageCell({ model, name, code, label }: CellProps) {
  return (
    <td>
      <label>
        <span className="vh">{label}</span>
        <input type="checkbox" name={name} value={code} defaultChecked={model.view.values[name].includes(code)} />
      </label>
    </td>
  );
}
