import type { Platform } from '../../src/runtime/intent.ts';

/** What a desk goes by: its regulations, shifts and people. */
export type House = 'telecom' | 'station' | 'centre' | 'office' | 'watch';

export interface StormPerson {
  readonly code: string;
  readonly desk: string;
  readonly roles: readonly string[];
  readonly platform: Platform;
  readonly userId: string;
}

export interface StormDesk {
  readonly code: string;
  readonly house: House;
  readonly people: readonly StormPerson[];
  /** Those the roster has shifts for. */
  readonly rostered: readonly StormPerson[];
}

export interface StormOrganisation {
  readonly desks: readonly StormDesk[];
  /** Who stands above the desks: the service centre, and the house above that. */
  readonly bosses: readonly StormPerson[];
  /** Text of the desk file. */
  readonly file: string;
}

/** How many desks of each kind. */
export type StormSize = Readonly<Record<House, number>>;

/** 200 people over 20 desks. */
export const fullSize: StormSize = { telecom: 7, station: 5, centre: 4, office: 2, watch: 2 };
export const smallSize: StormSize = { telecom: 2, station: 2, centre: 1, office: 1, watch: 1 };

const perDesk = 10;

interface Plan {
  readonly presets: readonly string[];
  readonly shifts: readonly string[];
  /** Roles of the nth of ten. */
  readonly roles: (index: number) => readonly string[];
  /** From this one of ten on they are in the roster. */
  readonly firstRostered: number;
}

const day = '{ code: day, name: 白班, name_en: day, start: "08:00", end: "16:00" }';
const evening = '{ code: evening, name: 晚班, name_en: evening, start: "16:00", end: "00:00+1" }';

const plans: Readonly<Record<House, Plan>> = {
  telecom: {
    presets: [
      '{ id: telecom-leave, from: "2025-01-01" }',
      // Both speak of leave on holidays; the desk goes by telecom-leave there.
      '{ id: telecom-swap, from: "2025-01-01", overrides: [{ path: request.holiday.request, value: [swap], reason: 按请假制度, by: gm, from: "2025-01-01" }] }',
    ],
    shifts: [day, evening],
    roles: (index) => (index < 2 ? ['team-lead'] : ['representative']),
    firstRostered: 2,
  },
  station: {
    presets: ['{ id: maintenance-leave, from: "2025-01-01" }'],
    shifts: [day],
    roles: (index) => (index === 0 ? ['station-lead'] : ['duty-officer']),
    firstRostered: 1,
  },
  centre: {
    presets: ['attendance-leave', 'attendance-clock', 'attendance-audit', 'attendance-overtime'].map(
      (id) => `{ id: ${id}, from: "2025-01-01" }`,
    ),
    shifts: [day, evening],
    roles: (index) => (index === 0 ? ['team-lead'] : ['customer-service']),
    firstRostered: 1,
  },
  office: {
    presets: ['{ id: secrecy-office-duty, from: "2025-01-01" }'],
    shifts: ['{ code: weekday, name: 值班, name_en: duty, start: "09:00", end: "09:00+1" }'],
    roles: (index) => (index === 0 ? ['department', 'officials'] : ['officials']),
    firstRostered: 1,
  },
  watch: {
    presets: ['{ id: maritime-duty, from: "2025-01-01" }'],
    // Its shifts are those of the regulation.
    shifts: [],
    roles: (index) => (index < 4 ? ['duty-leader'] : ['duty-officer']),
    firstRostered: 0,
  },
};

const rank = { gm: 'director', cd: 'director', dd: 'manager', dm: 'manager', sl: 'manager' } as const;
const bossRoles: Readonly<Record<string, readonly ['hq' | 'above', readonly string[]]>> = {
  gm: ['hq', ['general-manager', 'department-head']],
  hr1: ['hq', ['hr']],
  hr2: ['hq', ['hr']],
  sec: ['hq', ['secretariat']],
  cd: ['above', ['centre-director']],
  dd: ['above', ['department-director', 'manager']],
  dm: ['above', ['department-manager']],
  sl: ['above', ['supervising-leader']],
  rl1: ['above', ['regional-lead']],
  rl2: ['above', ['regional-lead']],
};

