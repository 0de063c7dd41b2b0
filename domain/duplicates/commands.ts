export { forgetMerges, mergeApplications, unmergeApplication } from './commands/merge';
