import type { DeskId, OrganisationId, PersonId } from '../../../core/ids.ts';
import { type Result, refuse } from '../../../core/result.ts';
import { type MessengerName, messengerNames } from '../people.ts';
import { adoptionsAfter } from './adoptions.ts';
import type { DeskFile, FileFinding, PersonEntry } from './desk-file.ts';
import { unknownWord } from './problem.ts';
import type { PersonRow, State, Tables } from './state.ts';

export interface Wanting {
  /** `YYYY-MM-DD` of the desk's zone. */
  today(zone: string): string;
  newId(): string;
}

/** The rows as they are and as the file wants them; only rows the file is about. */
export interface Wanted {
  readonly org: OrganisationId;
  readonly before: Tables;
  readonly after: Tables;
  /** Codes of all desks, also those the file does not name. */
  readonly deskCodes: ReadonlyMap<DeskId, string>;
}

/** Works out the rows a file wants. Refuses what only the database can contradict: an unknown parent, an account that is somebody else's. */
export function wantedRows(file: DeskFile, state: State, { today, newId }: Wanting): Result<Wanted, readonly FileFinding[]> {
  const org = state.organisation[0]?.id ?? newId();
  const findings: FileFinding[] = [...foreignWorkspaces(file, state)];
  const deskIds = new Map<string, DeskId>([
    ...state.desk.map((desk) => [desk.code, desk.id] as const),
    ...unknownCodes(file, state).map((code) => [code, newId()] as const),
  ]);
  const named = new Set(file.desks.map((desk) => deskIds.get(desk.code) ?? ''));
  const people = matchPeople(file, state, newId);
  findings.push(...foreignAccounts(file, state, people));

  const desk = file.desks.map((entry, index) => {
    const id = deskIds.get(entry.code) ?? '';
    const parentId = entry.parent === null ? null : (deskIds.get(entry.parent) ?? null);
    if (entry.parent !== null && parentId === null) {
      findings.push({
        path: ['desks', index, 'parent'],
        words: unknownWord(entry.parent, { zh: '班组', en: 'desk' }, [...deskIds.keys()]),
      });
    }
    const now = state.desk.find((row) => row.id === id);
    const { code, name, name_en, kinds, settings } = entry;
    const zone = entry.zone ?? file.organisation.zone;
    const locale = entry.locale ?? file.organisation.locale;
    return { id, code, parentId, name, nameEn: name_en, zone, locale, kinds, settings, version: now?.version ?? 1 };
  });
  findings.push(...parentCycles(file, state, deskIds));

  const member = membersWanted(file, deskIds, people);
  const ofNamed = <Row extends { readonly deskId: DeskId }>(rows: readonly Row[]): Row[] => rows.filter((row) => named.has(row.deskId));
  const leaving = leavers(state, named, member);
  const matched = new Set(people.values());
  const before: Tables = {
    organisation: state.organisation,
    workspace: [...state.workspace, ...state.elsewhere],
    desk: state.desk.filter((row) => named.has(row.id)),
    person: state.person.filter((row) => matched.has(row.id) || leaving.has(row.id)),
    identity: state.identity.filter((row) => matched.has(row.personId)),
    member: membersNow(state, named, member),
    channel: ofNamed(state.channel),
    adoption: ofNamed(state.adoption),
    shift: ofNamed(state.shift),
    rotation: ofNamed(state.rotation),
  };
  if (findings.length > 0) return refuse(findings);

  const each = <Row>(build: (entry: DeskFile['desks'][number], deskId: DeskId, zone: string) => readonly Row[]): Row[] =>
    file.desks.flatMap((entry) => build(entry, deskIds.get(entry.code) ?? '', entry.zone ?? file.organisation.zone));
  const { code, name, locale, zone } = file.organisation;
  const after: Tables = {
    organisation: [{ id: org, code, name, locale, zone }],
    workspace: workspacesWanted(file, state, org),
    desk,
    person: [
      ...file.people.map((entry) => personWanted(entry, people.get(entry.code) ?? '', state)),
      ...before.person.filter((row) => leaving.has(row.id) && !matched.has(row.id)).map((row) => ({ ...row, active: false })),
    ],
    identity: identitiesWanted(file, before, people),
    member,
    channel: each((entry, deskId) =>
      messengerNames.flatMap((platform) =>
        entry.channels[platform].map((channel) => ({ deskId, platform, channelId: channel.id, name: channel.name })),
      ),
    ),
    adoption: each((entry, deskId, deskZone) => {
      const rows = state.adoption
        .filter((row) => row.deskId === deskId)
        .map((row) => ({ preset: row.preset, from: row.fromDate, until: row.untilDate, overrides: row.overrides }));
      const wanted = entry.presets.map((preset) => ({ preset: preset.id, from: preset.from, overrides: preset.overrides }));
      return adoptionsAfter(rows, wanted, today(deskZone)).map((row) => ({
        deskId,
        preset: row.preset,
        fromDate: row.from,
        untilDate: row.until,
        overrides: row.overrides,
      }));
    }),
    shift: each((entry, deskId) =>
      entry.shifts.map((shift, position) => {
        const { name_en, ...rest } = shift;
        return { deskId, ...rest, nameEn: name_en, position };
      }),
    ),
    rotation: each((entry, deskId) =>
      entry.rotations.map((rotation) => ({ deskId, code: rotation.code, rule: rotation.rule, startsOn: rotation.from })),
    ),
  };
  return { ok: true, value: { org, before, after, deskCodes: new Map([...deskIds].map(([deskCode, id]) => [id, deskCode])) } };
}

