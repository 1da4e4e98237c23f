import { attendanceSlice } from '../../src/features/attendance/index.ts';
import { createRecordSlice } from '../../src/features/record/index.ts';
import { type TaskEvent, taskSlice, tasksOfEntry, tasksTriggered } from '../../src/features/task/index.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { type Colleague, type DutyLine, Exchange } from './exchange.ts';

export interface TaskRow {
  readonly id: string;
  readonly key: string;
  readonly verb: string;
  readonly object: string;
  readonly state: string;
  readonly due: string;
  readonly wanted: number;
  readonly done: number;
  readonly level: number;
  readonly detail: { readonly late?: boolean; readonly hidden?: boolean; readonly targets?: readonly { readonly id: string }[] };
}

const people: readonly Colleague[] = [
  { code: 'lead', name: '林主管', roles: ['supervising-leader'] },
  { code: 'an', name: '安平', roles: ['duty-officer', 'guard', 'representative'] },
  { code: 'bai', name: '白雪', roles: ['duty-officer', 'guard', 'representative'] },
  { code: 'cao', name: '曹勇', roles: ['follow-up-seat'] },
  { code: 'zhang', name: '张班长', roles: ['team-lead'] },
];

const days = (count: number): readonly string[] => Array.from({ length: count }, (_, day) => `2026-12-${String(day + 1).padStart(2, '0')}`);
/** An is there by day, Bai by night, all December. */
const duties: readonly DutyLine[] = days(31).flatMap((on) => [
  { on, shift: 'early', people: ['an'] },
  { on, shift: 'night', people: ['bai'] },
]);

/** A desk with its tasks, at ten in the morning of the first of December; An is on duty. */
export class TaskRoom extends Exchange {
  #heard = 0;
  readonly #lists = new Set<string>();

  constructor(db: Exchange['db']) {
    super(db, [taskSlice, createRecordSlice([tasksOfEntry]), attendanceSlice]);
  }

  async goesBy(presets: readonly string[], settings = '{}', staff = people): Promise<void> {
    await this.open(presets, staff, duties, settings);
    await this.settle();
    this.#heard = 0;
  }

  tasks(condition = 'true'): Promise<TaskRow[]> {
    return this.db.query<TaskRow>(
      `SELECT id::text AS id, key, verb, object, state, to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24:MI') AS due, wanted, done, level, detail
       FROM task WHERE ${condition} ORDER BY due_at, key`,
      [],
    );
  }

  async task(condition: string): Promise<TaskRow> {
    const [row] = await this.tasks(condition);
    if (row === undefined) throw new Error(`There is no task: ${condition}`);
    return row;
  }

  triggers(event: Omit<TaskEvent, 'at'>): Promise<number> {
    return this.run((ctx) => tasksTriggered(ctx, this.ownDesk, { ...event, at: ctx.now }));
  }

  press(code: string, route: string, args: Record<string, string>): Promise<Reply> {
    return this.ask(code, { kind: 'press', route, args });
  }

  submit(code: string, route: string, args: Record<string, string>, values: Record<string, string | string[]>): Promise<Reply> {
    return this.ask(code, { kind: 'submit', route, args, values });
  }

  /** From now on the desk has another value of its first regulation, `obligation.closing.when`. */
  async sets(path: string, value: unknown): Promise<void> {
    const override = { path, value, reason: '试行', by: 'lead', from: '2025-01-01' };
    await this.db.query('UPDATE adoption SET overrides = overrides || $1::jsonb', [JSON.stringify([override])]);
    await this.db.query('UPDATE desk SET version = version + 1', []);
  }

  /** What a list looks like to whoever asks for it: the live card that comes into their direct chat. */
  async lists(code: string, words: string): Promise<string> {
    await this.types(code, words);
    await this.settle();
    const list = this.slack.sent.findLast(({ to }) => to.id === `U-${code}`);
    if (list !== undefined) this.#lists.add(list.ref.messageId);
    return JSON.stringify(list?.view);
  }

  /** What was sent since the last look, without the lists somebody asked for, with where it went: `U-an …`, `C0CALLS …`. */
  heard(): { readonly to: string; readonly text: string }[] {
    const unasked = this.slack.sent.slice(this.#heard).filter(({ ref }) => !this.#lists.has(ref.messageId));
    const found = unasked.map((message) => ({ to: message.to.id, text: JSON.stringify(message.view) }));
    this.#heard = this.slack.sent.length;
    return found;
  }
}
