import { attendanceSlice } from '../../src/features/attendance/index.ts';
import { createRecordSlice, type Entry, type EntryEvent, entriesOf, loadWhole, type WholeEntry } from '../../src/features/record/index.ts';
import { recordTypes } from '../../src/policy/index.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { type Colleague, type DutyLine, Exchange } from './exchange.ts';

const people: readonly Colleague[] = [
  { code: 'lead', name: '林主管', roles: ['supervising-leader'] },
  { code: 'an', name: '安平', roles: ['staff'] },
  { code: 'bai', name: '白雪', roles: ['staff'] },
  { code: 'cao', name: '曹勇', roles: ['centre-office', 'staff'] },
  { code: 'zhang', name: '张班长', roles: ['team-lead'] },
];
const duties: readonly DutyLine[] = [{ on: '2026-12-01', shift: 'early', people: ['an', 'bai'] }];

/** A desk that writes its log and registers, at ten in the morning of its early shift; what other slices would hear is kept. */
export class RecordRoom extends Exchange {
  readonly heard: EntryEvent[] = [];

  constructor(db: Exchange['db']) {
    const heard: EntryEvent[] = [];
    const listen = (_ctx: unknown, _desk: unknown, event: EntryEvent): Promise<void> => {
      heard.push(event);
      return Promise.resolve();
    };
    super(db, [createRecordSlice([listen]), attendanceSlice]);
    this.heard = heard;
  }

  async goesBy(...presets: readonly string[]): Promise<void> {
    await this.open(presets, people, duties);
    this.heard.length = 0;
    this.slack.files.length = 0;
  }

  entries(): Promise<Entry[]> {
    return this.run((ctx) => entriesOf(ctx, this.ownDesk.id, {}));
  }

  /** The one entry there is. */
  async only(): Promise<Entry> {
    const [entry, ...more] = await this.entries();
    if (entry === undefined || more.length > 0) throw new Error(`There are ${more.length + (entry === undefined ? 0 : 1)} entries`);
    return entry;
  }

  async whole(id: string): Promise<WholeEntry> {
    const whole = await this.run((ctx) => loadWhole(ctx, id));
    if (whole === null) throw new Error(`There is no entry ${id}`);
    return whole;
  }

  press(code: string, route: string, args: Record<string, string>): Promise<Reply> {
    return this.ask(code, { kind: 'press', route, args });
  }

  submit(code: string, route: string, args: Record<string, string>, values: Record<string, string>): Promise<Reply> {
    return this.ask(code, { kind: 'submit', route, args, values });
  }

  /** Fills in the form of a register. */
  registers(code: string, type: string, values: Record<string, string>): Promise<Reply> {
    return this.submit(code, 'record.file', { type, desk: this.ownDesk.id }, values);
  }
}

/** Values for what a form of the type cannot do without: the fields' own names. */
export function leastOf(type: string): Record<string, string> {
  const fields = recordTypes().find(({ code }) => code === type)?.fields ?? [];
  return Object.fromEntries(fields.filter(({ required }) => required).map(({ name, label }) => [name, label.zh]));
}