const unknownCodes = (file: DeskFile, state: State): string[] =>
  file.desks.map((desk) => desk.code).filter((code) => state.desk.every((row) => row.code !== code));

/** Workspaces are added, never taken away: a file may be about a part of the organisation. */
function workspacesWanted(file: DeskFile, state: State, org: OrganisationId): Tables['workspace'] {
  const wanted = messengerNames.flatMap((platform) =>
    file.workspaces[platform].map((externalId) => ({ platform, externalId, orgId: org })),
  );
  const kept = state.workspace.filter((row) =>
    wanted.every((each) => each.platform !== row.platform || each.externalId !== row.externalId),
  );
  return [...kept, ...wanted];
}

function foreignWorkspaces(file: DeskFile, state: State): FileFinding[] {
  return state.elsewhere.flatMap((row) => {
    const index = file.workspaces[row.platform].indexOf(row.externalId);
    if (row.empty) return [];
    const words = {
      zh: `工作区 ${row.externalId} 属于组织 ${row.orgCode}`,
      en: `the workspace ${row.externalId} belongs to the organisation ${row.orgCode}`,
    };
    return [{ path: ['workspaces', row.platform, index], words }];
  });
}

/** Who in the database the file's people are: by code, else by account, else by e-mail address. Nobody is two people. */
function matchPeople(file: DeskFile, state: State, newId: () => string): Map<string, PersonId> {
  const found = new Map<string, PersonId>();
  const taken = new Set<PersonId>();
  const match = (find: (entry: PersonEntry) => PersonId | undefined): void => {
    for (const entry of file.people) {
      if (found.has(entry.code)) continue;
      const id = find(entry);
      if (id === undefined || taken.has(id)) continue;
      found.set(entry.code, id);
      taken.add(id);
    }
  };
  match((entry) => state.person.find((row) => row.code === entry.code)?.id);
  match((entry) => state.identity.find((row) => entry[row.platform] === row.userId)?.personId);
  match((entry) => state.person.find((row) => row.email !== null && row.email.toLowerCase() === entry.email?.toLowerCase())?.id);
  match(() => newId());
  return found;
}

/** An account that belongs to a person other than the file's. Two steps keep the link from passing silently from one to the other. */
function foreignAccounts(file: DeskFile, state: State, people: ReadonlyMap<string, PersonId>): FileFinding[] {
  return file.people.flatMap((entry, index) =>
    messengerNames.flatMap((platform) => {
      const owner = state.identity.find((row) => row.platform === platform && row.userId === entry[platform])?.personId;
      if (owner === undefined || owner === people.get(entry.code)) return [];
      const name = state.person.find((row) => row.id === owner)?.name ?? '';
      const words = {
        zh: `账号 ${entry[platform]} 是 ${name} 的;先把 ${name} 的 ${platform} 写成 null 并执行一次`,
        en: `the account ${entry[platform]} is ${name}'s; give ${name} ${platform}: null and apply that first`,
      };
      return [{ path: ['people', index, platform], words }];
    }),
  );
}

