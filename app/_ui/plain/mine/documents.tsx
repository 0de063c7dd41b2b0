import type { Frame } from '@/app/_http/frame';
import type { MyApplication } from '@/domain/applications/queries';
import { MAX_DOCUMENT_BYTES } from '@/domain/documents/rules';
import { fieldOfSlot } from '@/domain/intake/input';
import type { OpenUpload } from '@/domain/intake/queries';
import { translator } from '@/locales';
import { listOf, shortMomentOf } from '../dates';
import { checkMark, checkWord, FileCheck } from '../file-check';
import { FilePicker } from '../form/file-picker';
import { MARKS } from '../form/slot';
import { PartOfFile, UploadTemplate } from '../form/uploads';
import { Section } from '../section';
import { takesMore } from './takes-more';

type MyDocument = MyApplication['documents'][number];
/** `file`: what was refused; null where no file arrived at all. */
export type ReplacementAttempt = { file: { field: string; name: string } | null; error: string };

type DocumentsProps = {
  frame: Frame;
  mine: MyApplication;
  mayReplace?: boolean;
  /** newer versions that are on their way */
  uploads?: readonly OpenUpload[];
  attempt?: ReplacementAttempt | undefined;
};

/** What was sent, who opened it, and a newer version of it while the call is open. */
export function Documents({ frame, mine, mayReplace = false, uploads = [], attempt }: DocumentsProps) {
  const t = translator(frame.locale, 'status');
  const isDraft = mine.state === 'draft';
  const takesAny = mine.documents.some((document) => mayBeReplaced(mine, document, mayReplace));
  return (
    <Section id="sent" name={t(isDraft ? 'draftSaved' : 'sent')}>
      {attempt && !attempt.file && (
        <p className="notice-line" role="alert">
          {attempt.error}
        </p>
      )}
      <ul className="rows rows--first">
        {mine.documents.map((document) => (
          <li key={document.id}>
            <span className="file">
              <bdi>{document.name}</bdi>
            </span>
            <span className="hint">{whatBecameOf(frame, mine, document)}</span>
            {document.check.state !== 'clear' && (
              <span className="slot__state mark" data-m={MARKS[checkMark(document.check)]}>
                {checkWord(frame.locale, document.check)}
              </span>
            )}
            {/* What is said of a waiting file is for whoever is still writing. */}
            {(isDraft || document.check.state !== 'waiting') && (
              <div className="check">
                <FileCheck locale={frame.locale} file={document} />
              </div>
            )}
            {mayBeReplaced(mine, document, mayReplace) && (
              <Replace
                frame={frame}
                document={document}
                upload={uploads.findLast(({ slot }) => slot === document.slot)}
                attempt={attempt}
              />
            )}
          </li>
        ))}
        <Elsewhere frame={frame} mine={mine} />
      </ul>
      {takesAny && <UploadTemplate locale={frame.locale} purpose="replacing" />}
      {!isDraft && <p className="hint measure">{t(mayReplace ? 'openedOrReplaced' : 'openedHint')}</p>}
    </Section>
  );
}

/** What was not taken may be replaced after the call has closed, too. */
function mayBeReplaced(mine: MyApplication, { check }: MyDocument, mayReplace: boolean): boolean {
  return mayReplace || (takesMore(mine) && check.state === 'refused');
}

/** What stands in a slot without being a file. */
function Elsewhere({ frame, mine }: { frame: Frame; mine: MyApplication }) {
  const slots = translator(frame.locale, 'documents');
  const has = (slot: string) => mine.documents.some((document) => document.slot === slot);
  return (
    <>
      {!has('cover_letter') && mine.hasTypedLetter && (
        <li>
          <span className="file">{slots('slots.cover_letter')}</span>
          <span className="hint">{translator(frame.locale, 'apply')('typedHere')}</span>
        </li>
      )}
      {!has('writing_sample') && mine.sampleUrl && (
        <li>
          <span className="file">{slots('slots.writing_sample')}</span>
          <span className="hint">
            <bdi>{mine.sampleUrl}</bdi>
          </span>
        </li>
      )}
    </>
  );
}

function whatBecameOf({ locale }: Frame, mine: MyApplication, document: MyDocument): string {
  const t = translator(locale, 'status');
  const slot = translator(locale, 'documents')(`slots.${document.slot}`);
  if (mine.state === 'draft') return slot;
  if (document.openedAt.length === 0) return `${slot} · ${t('notOpened')}`;
  const times = document.openedAt.map(({ at, role }) => {
    const who = `roles.${role}`;
    const moment = shortMomentOf({ locale, at, timeZone: mine.timeZone });
    return t('opened', { moment, who: t.has(who as never) ? t(who as never) : t('roles.editor') });
  });
  return `${slot} · ${listOf(locale, times)}`;
}

type ReplaceProps = {
  frame: Frame;
  document: MyDocument;
  upload: OpenUpload | undefined;
  attempt: ReplacementAttempt | undefined;
};

/** The attributes are all the page's script needs to send the file piece by piece; without it the form does. */
function Replace({ frame: { locale }, document, upload, attempt }: ReplaceProps) {
  const t = translator(locale, 'apply');
  const field = fieldOfSlot(document.slot);
  const name = translator(locale, 'documents')(`slots.${document.slot}`);
  const refused = attempt?.file?.field === field ? { name: attempt.file.name, error: attempt.error } : undefined;
  const isOpen = refused !== undefined || upload !== undefined || document.check.state === 'refused';
  return (
    <details className="more hint no-print" open={isOpen}>
      <summary>
        {t('replace')}
        <span className="vh">: {name}</span>
      </summary>
      <form
        className="stack"
        action={`/${locale}/my/documents`}
        method="post"
        encType="multipart/form-data"
        data-replace={`/${locale}/my/application`}
      >
        <div data-slot={document.slot} data-title={name} data-state="empty" data-limit={MAX_DOCUMENT_BYTES}>
          <p className="slot__state mark" data-m="turn" />
          <div className="slot__body">
            {refused && (
              <div className="slot__why" id={`${field}-error`} role="alert">
                <p className="file">
                  <bdi>{refused.name}</bdi>
                </p>
                <p className="hint">{refused.error}</p>
              </div>
            )}
            {upload && <PartOfFile locale={locale} upload={upload} name={name} />}
            <FilePicker
              locale={locale}
              slot={document.slot}
              name={name}
              word={t('choose')}
              isNeeded
              describedBy={refused && `${field}-error`}
              isRefused={refused !== undefined}
            />
          </div>
        </div>
        <p>
          <button type="submit" className="btn">
            {translator(locale, 'status')('replaceSend')}
          </button>
        </p>
      </form>
    </details>
  );
}
