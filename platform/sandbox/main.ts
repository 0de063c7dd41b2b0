import { serveTasks } from './child';
import { TASKS } from './tasks';

await serveTasks(TASKS);
