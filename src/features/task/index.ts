export { proveAbout } from './handle-about.ts';
export { hearing } from './handle-crew.ts';
export { dueLines, tasksOfPerson } from './handle-list.ts';
export { tasksOfEntry } from './handle-listen.ts';
export { carryTasks, openTasks } from './handle-open.ts';
export { type TaskEvent, tasksTriggered } from './handle-trigger.ts';
export { taskSlice } from './routes.ts';
export { taskLine } from './views.ts';
