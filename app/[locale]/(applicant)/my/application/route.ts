import { applicantRoute } from '@/app/_http/applicant-route';
import { statusPage } from '@/app/_http/status-page';

export const dynamic = 'force-dynamic';

export const GET = applicantRoute((input) => statusPage(input));
