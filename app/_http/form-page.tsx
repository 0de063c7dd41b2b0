import { ApplicationForm } from '@/app/_ui/plain/form/application-form';
import type { FormModel } from '@/app/_ui/plain/form/form-model';
import type { FormWait } from '@/domain/intake/input';
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
    headers: model.wait ? retryAfter(model.wait) : {},
    body: <ApplicationForm model={model} />,
  });
}

/** Programs that wait are told for how long; people read it in the page. */
export function retryAfter({ seconds, minutes }: FormWait): Record<string, string> {
  return { 'retry-after': String(seconds ?? minutes * 60) };
}
