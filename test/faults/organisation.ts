import { Temporal } from '../../src/core/time.ts';
import type { Database } from '../../src/db/database.ts';
import type { Platform } from '../../src/runtime/intent.ts';
import { newId } from '../../src/runtime/new-id.ts';
import { createUnit } from '../../src/runtime/write-unit.ts';

export const zone = 'Asia/Shanghai';
/** The afternoon of a Tuesday on which everything happens: long enough before the shifts end, and not too long for those who come next. */
export const afternoon = Temporal.PlainDateTime.from('2026-12-01T14:20').toZonedDateTime(zone).toInstant();
/** From here on every minute has its round. */
const firstRound = 14 * 60 + 1;
const lastRound = 15 * 60 + 59;

export type Post = 'guard' | 'goes' | 'comes' | 'hall' | 'admin' | 'staff' | 'lead' | 'yard';

export interface FaultPerson {
  readonly code: string;
  readonly post: Post;
  readonly number: number;
  readonly platform: Platform;
  readonly userId: string;
}

export interface FaultSize {
  /** Desks with a guard on rounds. */
  readonly guards: number;
  /** Pairs who hand their shift over. */
  readonly pairs: number;
  /** People who report incidents and write the log. */
  readonly hall: number;
  /** People who ask for leave. */
  readonly staff: number;
  /** People who clock in and out. */
  readonly yard: number;
}

export const fullFaults: FaultSize = { guards: 6, pairs: 16, hall: 4, staff: 6, yard: 6 };
export const smallFaults: FaultSize = { guards: 2, pairs: 2, hall: 2, staff: 2, yard: 2 };

const some = (post: Post, count: number): FaultPerson[] =>
  Array.from({ length: count }, (_, number) => {
    // One half on each messenger; the two sides of a hand-over on different ones.
    const platform: Platform = (number + (post === 'comes' || post === 'admin' ? 1 : 0)) % 2 === 0 ? 'slack' : 'feishu';
    const code = `${post}-${number}`;
    return {
      code,
      post,
      number,
      platform,
      userId: platform === 'slack' ? `U0${code.toUpperCase().replace('-', '')}` : `ou_${code.replace('-', '')}`,
    };
  });

export const faultPeople = (size: FaultSize): readonly FaultPerson[] => [
  ...some('guard', size.guards),
  ...some('goes', size.pairs),
  ...some('comes', size.pairs),
  ...some('hall', size.hall),
  ...some('admin', 2),
  ...some('staff', size.staff),
  ...some('lead', 2),
  ...some('yard', size.yard),
];

const clockOf = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

