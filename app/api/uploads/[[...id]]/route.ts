import { strangerContext } from '@/app/_http/plain-route';
import { answerUpload } from '../_tus/answer';

export const dynamic = 'force-dynamic';

/** Resumable uploads: tus 1.0 (https://tus.io/protocols/resumable-upload). The method decides further in. */
function answer(request: Request): Promise<Response> {
  return answerUpload(request, strangerContext(request));
}

export { answer as DELETE, answer as GET, answer as HEAD, answer as OPTIONS, answer as PATCH, answer as POST };
