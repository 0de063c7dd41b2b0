import type { DeskApplication } from '@/domain/applications/queries';
import { STAGES } from '@/domain/applications/rules';
import { SLOTS } from '@/domain/documents/rules';
import { DECISION_KINDS } from '@/domain/reviews/rules';
import { type Locale, translator } from '@/locales';

type Line = DeskApplication['timeline'][number];

/** One line of what happened, in words: "Moved to Shortlist, Nino". */
export function happened(line: Line, locale: Locale): string {
  const t = translator(locale, 'desk');
  const who = line.by ?? (line.role ? roleName(line.role, locale) : null);
  const what = verbText(line, locale);
  return who && line.verb !== 'application.submitted' ? t('facts.by', { what, who }) : what;
}

const REVIEWING = {
  'review.assigned': 'assigned',
  'review.unassigned': 'unassigned',
  'review.revised': 'revised',
  'conflict.declared': 'conflict',
  'conflict.lifted': 'lifted',
  'application.unmasked': 'unmasked',
} as const;

const CHECKED = {
  'document.refused': 'refused',
  'document.infected': 'infected',
  'document.rendered-again': 'rendered_again',
} as const;

function verbText({ verb, details }: Line, locale: Locale): string {
  const t = translator(locale, 'desk');
  const kind = DECISION_KINDS.find((known) => known === details.kind);
  const stage = STAGES.find((known) => known === details.to);
  const slot = SLOTS.find((known) => known === details.slot);
  switch (verb) {
    case 'application.submitted':
      return t('happened.arrived');
    case 'application.moved':
      return t('happened.moved', { stage: stage ? t(`stages.${stage}`) : '' });
    case 'document.refused':
    case 'document.infected':
    case 'document.rendered-again':
      return translator(locale, 'checks.happened')(CHECKED[verb], {
        slot: slot ? translator(locale, 'documents.slots')(slot) : '',
      });
    case 'document.opened':
      return t(details.as === 'reading' ? 'reading.read' : 'happened.opened', {
        slot: slot ? translator(locale, 'documents.slots')(slot) : '',
      });
    case 'application.exported':
      return t('happened.exported');
    case 'review.written':
      return t('happened.scored');
    case 'name.shown':
      return t('happened.name_shown');
    case 'review.assigned':
    case 'review.unassigned':
    case 'review.revised':
    case 'conflict.declared':
    case 'conflict.lifted':
    case 'application.unmasked':
      return translator(locale, 'reviewing.happened')(REVIEWING[verb]);
    case 'letter.received':
      return t('happened.wrote');
    case 'application.merged':
    case 'application.unmerged':
    case 'application.folded':
    case 'application.unfolded':
      return translator(locale, 'duplicates.happened')(verb.slice('application.'.length) as 'merged', {
        number: String(details.folded ?? details.into ?? details.from ?? ''),
      });
    case 'comment.written':
    case 'comment.changed':
    case 'comment.removed':
    case 'tag.added':
    case 'tag.removed':
    case 'task.added':
    case 'task.done':
    case 'task.reopened':
      return translator(
        locale,
        'discussion.happened',
      )(verb.replace('.', '_') as 'comment_written' | 'tag_added' | 'task_added');
    case 'decision.made':
    case 'decision.released':
    case 'decision.undone': {
      const word = kind ? t(`decide.kinds.${kind}`) : '';
      return t(`happened.${verb.replace('.', '_') as 'decision_made' | 'decision_released' | 'decision_undone'}`, {
        kind: word,
      });
    }
    default:
      return verb;
  }
}

export function roleName(role: string, locale: Locale): string {
  const t = translator(locale, 'desk.who');
  return t.has(role as never) ? t(role as never) : role;
}
