import { Temporal } from '../../src/core/time.ts';
import type { Desk } from '../../src/features/people/index.ts';
import { loadDesk } from '../../src/features/people/index.ts';
import { decideRequest } from '../../src/features/request/handle-decide.ts';
import { type FileOptions, fileRequest, type RequestDraft } from '../../src/features/request/index.ts';
import type { Ctx } from '../../src/runtime/context.ts';
import type { LeaveRoom, staff } from './leave-room.ts';
import { runUseCase } from './use-case.ts';

type Who = keyof typeof staff;
export const wall = (text: string): Temporal.Instant => Temporal.PlainDateTime.from(text).toZonedDateTime('Asia/Shanghai').toInstant();

/** Files and decides requests on the station of {@link LeaveRoom} as the slices do it, without chat: what is told is not looked at here. */
export class LeaveDesk {
  readonly room: LeaveRoom;
  readonly ids: Awaited<ReturnType<LeaveRoom['ids']>>;

  constructor(room: LeaveRoom, ids: Awaited<ReturnType<LeaveRoom['ids']>>) {
    this.room = room;
    this.ids = ids;
  }

  /** Whole days of leave, `2026-12-03` to `2026-12-04`; times where they are given. */
  draft(who: Who, from: string, until: string, extra: Partial<RequestDraft> = {}): RequestDraft {
    const person = this.ids.person[who];
    return {
      desk: this.ids.desk,
      type: 'leave',
      kind: 'personal',
      subject: person,
      filedBy: person,
      partner: null,
      fromOn: from,
      untilOn: until,
      startsAt: wall(`${from}T00:00`),
      endsAt: wall(`${until}T00:00`).add({ hours: 24 }),
      duties: [],
      fields: { reason: '家里有事' },
      toldAt: null,
      parent: null,
      ...extra,
    };
  }

  run<Value>(use: (ctx: Ctx, desk: Desk) => Promise<Value>, reached?: () => Promise<void>): Promise<Value> {
    const world = { database: this.room.db, org: this.ids.org, now: this.room.now };
    return runUseCase(
      world,
      async (ctx) => {
        const desk = await loadDesk(ctx, this.ids.desk);
        if (desk === null) throw new Error('The desk is gone');
        return use(ctx, desk);
      },
      reached,
    );
  }

  /** The id of what was filed, or the codes it was refused with. */
  async files(draft: RequestDraft, options: FileOptions = {}, reached?: () => Promise<void>): Promise<string | readonly string[]> {
    const filed = await this.run((ctx, desk) => fileRequest(ctx, desk, draft, options), reached);
    if (filed.ok) return filed.value.id;
    const { refusal } = filed;
    if (refusal.code === 'request.against-rules') return refusal.findings.map((finding) => finding.code);
    return [refusal.code === 'request.effect' ? refusal.refusal.code : refusal.code];
  }

  /** Files what must be allowed. */
  async filed(draft: RequestDraft, options: FileOptions = {}): Promise<string> {
    const id = await this.files(draft, options);
    if (typeof id !== 'string') throw new Error(`Refused: ${id.join()}`);
    return id;
  }

  /** Everybody who is asked agrees, one after the other, until nobody is asked any more; gives the state it ends in. */
  async approved(id: string, agrees = true): Promise<string> {
    for (let turn = 0; turn < 8; turn += 1) {
      if (!['approving', 'confirming', 'cancelling'].includes(await this.state(id))) break;
      let signed = false;
      for (const person of Object.values(this.ids.person)) {
        const done = await this.run((ctx) => decideRequest(ctx, { id, person, kind: 'approve', agrees, reason: '同意' }));
        signed ||= done.ok;
        if (
          !done.ok &&
          !done.refusal.code.startsWith('request.not-yours') &&
          done.refusal.code !== 'request.already-signed' &&
          done.refusal.code !== 'request.decided'
        )
          throw new Error(JSON.stringify(done.refusal));
      }
      if (!signed) throw new Error('Nobody may decide it');
    }
    return this.state(id);
  }

  async state(id: string): Promise<string> {
    const [row] = await this.room.db.query<{ state: string }>('SELECT state FROM request WHERE id = $1::uuid', [id]);
    return row?.state ?? 'gone';
  }

  /** Who is in the shift of a day, by code. */
  async onDuty(slot: string): Promise<readonly string[]> {
    const rows = await this.room.db.query<{ code: string }>(
      'SELECT p.code FROM assignment a JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id WHERE a.slot_id = $1::uuid AND a.live ORDER BY p.code, a.starts_at',
      [slot],
    );
    return rows.map((row) => row.code);
  }

  absences() {
    return this.room.db.query<{ code: string; approved: boolean; lane: string | null; seat: number | null; from: string; until: string }>(
      `SELECT p.code, a.approved, a.lane, a.seat, to_char(a.starts_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24:MI') AS from, to_char(a.ends_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24:MI') AS until
       FROM absence a JOIN person p ON p.org_id = a.org_id AND p.id = a.person_id WHERE a.live ORDER BY p.code, a.starts_at`,
      [],
    );
  }
}
