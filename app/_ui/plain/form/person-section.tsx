import { translator } from '@/locales';
import { Section } from '../section';
import { inOrder, regionName } from '../words';
import { Choices, TextField } from './field';
import type { FormModel } from './form-model';

export function PersonSection({ model }: { model: FormModel }) {
  const { locale } = model.frame;
  const t = translator(locale, 'apply');
  return (
    <Section id="who" name={t('who')} stacked>
      <TextField model={model} name="name" label={t('name')} hint={t('nameHint')} own autoComplete="name" />
      <TextField model={model} name="nameLatin" label={t('nameLatin')} hint={t('nameLatinHint')} optional own />
      <TextField
        model={model}
        name="email"
        label={t('email')}
        hint={t('emailHint')}
        optional
        type="email"
        inputMode="email"
        autoComplete="email"
      />
      <Choices
        model={model}
        name="region"
        legend={t('region')}
        hint={t('regionHint')}
        choices={inOrder(
          locale,
          model.call.regions.map((region) => ({ value: region, label: regionName(locale, region) })),
        )}
      />
      <TextField model={model} name="place" label={t('place')} hint={t('placeHint')} optional own />
    </Section>
  );
}
