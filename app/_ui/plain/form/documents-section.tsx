import { LIMIT_IN_MEGABYTES } from '@/app/_http/error-text';
import { FIELD_LIMITS } from '@/domain/intake/input';
import { translator } from '@/locales';
import { Section } from '../section';
import { TextField } from './field';
import { errorAt, type FormModel } from './form-model';
import { DocumentSlot } from './slot';
import { UploadTemplate } from './uploads';

export function DocumentsSection({ model }: { model: FormModel }) {
  const t = translator(model.frame.locale, 'apply');
  const { coverLetterText, writingSampleUrl } = model.view.values;
  return (
    <Section id="documents" name={t('documents')} hint={t('documentsHow', { limit: LIMIT_IN_MEGABYTES })}>
      <UploadTemplate
        locale={model.frame.locale}
        purpose={{ call: model.call.slug, isFresh: model.reason === 'fresh' }}
      />
      <DocumentSlot model={model} slot="cv" position={1} name={t('cv')} hint={t('cvHint')} elsewhere={null} />
      <DocumentSlot
        model={model}
        slot="cover_letter"
        position={2}
        name={t('coverLetter')}
        hint={t('coverLetterHint')}
        elsewhere={coverLetterText === '' ? null : t('typedHere')}
      >
        <details className="more instead" open={coverLetterText !== '' || errorAt(model, 'coverLetterText') !== null}>
          <summary>{t('typeInstead')}</summary>
          <TextField
            model={model}
            name="coverLetterText"
            label={t('typed')}
            hint={t('typedHint', { limit: FIELD_LIMITS.coverLetterText })}
            rows={8}
          />
        </details>
      </DocumentSlot>
      <DocumentSlot
        model={model}
        slot="writing_sample"
        position={3}
        name={t('writingSample')}
        hint={t('writingSampleHint')}
        elsewhere={writingSampleUrl === '' ? null : t('linkHere')}
      >
        <details className="more instead" open={writingSampleUrl !== '' || errorAt(model, 'writingSampleUrl') !== null}>
          <summary>{t('linkInstead')}</summary>
          <TextField
            model={model}
            name="writingSampleUrl"
            label={t('link')}
            hint={t('linkHint')}
            type="url"
            inputMode="url"
          />
        </details>
      </DocumentSlot>
    </Section>
  );
}
