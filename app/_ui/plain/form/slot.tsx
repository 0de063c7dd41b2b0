import type { ReactNode } from 'react';
import { MAX_DOCUMENT_BYTES, type Slot } from '@/domain/documents/rules';
import { type FormDocument, fieldOfSlot } from '@/domain/intake/input';
import { translator } from '@/locales';
import { timeOf } from '../dates';
import { type CheckMark, checkMark, checkWord, FileCheck } from '../file-check';
import { fileSize } from '../words';
import { ErrorLine } from './field';
import { FilePicker } from './file-picker';
import { errorAt, errorOf, type FormModel } from './form-model';
import { PartOfFile } from './uploads';

export type SlotState = 'empty' | 'paused' | CheckMark;

export const MARKS: Record<SlotState, string> = {
  empty: 'turn',
  paused: 'wait',
  checking: 'part',
  ready: 'full',
  remark: 'full',
  refused: 'bad',
};

type DocumentSlotProps = {
  model: FormModel;
  slot: Slot;
  position: number;
  name: string;
  hint: string;
  /** said in the slot's state when no file is there but something else takes its place */
  elsewhere: string | null;
  children?: ReactNode;
};

/**
 * One document: what is asked, what is here, what was refused and why. The attributes are all the page's script needs
 * to take the slot over; without it the file travels with the form.
 */
export function DocumentSlot({ model, slot, position, name, hint, elsewhere, children }: DocumentSlotProps) {
  const field = fieldOfSlot(slot);
  const document = model.view.documents[slot];
  const upload = model.view.uploads[slot];
  const state = stateOf(model, slot, elsewhere !== null);
  const hintId = `${field}-hint`;
  const t = translator(model.frame.locale, 'apply');
  return (
    <article className="slot" id={field} data-slot={slot} data-state={state} data-limit={MAX_DOCUMENT_BYTES}>
      <p className="slot__n" aria-hidden="true">
        {position}
      </p>
      <div>
        <div className="slot__head">
          <h3>{name}</h3>
          <p className="slot__state mark" data-m={MARKS[state]}>
            {elsewhere && state === 'ready' && !document ? elsewhere : stateWord(model, slot, state)}
          </p>
        </div>
        <div className="slot__body">
          {document && <ReceivedFile model={model} document={document} slot={slot} name={name} />}
          {upload && state === 'paused' && <PartOfFile locale={model.frame.locale} upload={upload} name={name} />}
          <Refusal model={model} field={field} earlierStays={document !== undefined && state !== 'refused'} />
          {!document && (
            <>
              <p className="hint" id={hintId}>
                {hint}
              </p>
              <FilePicker
                locale={model.frame.locale}
                slot={slot}
                name={name}
                word={t(state === 'refused' ? 'chooseAnother' : 'choose')}
                isNeeded={elsewhere === null}
                describedBy={describedBy(model, slot)}
                isRefused={hasError(model, slot)}
              />
            </>
          )}
          {children}
        </div>
      </div>
    </article>
  );
}

function stateOf(model: FormModel, slot: Slot, isElsewhere: boolean): SlotState {
  const document = model.view.documents[slot];
  if (document) return checkMark(document.check);
  const error = errorOf(model, fieldOfSlot(slot));
  if (error && error.code !== 'document_missing') return 'refused';
  if (isElsewhere) return 'ready';
  return model.view.uploads[slot] ? 'paused' : 'empty';
}

function stateWord(model: FormModel, slot: Slot, state: SlotState): string {
  const t = translator(model.frame.locale, 'apply');
  const document = model.view.documents[slot];
  if (document && state === checkMark(document.check)) return checkWord(model.frame.locale, document.check);
  if (state === 'ready') return t('stateReady');
  if (state === 'paused') return translator(model.frame.locale, 'uploads')('paused');
  if (state === 'refused') return t('stateRefused');
  return t('stateMissing');
}

type RefusalProps = { model: FormModel; field: string; earlierStays: boolean };

function Refusal({ model, field, earlierStays }: RefusalProps) {
  const text = errorAt(model, field);
  const fileName = model.fileNames.get(field);
  // What did not pass its check says so beside the file itself.
  if (!text || errorOf(model, field)?.code === 'document_refused') return null;
  if (errorOf(model, field)?.code === 'document_missing') return <ErrorLine id={`${field}-error`} text={text} />;
  return (
    <div className="slot__why" id={`${field}-error`}>
      {fileName && (
        <p className="file">
          <bdi>{fileName}</bdi>
        </p>
      )}
      <p className="hint">{text}</p>
      {earlierStays && <p className="hint">{translator(model.frame.locale, 'apply')('earlierStays')}</p>}
    </div>
  );
}

type ReceivedProps = { model: FormModel; document: FormDocument; slot: Slot; name: string };

function ReceivedFile({ model, document, slot, name }: ReceivedProps) {
  const { locale } = model.frame;
  const t = translator(locale, 'apply');
  const kinds = translator(locale, 'documents');
  const time = timeOf({ locale, at: document.receivedAt, timeZone: model.call.timeZone });
  return (
    <>
      <p className="file" data-received="">
        <bdi>{document.name}</bdi>
      </p>
      <p className="file__meta" data-received="">
        {t('fileMeta', { kind: kinds(`kinds.${document.kind}`), size: fileSize(locale, document.size), time })}
      </p>
      <div className="check" data-check="" data-received="">
        <FileCheck locale={locale} file={document} id={`${fieldOfSlot(slot)}-error`} />
      </div>
      <div className="acts" data-received="">
        <details className="more" open={document.check.state === 'refused'}>
          <summary>
            {t('replace')}
            <span className="vh">: {name}</span>
          </summary>
          <p className="hint" id={`${fieldOfSlot(slot)}-hint`}>
            {t('replaceWith')}
          </p>
          <FilePicker
            locale={locale}
            slot={slot}
            name={name}
            word={t('chooseAnother')}
            isNeeded={false}
            describedBy={describedBy(model, slot)}
            isRefused={hasError(model, slot)}
          />
        </details>
        <button
          type="submit"
          className="word"
          name="remove"
          value={slot}
          aria-label={t('removeWhat', { document: name })}
        >
          {t('remove')}
        </button>
      </div>
    </>
  );
}

function hasError(model: FormModel, slot: Slot): boolean {
  return errorOf(model, fieldOfSlot(slot)) !== undefined;
}

function describedBy(model: FormModel, slot: Slot): string {
  const field = fieldOfSlot(slot);
  return hasError(model, slot) ? `${field}-hint ${field}-error` : `${field}-hint`;
}
