import { ApplicationForm } from '@/app/_ui/plain/form/application-form';
import type { FormModel } from '@/app/_ui/plain/form/form-model';
import type { FormWait } from '@/domain/intake/input';
import { translator } from '@/locales';
import { draftCookie } from './draft-cookie';
import { plainPage } from './plain-page';

/**
 * The application form, fresh or with what became of it. What is kept of it can be found again in this browser: the
 * cookie is set only then.
 */
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
    cookies: isKept(model) ? [draftCookie(model.view.draft)] : [],
    body: <ApplicationForm model={model} />,
  });
}

function isKept({ reason }: FormModel): boolean {
  return reason !== 'fresh' && reason !== 'not_read';
}

/** Programs that wait are told for how long; people read it in the page. */
export function retryAfter({ seconds, minutes }: FormWait): Record<string, string> {
  return { 'retry-after': String(seconds ?? minutes * 60) };
}
