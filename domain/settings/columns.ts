import { inboxes, publications } from '@/db/schema/settings';

export const publicationColumns = {
  name: publications.name,
  homeUrl: publications.homeUrl,
  leaveUrl: publications.leaveUrl,
  privacyContact: publications.privacyContact,
  retentionDays: publications.retentionDays,
  rememberLanguage: publications.rememberLanguage,
  imprint: publications.imprint,
  privacyText: publications.privacyText,
};

export const inboxColumns = {
  id: inboxes.id,
  purpose: inboxes.purpose,
  address: inboxes.address,
  privacyLevel: inboxes.privacyLevel,
  callId: inboxes.callId,
};
