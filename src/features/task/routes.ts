import { z } from 'zod';
import { type Command, dueHandler, type Planner, route, type Slice } from '../../runtime/route.ts';
import { listenToPunches } from '../attendance/index.ts';
import { acknowledge, agree, openSendBack, sendBack, showWaiting } from './handle-approve.ts';
import { viewDue, viewTask } from './handle-facts.ts';
import { expectPhoto, readPhoto } from './handle-file.ts';
import { planJoined } from './handle-joined.ts';
import { closeCards } from './handle-leaving.ts';
import { showCalendar, showDesk, showMine, turnCalendar, viewDesk, viewList } from './handle-list.ts';
import { checkStuck, stuckKind } from './handle-listen.ts';
import { planTasks, turnKind } from './handle-plan.ts';
import { startProof, submitProof, submitRound } from './handle-press.ts';
import { turnDesks } from './handle-turn.ts';

const one = z.object({ id: z.uuid() });
const values = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const routes = [
  route('task.do', { args: one, run: (ctx, args) => startProof(ctx, args.id) }),
  route('task.prove', { args: one, values, run: (ctx, args, given) => submitProof(ctx, args.id, given) }),
  route('task.keep', { args: one, values, run: (ctx, args, given) => submitRound(ctx, args.id, given) }),
  route('task.photo', { args: one, run: (ctx, args) => expectPhoto(ctx, args.id) }),
  route('task.ack', { args: one, run: (ctx, args) => acknowledge(ctx, args.id) }),
  route('task.show', { args: one, run: (ctx, args) => showWaiting(ctx, args.id) }),
  route('task.agree', { args: one, run: (ctx, args) => agree(ctx, args.id) }),
  route('task.back-open', { args: one, run: (ctx, args) => openSendBack(ctx, args.id) }),
  route('task.back', { args: one, values, run: (ctx, args, given) => sendBack(ctx, args.id, given) }),
  route('task.calendar', {
    args: z.object({ desk: z.uuid(), from: z.iso.date() }),
    run: (ctx, args) => turnCalendar(ctx, args.desk, args.from),
  }),
];

const commands: Command[] = [
  {
    id: 'task.mine',
    words: { zh: ['任务', '待办', '我的任务'], en: ['tasks', 'my tasks'] },
    slack: { command: 'duty', sub: 'tasks' },
    summary: { zh: '我要办的事', en: 'What I have to do' },
    usage: { zh: '', en: '' },
    run: (ctx, said) => showMine(ctx, said.text),
  },
  {
    id: 'task.desk',
    words: { zh: ['班组任务', '班组待办'], en: ['tasks desk', 'desk tasks'] },
    slack: { command: 'duty', sub: 'tasks desk' },
    summary: { zh: '班组现在要办的事', en: 'What the desk has to do now' },
    usage: { zh: '[班组]', en: '[desk]' },
    run: (ctx, said) => showDesk(ctx, said.text),
  },
  {
    id: 'task.calendar',
    words: { zh: ['本周要办', '到期', '要办日历'], en: ['tasks calendar', 'tasks week', 'what is due'] },
    slack: { command: 'duty', sub: 'tasks calendar' },
    summary: { zh: '规定要求本周哪天办什么,可以往前往后翻', en: 'What the rules make due this week, day by day; turn to others' },
    usage: { zh: '[班组]', en: '[desk]' },
    run: (ctx, said) => showCalendar(ctx, said.text),
  },
];

const planners: Planner[] = [
  { id: 'task', plan: planTasks },
  { id: 'task.joined', plan: planJoined },
];

// Whoever clocks out has nothing to press any more on the cards of what goes on without them.
listenToPunches(closeCards);

/** What is due on a desk, by whom and until when: reminders, proofs, rounds, samples, misses that go upwards. */
export const taskSlice: Slice = {
  name: 'task',
  routes,
  commands,
  due: [
    dueHandler({
      kind: turnKind,
      payload: z.object({}),
      title: { zh: '要办的事', en: 'something is due' },
      run: (ctx, due) => turnDesks(ctx, due.desk === null ? [] : [due.desk]),
      runAll: (ctx, dues) =>
        turnDesks(
          ctx,
          dues.flatMap(({ desk }) => (desk === null ? [] : [desk])),
        ),
    }),
    dueHandler({
      kind: stuckKind,
      payload: z.object({ entry: z.uuid() }),
      title: { zh: '工单超期', en: 'work order overdue' },
      run: (ctx, due) => checkStuck(ctx, due.payload.entry),
    }),
  ],
  subjects: [
    { kind: 'task.item', view: viewTask },
    { kind: 'task.due', view: viewDue },
    { kind: 'task.list', view: viewList },
    { kind: 'task.desk', view: viewDesk },
  ],
  planners,
  file: (ctx, file) => readPhoto(ctx, file.meta, file.read),
};
