import { stringify } from 'yaml';
import { messengerNames } from '../people.ts';
import { defaultDeskSettings } from '../settings.ts';
import { adopted } from './adoptions.ts';
import { canonical } from './canonical.ts';
import type { DeskRow, PersonRow, Tables } from './state.ts';

type Entry = Record<string, unknown>;

/** Leaves out what the file's schema would fill in by itself. */
function without(entry: Entry, absent: readonly unknown[]): Entry {
  const empty = new Set(absent.map(canonical));
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined && !empty.has(canonical(value))));
}

const nothing = [null, [], {}];

/** The file that describes the rows as they are; applying it changes nothing. `only`: the code of one desk; its people then come with this desk only. */
export function exportFile(tables: Tables, only: string | null): string {
  const desks = parentsFirst(tables.desk).filter((desk) => only === null || desk.code === only);
  const ids = new Set(desks.map((desk) => desk.id));
  const members = tables.member.filter((member) => ids.has(member.deskId));
  const standing = new Set(members.map((member) => member.personId));
  const known = tables.person.filter((person) => person.active && (only === null || standing.has(person.id)));
  const people = inDeskOrder(known, desks, tables);
  const organisation = tables.organisation.map(({ code, name, locale, zone }) => ({ code, name, locale, zone }))[0] ?? {};
  const workspaces = Object.fromEntries(
    messengerNames.map((platform) => [
      platform,
      tables.workspace
        .filter((row) => row.platform === platform)
        .map((row) => row.externalId)
        .sort(),
    ]),
  );
  const file = without(
    {
      organisation,
      workspaces: without(workspaces, nothing),
      desks: desks.map((desk) => deskEntry(desk, people, tables)),
      people: people.map((person) => personEntry(person, desks, tables)),
    },
    [{}],
  );
  return stringify(file, { lineWidth: 140, defaultStringType: 'PLAIN', defaultKeyType: 'PLAIN' });
}

function parentsFirst(desks: readonly DeskRow[]): DeskRow[] {
  const under = (parent: string | null): DeskRow[] =>
    desks.filter((desk) => desk.parentId === parent).flatMap((desk) => [desk, ...under(desk.id)]);
  return under(null);
}

/** People in the order of the first desk they stand on; a desk that has another order says so itself. */
function inDeskOrder(people: readonly PersonRow[], desks: readonly DeskRow[], tables: Tables): PersonRow[] {
  const rank = new Map<string, number>();
  for (const id of desks.flatMap((desk) => membersOf(tables, desk.id))) if (!rank.has(id)) rank.set(id, rank.size);
  return [...people].sort((a, b) => (rank.get(a.id) ?? rank.size) - (rank.get(b.id) ?? rank.size));
}

const membersOf = (tables: Tables, desk: string): string[] =>
  tables.member.filter((member) => member.deskId === desk).map((member) => member.personId);

/** The order of the desk's members, where it is not that of the file. */
function ownOrder(desk: DeskRow, people: readonly PersonRow[], tables: Tables): string[] {
  const members = membersOf(tables, desk.id);
  const inFile = people.filter((person) => members.includes(person.id));
  const codes = members.flatMap((id) => people.find((person) => person.id === id)?.code ?? []);
  return inFile.every((person, index) => person.code === codes[index]) ? [] : codes;
}

function deskEntry(desk: DeskRow, people: readonly PersonRow[], tables: Tables): Entry {
  const of = <Row extends { readonly deskId: string }>(rows: readonly Row[]): Row[] => rows.filter((row) => row.deskId === desk.id);
  const organisation = tables.organisation[0];
  const rows = of(tables.adoption).map((row) => ({
    preset: row.preset,
    from: row.fromDate,
    until: row.untilDate,
    overrides: row.overrides,
  }));
  const channels = Object.fromEntries(
    messengerNames.map((platform) => [
      platform,
      of(tables.channel)
        .filter((row) => row.platform === platform)
        .map((row) => without({ id: row.channelId, name: row.name }, nothing)),
    ]),
  );
  return without(
    {
      code: desk.code,
      parent: tables.desk.find((row) => row.id === desk.parentId)?.code,
      name: desk.name,
      name_en: desk.nameEn,
      order: ownOrder(desk, people, tables),
      zone: desk.zone === organisation?.zone ? null : desk.zone,
      locale: desk.locale === organisation?.locale ? null : desk.locale,
      kinds: desk.kinds,
      presets: adopted(rows).map((row) => without({ id: row.preset, from: row.from, overrides: row.overrides }, nothing)),
      settings: changedFrom(defaultDeskSettings, desk.settings),
      shifts: of(tables.shift).map(({ code, name, nameEn, start, end, segments, aliases }) =>
        without({ code, name, name_en: nameEn, start, end, segments, aliases }, nothing),
      ),
      rotations: of(tables.rotation).map((row) => ({ code: row.code, from: row.startsOn, rule: row.rule })),
      channels: without(channels, nothing),
    },
    nothing,
  );
}

/** The settings that differ from the defaults; null is a value here. */
function changedFrom(defaults: object, settings: object): Entry {
  const known = new Map<string, unknown>(Object.entries(defaults));
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) => {
      const usual = known.get(key);
      if (canonical(usual) === canonical(value)) return [];
      const isGroup =
        typeof usual === 'object' && usual !== null && typeof value === 'object' && value !== null && Object.keys(usual).length > 0;
      return [[key, isGroup ? changedFrom(usual, value) : value]];
    }),
  );
}

function personEntry(person: PersonRow, desks: readonly DeskRow[], tables: Tables): Entry {
  const account = (platform: string) => tables.identity.find((row) => row.personId === person.id && row.platform === platform)?.userId;
  const standing = desks.flatMap((desk) => {
    const member = tables.member.find((row) => row.deskId === desk.id && row.personId === person.id);
    return member === undefined ? [] : [[desk.code, member.roles] as const];
  });
  const { desks: where, ...rest } = {
    code: person.code,
    name: person.name,
    name_en: person.nameEn,
    email: person.email,
    phone: person.phone,
    locale: person.locale,
    slack: account('slack'),
    feishu: account('feishu'),
    attributes: person.attributes,
    desks: Object.fromEntries(standing),
  };
  return { ...without(rest, nothing), ...(standing.length === 0 ? {} : { desks: where }) };
}
