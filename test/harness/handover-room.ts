import { createAttendanceSlice } from '../../src/features/attendance/index.ts';
import { handoverSlice, noteIncident, releaseGate } from '../../src/features/handover/index.ts';
import { homeSlice } from '../../src/features/home/index.ts';
import { createIncidentSlice, shiftExtended } from '../../src/features/incident/index.ts';
import { createRecordSlice } from '../../src/features/record/index.ts';
import { taskSlice, tasksOfEntry } from '../../src/features/task/index.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { type Colleague, type DutyLine, Exchange } from './exchange.ts';

const people: readonly Colleague[] = [
  { code: 'lead', name: '林主管', roles: ['supervising-leader'] },
  { code: 'an', name: '安平', roles: ['guard'] },
  { code: 'bai', name: '白雪', roles: ['guard'] },
  { code: 'cao', name: '曹勇', roles: ['guard'] },
  { code: 'dai', name: '戴青', roles: ['guard'] },
  { code: 'cs', name: '柴姐', roles: ['cs-supervisor'] },
  { code: 'zhang', name: '张班长', roles: ['team-lead'] },
];
/** 安平 and 戴青 in the day, 白雪 in the evening; at night 曹勇. */
const duties: readonly DutyLine[] = [
  { on: '2026-12-01', shift: 'early', people: ['an'] },
  { on: '2026-12-01', shift: 'late', people: ['bai'] },
  { on: '2026-12-02', shift: 'early', people: ['cao'] },
];

/** One row of the table, as far as tests ask. */
export interface HandoverRow {
  readonly id: string;
  readonly state: string;
  readonly outgoing: string;
  readonly incoming: string | null;
  readonly outgoing_signed_at: Date | null;
  readonly incoming_signed_at: Date | null;
  readonly code: string | null;
  readonly met_at: Date | null;
  readonly version: number;
}

export interface ItemRow {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly state: string;
  readonly remark: string | null;
  readonly owner: string | null;
  readonly source: string | null;
}

/** A desk that hands its shifts over: the day's shift is on, whoever relieves it comes at four. */
export class HandoverRoom extends Exchange {
  constructor(db: Exchange['db']) {
    super(db, [
      createAttendanceSlice([releaseGate, shiftExtended]),
      createRecordSlice([tasksOfEntry]),
      taskSlice,
      createIncidentSlice([noteIncident]),
      handoverSlice,
      homeSlice,
    ]);
  }

  async goesBy(presets: readonly string[], roster: readonly DutyLine[] = duties, settings = '{}'): Promise<void> {
    await this.open(presets, people, roster, settings);
  }

  press(code: string, route: string, args: Record<string, string>): Promise<Reply> {
    return this.ask(code, { kind: 'press', route, args });
  }

  submit(code: string, route: string, args: Record<string, string>, values: Record<string, string>): Promise<Reply> {
    return this.ask(code, { kind: 'submit', route, args, values });
  }

  handovers(): Promise<HandoverRow[]> {
    return this.db.query<HandoverRow>(
      `SELECT h.id::text AS id, h.state, o.code AS outgoing, i.code AS incoming, h.outgoing_signed_at, h.incoming_signed_at, h.code, h.met_at, h.version
       FROM handover h JOIN person o ON o.org_id = h.org_id AND o.id = h.outgoing_id LEFT JOIN person i ON i.org_id = h.org_id AND i.id = h.incoming_id
       ORDER BY h.at, o.code`,
      [],
    );
  }

  /** The one hand-over there is. */
  async only(): Promise<HandoverRow> {
    const [row, ...more] = await this.handovers();
    if (row === undefined || more.length > 0) throw new Error(`There are ${more.length + (row === undefined ? 0 : 1)} hand-overs`);
    return row;
  }

  async items(kind?: string): Promise<ItemRow[]> {
    const rows = await this.db.query<ItemRow>(
      `SELECT i.id::text AS id, i.kind, i.text, i.state, i.remark, p.code AS owner, i.source FROM handover_item i
       LEFT JOIN person p ON p.org_id = i.org_id AND p.id = i.owner_id ORDER BY i."position", i.id`,
      [],
    );
    return kind === undefined ? rows : rows.filter((row) => row.kind === kind);
  }

  /** Writes every text of the report. */
  async writes(code: string, sections: readonly string[], said = '正常'): Promise<Reply> {
    const { id } = await this.only();
    return this.submit(
      code,
      'handover.filled',
      { id },
      Object.fromEntries(sections.map((name) => [`s_${name.replaceAll('-', '_')}`, said])),
    );
  }

  /** Answers every item of a kind. */
  async goesThrough(code: string, kind: string, as: string): Promise<void> {
    const { id } = await this.only();
    for (const item of await this.items(kind))
      if (item.state === 'open') await this.press(code, 'handover.item', { id, item: item.id, as });
  }

  async signs(code: string): Promise<Reply> {
    return this.press(code, 'handover.sign', { id: (await this.only()).id });
  }

  /** An incident in one line, by somebody on duty. */
  async reports(code: string, line: string): Promise<Reply> {
    const reply = await this.types(code, `incident ${line}`);
    await this.settle();
    return reply;
  }

  /** Nothing more to do on the spot. */
  async handles(code: string): Promise<void> {
    const [row] = await this.db.query<{ id: string }>('SELECT id::text AS id FROM incident ORDER BY opened_at DESC LIMIT 1', []);
    await this.submit(code, 'incident.handle', { id: row?.id ?? '' }, { text: '处理好了' });
    await this.settle();
  }

  async punches(code: string): Promise<{ kind: string; at: Date; held_until: Date | null; verdict: string }[]> {
    return this.db.query(
      `SELECT u.kind, u.at, u.held_until, u.verdict FROM punch u JOIN person p ON p.org_id = u.org_id AND p.id = u.person_id WHERE p.code = $1 ORDER BY u.at`,
      [code],
    );
  }
}