/** The text of the desk file: gates with a round every minute, a plant, a hall, an office, a yard. */
export function faultDeskFile(size: FaultSize): string {
  const rounds = Array.from({ length: lastRound - firstRound + 1 }, (_, index) => `{ every: day, at: "${clockOf(firstRound + index)}" }`);
  const preset = (id: string) => `{ id: ${id}, from: "2025-01-01" }`;
  const gatePreset = `{ id: property-security-duty, from: "2025-01-01", overrides: [{ path: obligation.rounds.when, value: [${rounds.join(', ')}], reason: 巡查表, by: lead-0, from: "2025-01-01" }] }`;
  const gates = Array.from(
    { length: size.guards },
    (_, number) => `  - { code: gate-${number}, name: 门岗${number}, name_en: Gate ${number}, presets: [${gatePreset}] }`,
  );
  const roles: Readonly<Record<Post, readonly [desk: string, role: string]>> = {
    guard: ['gate-', 'patrol-guard'],
    goes: ['plant', 'duty-officer'],
    comes: ['plant', 'duty-officer'],
    hall: ['hall', 'guard'],
    admin: ['hall', 'centre-admin'],
    staff: ['office', 'duty-officer'],
    lead: ['office', 'station-lead'],
    yard: ['yard', 'duty-officer'],
  };
  const people = faultPeople(size).map(({ code, post, number, platform, userId }) => {
    const [desk, first] = roles[post];
    const role = post === 'lead' && number === 1 ? 'department-manager' : first;
    const where = post === 'guard' ? `${desk}${number}` : desk;
    const attributes = post === 'staff' ? `, attributes: { station: "${code}" }` : '';
    return `  - { code: ${code}, name: 员工${code}, ${platform}: ${userId}${attributes}, desks: { ${where}: [${role}] } }`;
  });
  return `
organisation: { code: faults, name: 单位, locale: zh, zone: ${zone} }
workspaces: { slack: [T0ZHIBAN], feishu: [zhiban_tenant] }
desks:
${gates.join('\n')}
  - code: plant
    name: 机房
    name_en: Plant
    presets: [${preset('engineering-duty')}]
    settings: { reminder_lead_minutes: 120 }
    shifts:
      - { code: early, name: 早班, name_en: Early, start: "08:00", end: "16:00" }
      - { code: late, name: 晚班, name_en: Late, start: "16:00", end: "24:00" }
    channels: { slack: [{ id: C0PLANT, name: plant }], feishu: [{ id: oc_plant, name: 机房值班群 }] }
  - { code: hall, name: 大厅, name_en: Hall, presets: [${preset('center-security-2')}], channels: { slack: [{ id: C0HALL, name: hall }] } }
  - { code: office, name: 维护站, name_en: Office, presets: [${preset('maintenance-leave')}] }
  - { code: yard, name: 货场, name_en: Yard }
people:
${people.join('\n')}
`;
}

/** The shifts of the day: guards early at their gates; at the plant those who go, then those who come, each pair at a position of its own. */
export async function publishShifts(db: Database, size: FaultSize): Promise<void> {
  const ids = async (table: 'desk' | 'person'): Promise<ReadonlyMap<string, string>> =>
    new Map(
      (await db.query<{ code: string; id: string }>(`SELECT code, id::text AS id FROM ${table}`, [])).map((row) => [row.code, row.id]),
    );
  const [[organisation], desks, people] = await Promise.all([
    db.query<{ id: string }>('SELECT id::text AS id FROM organisation', []),
    ids('desk'),
    ids('person'),
  ]);
  const org = organisation?.id ?? '';
  const unit = createUnit({ org, now: afternoon, newId });
  const on = '2026-12-01';
  const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant();
  const shift = (desk: string, code: string, from: string, until: string, crew: readonly FaultPerson[]): void => {
    const deskId = desks.get(desk) ?? '';
    const [rosterId, slotId] = [newId(), newId()];
    const times = { startsAt: at(from), endsAt: at(until) };
    if (code !== 'late') unit.insert('roster', { orgId: org, id: rosterId, deskId, month: '2026-12', state: 'published' });
    rosters.set(desk, rosters.get(desk) ?? rosterId);
    unit.insert('slot', { orgId: org, id: slotId, deskId, rosterId: rosters.get(desk) ?? rosterId, shift: code, dutyOn: on, ...times });
    for (const { code: who, number } of crew)
      unit.insert('assignment', {
        orgId: org,
        id: newId(),
        slotId,
        deskId,
        personId: people.get(who) ?? '',
        role: 'duty-officer',
        position: desk === 'plant' ? `seat-${number}` : null,
        live: true,
        ...times,
      });
  };
  const rosters = new Map<string, string>();
  const everybody = faultPeople(size);
  const of = (post: Post): FaultPerson[] => everybody.filter((person) => person.post === post);
  for (const guard of of('guard')) shift(`gate-${guard.number}`, 'early', `${on}T07:30`, `${on}T16:00`, [guard]);
  shift('plant', 'early', `${on}T08:00`, `${on}T16:00`, of('goes'));
  shift('plant', 'late', `${on}T16:00`, '2026-12-02T00:00', of('comes'));
  await db.write(unit.statements);
}
