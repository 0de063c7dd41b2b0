import { ApplicationForm } from '@/app/_ui/plain/form/application-form';
import type { FormModel } from '@/app/_ui/plain/form/form-model';
import { translator } from '@/locales';
import { plainPage } from './plain-page';

/** The application form, fresh or with what became of it. */
export function formPage(model: FormModel, status = 200): Promise<Response> {
  const t = translator(model.frame.locale, 'apply');
  const faults = model.errors.length;
  return plainPage(model.frame, {
    title: faults > 0 ? t('titleWithFaults', { count: faults }) : t('title'),
    status,
    skipTo: 'form',
    personal: true,
    callPath: `/calls/${model.call.slug}`,
    body: <ApplicationForm model={model} />,
  });
}