const list = (items: readonly string[]): string => `[${items.join(', ')}]`;
const pairs = (fields: Readonly<Record<string, string>>): string =>
  `{ ${Object.entries(fields)
    .map(([key, value]) => `${key}: "${value}"`)
    .join(', ')} }`;

/** Most have Slack, some have Feishu instead, some have both. */
function account(number: number): { readonly platform: Platform; readonly userId: string; readonly line: string } {
  const [slack, feishu] = [`US${number}`, `ou_s${number}`];
  if (number % 4 === 3) return { platform: 'feishu', userId: feishu, line: `feishu: ${feishu}` };
  return { platform: 'slack', userId: slack, line: number % 4 === 2 ? `slack: ${slack}, feishu: ${feishu}` : `slack: ${slack}` };
}

/** Attributes the regulations compare people by and count their days from. */
function attributesOf(house: House, desk: number, index: number, number: number): Readonly<Record<string, string>> {
  return {
    staff_no: `N${String(number).padStart(4, '0')}`,
    employment: 'established',
    rank: index === 0 ? 'supervisor' : 'staff',
    joined_on: ['2026-07-01', '2024-02-01', '2019-05-06'][number % 3] ?? '',
    confirmed_on: ['2026-09-01', '2024-05-01', '2019-08-06'][number % 3] ?? '',
    // Most can swap with most; a few differ.
    job_type: index === 9 ? 'complaints' : 'hotline',
    skill_grade: index === 8 ? 'senior' : 'junior',
    unit: `unit-${desk % 2}`,
    // Two desks may be one station: nobody else of it is away, on whichever desk they stand.
    ...(house === 'station' ? { station: `station-${Math.floor(desk / 2)}` } : {}),
  };
}

/** Desks of several regulations with their people, and those who decide above them. The same for the same size. */
export function stormOrganisation(size: StormSize): StormOrganisation {
  const lines: string[] = [];
  let number = 0;
  const boss = (code: string): StormPerson => {
    const [desk, roles] = bossRoles[code] ?? ['hq', []];
    const { platform, userId, line } = account(number);
    number += 1;
    const own = Object.hasOwn(rank, code) ? rank[code as keyof typeof rank] : 'supervisor';
    lines.push(
      `  - { code: ${code}, name: 领导${code}, ${line}, attributes: ${pairs({ rank: own, joined_on: '2015-01-05', confirmed_on: '2015-04-05' })}, desks: { ${desk}: ${list(roles)} } }`,
    );
    return { code, desk, roles, platform, userId };
  };
  const bosses = Object.keys(bossRoles).map(boss);
  const houses = (Object.keys(size) as House[]).flatMap((house) => Array.from({ length: size[house] }, (_, index) => ({ house, index })));
  const desks = houses.map(({ house, index: nth }): StormDesk => {
    const plan = plans[house];
    const code = `${house}-${nth + 1}`;
    const people = Array.from({ length: perDesk }, (_, index): StormPerson => {
      const { platform, userId, line } = account(number);
      const person = { code: `${code}-${index + 1}`, desk: code, roles: plan.roles(index), platform, userId };
      lines.push(
        `  - { code: ${person.code}, name: 员工${number}, ${line}, attributes: ${pairs(attributesOf(house, nth, index, number))}, desks: { ${code}: ${list(person.roles)} } }`,
      );
      number += 1;
      return person;
    });
    return { code, house, people, rostered: people.slice(plan.firstRostered) };
  });
  const deskLines = desks.flatMap(({ code, house }) => {
    const { presets, shifts } = plans[house];
    return [
      `  - code: ${code}`,
      '    parent: above',
      `    name: 班组${code}`,
      `    presets: ${list(presets)}`,
      '    settings: { swap: { give_back_until_hours: 12 } }',
      ...(shifts.length === 0 ? [] : [`    shifts: ${list(shifts)}`]),
    ];
  });
  const file = [
    'organisation: { code: storm, name: 风暴, locale: zh, zone: Asia/Shanghai }',
    'workspaces: { slack: [T0STORM], feishu: [storm_tenant] }',
    'desks:',
    '  - { code: hq, name: 总部 }',
    '  - { code: above, parent: hq, name: 中心 }',
    ...deskLines,
    'people:',
    ...lines,
    '',
  ].join('\n');
  return { desks, bosses, file };
}

export const tenants: Readonly<Record<Platform, string>> = { slack: 'T0STORM', feishu: 'storm_tenant' };
