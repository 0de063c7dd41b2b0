export { deleteTag, renameTag } from './commands/change-tag';
export { changeComment, removeComment, seeMentions, writeComment } from './commands/comment';
export { forgetDiscussion } from './commands/forget';
export { addTag, removeTag } from './commands/tag';
export { addTask, settleTask } from './commands/task';
