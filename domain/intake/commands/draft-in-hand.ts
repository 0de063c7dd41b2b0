import { newDraftToken, type OpenedDraft, openDraft } from '@/domain/applications/commands';
import type { Call } from '@/domain/calls/queries';
import type { Ctx } from '@/domain/context';
import { AppError, isAppError } from '@/domain/errors';
import { receiptCode } from '@/platform/codes';

/** The draft a form belongs to: found or made when it is first needed, and only once. */
export class DraftInHand {
  /** The token sent was none of ours, or its draft has ended: what came is kept under a new one. */
  forged = false;
  #opened: Promise<OpenedDraft> | null = null;
  #token: string | null = null;

  constructor(
    private readonly ctx: Ctx,
    private readonly call: Call,
    private readonly locale: string,
    private readonly sentToken: () => string | null,
  ) {}

  get token(): string {
    if (!this.#token) throw new Error('the draft has not been opened');
    return this.#token;
  }

  get code(): string {
    return receiptCode(this.ctx.keys.code, this.token);
  }

  open(): Promise<OpenedDraft> {
    this.#opened ??= this.find();
    return this.#opened;
  }

  private async find(): Promise<OpenedDraft> {
    const claimed = this.sentToken();
    try {
      this.#token = claimed ?? newDraftToken(this.ctx);
      return await this.openOwn(this.#token);
    } catch (error) {
      if (!isAppError(error, 'draft_unknown')) throw error;
      this.forged = true;
      this.#token = newDraftToken(this.ctx);
      return this.openOwn(this.#token);
    }
  }

  /** A token of another call's form is as good as forged here. */
  private async openOwn(token: string): Promise<OpenedDraft> {
    const draft = await openDraft(this.ctx, { token, callId: this.call.id, locale: this.locale });
    if (draft.callId !== this.call.id) throw new AppError('draft_unknown');
    return draft;
  }
}
