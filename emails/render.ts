import { type ComponentType, createElement } from 'react';
import type { FilledParams } from '@/domain/messages/input';
import { oneLine } from '@/domain/messages/rules';
import type { Frame, WrittenMail } from './frame';
import { OUTLOOK_CLOSE, OUTLOOK_OPEN } from './parts';
import { MAILS, type Mail } from './registry';

const TABLE_OPEN = '<!--[if mso]><table role="presentation" width="600" align="center"><tr><td><![endif]-->';
const TABLE_CLOSE = '<!--[if mso]></td></tr></table><![endif]-->';

/** Writes one mail: subject on one line, plain text in lines of at most 62 characters, HTML with inline styles. */
export async function renderMail<T extends keyof FilledParams>(
  template: T,
  params: FilledParams[T],
  frame: Frame,
): Promise<WrittenMail> {
  const mail: Mail<FilledParams[T]> = MAILS[template];
  return {
    subject: oneLine(mail.subject(params, frame)),
    text: mail.text(params, frame),
    html: mail.Html && (await toHtml(mail.Html, { params, frame })),
  };
}

/** The subject alone, for lists. */
export function mailSubject<T extends keyof FilledParams>(template: T, params: FilledParams[T], frame: Frame): string {
  const mail: Mail<FilledParams[T]> = MAILS[template];
  return oneLine(mail.subject(params, frame));
}

async function toHtml<Props extends object>(component: ComponentType<Props>, props: Props): Promise<string> {
  // Next refuses a static import of the renderer in anything the desk may reach.
  const { renderToStaticMarkup } = await import('react-dom/server');
  const markup = renderToStaticMarkup(createElement(component, props));
  return `<!doctype html>\n${markup
    .replace(`<${OUTLOOK_OPEN}></${OUTLOOK_OPEN}>`, TABLE_OPEN)
    .replace(`<${OUTLOOK_CLOSE}></${OUTLOOK_CLOSE}>`, TABLE_CLOSE)}`;
}