function parentCycles(file: DeskFile, state: State, deskIds: ReadonlyMap<string, DeskId>): FileFinding[] {
  const parents = new Map<DeskId, DeskId | null>(state.desk.map((row) => [row.id, row.parentId]));
  for (const entry of file.desks)
    parents.set(deskIds.get(entry.code) ?? '', entry.parent === null ? null : (deskIds.get(entry.parent) ?? null));
  return file.desks.flatMap((entry, index) => {
    const start = deskIds.get(entry.code) ?? '';
    const seen = new Set<DeskId>();
    for (let id = parents.get(start) ?? null; id !== null && !seen.has(id); id = parents.get(id) ?? null) {
      if (id === start) {
        const words = { zh: `班组 ${entry.code} 绕了一圈又属于自己`, en: `the desk ${entry.code} is its own parent by a detour` };
        return [{ path: ['desks', index, 'parent'], words }];
      }
      seen.add(id);
    }
    return [];
  });
}

function membersWanted(file: DeskFile, deskIds: ReadonlyMap<string, DeskId>, people: ReadonlyMap<string, PersonId>): Tables['member'] {
  return file.desks.flatMap((desk) => {
    const rank = (code: string): number => (desk.order.includes(code) ? desk.order.indexOf(code) : desk.order.length);
    return file.people
      .filter((person) => Object.hasOwn(person.desks, desk.code))
      .sort((a, b) => rank(a.code) - rank(b.code))
      .map((person, position) => ({
        deskId: deskIds.get(desk.code) ?? '',
        personId: people.get(person.code) ?? '',
        roles: person.desks[desk.code] ?? [],
        position,
      }));
  });
}

/** The members of the named desks as they are. Where a desk has the wanted order already, its positions count as wanted: gaps do not matter. */
function membersNow(state: State, named: ReadonlySet<DeskId>, wanted: Tables['member']): Tables['member'] {
  return [...named].flatMap((desk) => {
    const now = state.member.filter((row) => row.deskId === desk);
    const will = wanted.filter((row) => row.deskId === desk);
    const same = now.length === will.length && now.every((row, index) => row.personId === will[index]?.personId);
    return same ? now.map((row, position) => ({ ...row, position })) : now;
  });
}

/** People whom the file takes off their last desk. */
function leavers(state: State, named: ReadonlySet<DeskId>, wanted: Tables['member']): ReadonlySet<PersonId> {
  const staying = new Set([...wanted, ...state.member.filter((row) => !named.has(row.deskId))].map((row) => row.personId));
  return new Set(state.member.filter((row) => named.has(row.deskId) && !staying.has(row.personId)).map((row) => row.personId));
}

function personWanted(entry: PersonEntry, id: PersonId, state: State): PersonRow {
  const { code, name, name_en, email, phone, locale, attributes } = entry;
  return {
    id,
    code,
    name,
    nameEn: name_en,
    email,
    phone,
    locale,
    attributes,
    active: true,
    version: state.person.find((row) => row.id === id)?.version ?? 1,
  };
}

function identitiesWanted(file: DeskFile, before: Tables, people: ReadonlyMap<string, PersonId>): Tables['identity'] {
  const wanted = (personId: PersonId, platform: MessengerName, userId: string | null | undefined) => {
    const kept =
      userId === undefined ? before.identity.find((row) => row.personId === personId && row.platform === platform)?.userId : userId;
    return kept === null || kept === undefined ? [] : [{ personId, platform, userId: kept }];
  };
  return file.people.flatMap((entry) =>
    messengerNames.flatMap((platform) => wanted(people.get(entry.code) ?? '', platform, entry[platform])),
  );
}
