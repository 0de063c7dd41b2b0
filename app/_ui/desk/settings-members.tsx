import { changeMember, invite } from '@/app/desk/settings/actions';
import { saveLanguages } from '@/app/desk/settings/review-actions';
import type { ListedMember } from '@/domain/accounts/queries';
import { inOneOrder } from '@/domain/accounts/rules';
import { type Grant, ROLES } from '@/domain/actor';
import type { Call } from '@/domain/calls/queries';
import { callName } from '@/domain/calls/rules';
import { seenOf } from '@/domain/seen';
import { type Locale, translator } from '@/locales';
import { ActionForm, FormSays, SelectField, Submit, TextField, TypedBox } from './action-form.client';
import { Own } from './own';
import { unreadable } from './said';
import { SettingsSection } from './settings-section';
import { Shown } from './shown';
import { languageName, regionName } from './words';

type Props = { members: readonly ListedMember[]; calls: readonly Call[]; self: string; locale: Locale };

export function MembersSection({ members, calls, self, locale }: Props) {
  const t = translator(locale, 'desk.settings');
  return (
    <SettingsSection id="members" name={t('members')} hint={t('membersHint')}>
      <ul>
        {members.map((member) => (
          <li key={member.id} className="set__member">
            <p className="set__title">
              <Own>{member.name}</Own> {member.id === self ? <small>{t('you')}</small> : null}
            </p>
            <p>
              {member.address ? <bdi>{member.address}</bdi> : <span className="quiet">{unreadable(locale)}</span>}
              <span className="quiet">
                {' '}
                ·{' '}
                {member.firstSignedInAt
                  ? grantsText(member.grants, locale)
                  : `${grantsText(member.grants, locale)}, ${t('notYetSignedIn')}`}
              </span>
            </p>
            <details className="set__more">
              <summary>{t('change')}</summary>
              <MemberForm member={member} calls={calls} locale={locale} />
              <LanguagesForm member={member} calls={calls} locale={locale} />
            </details>
          </li>
        ))}
      </ul>
      <details className="set__more">
        <summary>{t('inviteMember')}</summary>
        <ActionForm className="set__form" action={invite} key={members.length}>
          <FormSays />
          <div className="set__row">
            <TextField label={t('name')} name="name" maxLength={120} required autoComplete="off" />
            <TextField label={t('address')} name="address" type="email" required autoComplete="off" />
          </div>
          <GrantRow row="0" grant={{ role: 'editor', callId: null, region: null }} calls={calls} locale={locale} />
          <p className="hint">{t('inviteHint')}</p>
          <p className="moves">
            <Submit>{t('invite')}</Submit>
          </p>
        </ActionForm>
      </details>
    </SettingsSection>
  );
}

function MemberForm({ member, calls, locale }: { member: ListedMember; calls: readonly Call[]; locale: Locale }) {
  const t = translator(locale, 'desk.settings');
  const rows = [...member.grants.map((grant) => ({ row: rowOf(grant), grant })), { row: 'new', grant: null }];
  const seen = seenOf(inOneOrder(member.grants));
  return (
    <ActionForm className="set__form" action={changeMember} version={seen}>
      <FormSays />
      <Shown seen={seen} fields={Object.assign({}, ...rows.map(fieldsOf))} />
      <input type="hidden" name="member" value={member.id} />
      {rows.map(({ row, grant }) => (
        <GrantRow key={row} row={row} grant={grant} calls={calls} locale={locale} />
      ))}
      <p className="moves">
        <Submit>{t('save')}</Submit>
        <Submit name="then" value="remove" className="btn btn--text btn--small">
          {t('removeMember')}
        </Submit>
      </p>
      <p className="hint">{t('removeHint')}</p>
    </ActionForm>
  );
}

/** A row is known by what stands in it, not by its place: what was chosen in it must not fall on another when one is gone. */
function rowOf({ role, region, callId }: Grant): string {
  return [role, region ?? '', callId ?? ''].join(':');
}

function fieldsOf({ grant, row }: { grant: Grant | null; row: string }): Record<string, string> {
  const { role, region, callId } = grant ?? {};
  return { [`role.${row}`]: role ?? '', [`region.${row}`]: region ?? '', [`call.${row}`]: callId ?? '' };
}

/** Applications are assigned by the languages a member reads. */
function LanguagesForm({ member, calls, locale }: { member: ListedMember; calls: readonly Call[]; locale: Locale }) {
  const t = translator(locale, 'reviewing.settings');
  const languages = [...new Set([...calls.flatMap((call) => call.languages), ...member.languages])];
  const reads = (language: string) => member.languages.includes(language);
  const seen = seenOf(member.languages);
  const fields = languages.map((language) => [`languages.${language}`, reads(language) ? 'on' : '']);
  return (
    <ActionForm className="set__form" action={saveLanguages} version={seen}>
      <FormSays />
      <Shown seen={seen} fields={Object.fromEntries(fields)} />
      <input type="hidden" name="member" value={member.id} />
      <fieldset className="check-row">
        <legend>
          {t('languages')} <span className="hint">{t('languagesHint')}</span>
        </legend>
        {languages.map((language) => (
          <TypedBox
            key={language}
            name={`languages.${language}`}
            label={languageName(locale, language)}
            defaultChecked={reads(language)}
          />
        ))}
      </fieldset>
      <p className="moves">
        <Submit>{translator(locale, 'desk.settings')('save')}</Submit>
      </p>
    </ActionForm>
  );
}

/** One role and where it holds. The empty row at the end is for one more. */
function GrantRow({
  row,
  grant,
  calls,
  locale,
}: {
  row: string;
  grant: Grant | null;
  calls: readonly Call[];
  locale: Locale;
}) {
  const t = translator(locale, 'desk.settings');
  const roles = translator(locale, 'desk.rail.roles');
  const regions = [...new Set(calls.flatMap((call) => call.regions))];
  return (
    <div className="set__row">
      <SelectField label={t('role')} name={`role.${row}`} defaultValue={grant?.role ?? ''}>
        <option value="">{t('noRole')}</option>
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {roles(role)}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('region')} name={`region.${row}`} defaultValue={grant?.region ?? ''}>
        <option value="">{t('everyRegion')}</option>
        {regions.map((region) => (
          <option key={region} value={region}>
            {regionName(locale, region)}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('call')} name={`call.${row}`} defaultValue={grant?.callId ?? ''}>
        <option value="">{t('everyCall')}</option>
        {calls.map((call) => (
          <option key={call.id} value={call.id}>
            {callName(call, locale)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function grantsText(grants: readonly Grant[], locale: Locale): string {
  const t = translator(locale, 'desk.settings');
  const roles = translator(locale, 'desk.rail.roles');
  if (grants.length === 0) return t('noRole');
  return grants
    .map((grant) => (grant.region ? `${roles(grant.role)}, ${regionName(locale, grant.region)}` : roles(grant.role)))
    .join('; ');
}
