export const INBOX_PURPOSES = ['editorial', 'questions'] as const;
export type InboxPurpose = (typeof INBOX_PURPOSES)[number];

/** How much a mail to an inbox may carry: a link; also name and answers; also the files. */
export const PRIVACY_LEVELS = ['link', 'summary', 'attachments'] as const;
export type PrivacyLevel = (typeof PRIVACY_LEVELS)[number];
