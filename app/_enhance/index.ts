import { guardAgainstDoubleSending } from './double-send';
import { checkFilesBeforeSending } from './files';
import { leaveQuickly } from './leave';
import { followWhatIsNeeded } from './needed';
import { showOutcome } from './outcome';
import { proveBeforeSending } from './proof';
import { keepReceipt } from './receipt';
import { saveWhileTyping } from './typing';
import { uploadAtOnce } from './uploads';

// Every page works without this file. What is here only makes it quicker, quieter or easier to leave.
showOutcome();
const atOnce = uploadAtOnce();
proveBeforeSending();
guardAgainstDoubleSending();
checkFilesBeforeSending(atOnce?.take ?? null);
followWhatIsNeeded();
keepReceipt();
leaveQuickly();
saveWhileTyping(atOnce?.draft ?? null);
