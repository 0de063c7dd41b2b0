import { notFoundPage, plainRoute } from '@/app/_http/plain-route';

export const dynamic = 'force-dynamic';

/** Every address nothing else answers to. */
const missing = plainRoute<{ locale: string }>(({ frame }) => notFoundPage({ ...frame, path: '' }));

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT };
