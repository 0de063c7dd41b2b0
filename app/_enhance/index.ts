import { guardAgainstDoubleSending } from './double-send';
import { checkFilesBeforeSending } from './files';
import { leaveQuickly } from './leave';
import { followWhatIsNeeded } from './needed';
import { keepWordsWithoutLine } from './no-line';
import { showOutcome } from './outcome';
import { notePressedButtons } from './pressed';
import { proveBeforeSending } from './proof';
import { keepReceipt } from './receipt';
import { saveWhileTyping } from './typing';
import { uploadAtOnce } from './uploads';

// Every page works without this file. What is here only makes it quicker, quieter or easier to leave.
run(notePressedButtons);
run(showOutcome);
run(keepWordsWithoutLine);
const atOnce = run(uploadAtOnce);
run(proveBeforeSending);
run(guardAgainstDoubleSending);
run(() => checkFilesBeforeSending(atOnce?.take ?? null));
run(followWhatIsNeeded);
run(keepReceipt);
run(leaveQuickly);
run(() => saveWhileTyping(atOnce?.draft ?? null));

/** Each step on its own: what an old browser cannot do must not take the rest with it. */
function run<Result>(step: () => Result): Result | null {
  try {
    return step();
  } catch (error) {
    // The browser's console tells of it, as of any error nobody has caught; nobody else is told.
    setTimeout(() => {
      throw error;
    });
    return null;
  }
}
