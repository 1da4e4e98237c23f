import { attendanceSlice } from '../../src/features/attendance/index.ts';
import { createIncidentSlice, entryToReport, type Incident } from '../../src/features/incident/index.ts';
import { createRecordSlice } from '../../src/features/record/index.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import type { Action, Block } from '../../src/view/view.ts';
import { type Colleague, type DutyLine, Exchange } from './exchange.ts';

/** 安平 answers to 张班长, she to 林主管, he to 王总; others hold the roles a regulation names. */
const staff: readonly Colleague[] = [
  { code: 'an', name: '安平', roles: ['staff'], attributes: { superior: 'zhang' } },
  { code: 'bai', name: '白雪', roles: ['staff'], attributes: { superior: 'zhang' } },
  { code: 'zhang', name: '张班长', roles: ['team-lead'], attributes: { superior: 'lin' } },
  { code: 'lin', name: '林主管', roles: ['supervising-leader'], attributes: { superior: 'wang' } },
  { code: 'wang', name: '王总', roles: ['general-manager'] },
];
const duties: readonly DutyLine[] = [{ on: '2026-12-01', shift: 'early', people: ['an', 'bai'] }];

/** An incident as it is stored, with those who have to know. */
export interface Stored {
  readonly id: string;
  readonly state: string;
  readonly severity: string | null;
  readonly number: number;
  readonly event: string;
  readonly lines: readonly string[];
}

/** A desk at ten in the morning of its early shift on which something happens; what other slices hear is kept. */
export class IncidentRoom extends Exchange {
  readonly heard: string[] = [];

  constructor(db: Exchange['db']) {
    const heard: string[] = [];
    const listen = (_ctx: unknown, _desk: unknown, incident: Incident, what: string): Promise<void> => {
      heard.push(`${incident.event} ${what}`);
      return Promise.resolve();
    };
    super(db, [createRecordSlice([entryToReport]), createIncidentSlice([listen]), attendanceSlice]);
    this.heard = heard;
  }

  /** `roles`: who holds the roles of the regulation, beside those who are always there; `shifts`: who is on duty when. */
  async goesBy(
    presets: readonly string[],
    roles: Readonly<Record<string, readonly string[]>> = {},
    shifts: readonly DutyLine[] = duties,
  ): Promise<void> {
    const known = staff.map((one) => ({ ...one, roles: [...one.roles, ...(roles[one.code] ?? [])] }));
    const more = Object.entries(roles)
      .filter(([code]) => !staff.some((one) => one.code === code))
      .map(([code, held]) => ({ code, name: code, roles: held }));
    await this.open(presets, [...known, ...more], shifts);
    this.heard.length = 0;
    this.slack.files.length = 0;
    this.slack.edits.length = 0;
  }

  /** Somebody reports; everything that follows at once has happened. */
  async reports(code: string, line: string): Promise<Reply> {
    const reply = await this.types(code, `上报 ${line}`);
    await this.settle();
    return reply;
  }

  async stored(): Promise<readonly Stored[]> {
    const rows = await this.db.query<Omit<Stored, 'lines'>>(
      'SELECT id::text AS id, state, severity, number, event FROM incident ORDER BY opened_at, number',
      [],
    );
    return Promise.all(
      rows.map(async (row) => ({
        ...row,
        lines: (
          await this.db.query<{ kind: string }>('SELECT kind FROM incident_line WHERE incident_id = $1::uuid ORDER BY at, id', [row.id])
        ).map(({ kind }) => kind),
      })),
    );
  }

  /** The one there is. */
  async only(): Promise<Stored> {
    const [one, ...more] = await this.stored();
    if (one === undefined || more.length > 0) throw new Error(`There are ${more.length + (one === undefined ? 0 : 1)} incidents`);
    return one;
  }

  /** Who has to know: `zhang to superior told 10:30`, the limit as the desk's wall time. */
  async notices(): Promise<string[]> {
    const rows = await this.db.query<{ line: string }>(
      `SELECT concat_ws(' ', coalesce(p.code, '-'), n.kind, n.word, n.state, to_char(n.due_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI')) AS line
       FROM incident_notice n LEFT JOIN person p ON p.org_id = n.org_id AND p.id = n.person_id ORDER BY n.lane, n.stage, n.kind, n.word, p.code`,
      [],
    );
    return rows.map(({ line }) => line);
  }

  /** Presses a button wherever it stands on the newest card of somebody: among its actions or between its blocks. */
  async pressesCard(code: string, label: string, from = code): Promise<Reply> {
    await this.settle();
    for (const view of this.sees(from).toReversed()) {
      const inside = view.blocks.flatMap((block: Block) => (block.kind === 'actions' ? block.actions : []));
      const all = view.kind === 'home' ? inside : [...inside, ...view.actions];
      const action = all.find((each: Action) => each.label === label);
      if (action?.kind !== 'press') continue;
      const reply = await this.ask(code, { kind: 'press', route: action.route, args: action.args });
      await this.settle();
      return reply;
    }
    throw new Error(`${code} has no “${label}” in ${this.reads(from)}`);
  }

  /** Presses what opens a form and fills it in. */
  async fillsCard(code: string, label: string, values: Record<string, string>): Promise<Reply> {
    const form = await this.pressesCard(code, label);
    if (form.kind !== 'form') return form;
    const reply = await this.fills(code, form, values);
    await this.settle();
    return reply;
  }

  /** How many messages somebody got, edits apart. */
  got(code: string): number {
    return this.sees(code).length;
  }
}
