import type { Adopted } from './adopted.ts';
import { citeFirst, itemsOf } from './clauses.ts';
import { appliesTo, type DeskScope, type Draft, inScope, type Settled } from './drafted.ts';
import type { HandoverClause } from './handover/rule.ts';
import type { ListEntry, ListWord } from './lists/rule.ts';
import { periodClauses, periodRecord } from './record/periods.ts';
import type { RecordClause } from './record/rule.ts';
import type { DirectoryEntry } from './schema/directory.ts';
import { type HandoverEntry, handoverScopeKeys } from './schema/handover.ts';
import { listWords, type ObligationEntry } from './schema/obligation.ts';
import type { PresenceEntry } from './schema/presence.ts';
import { type RecordEntry, recordScopeKeys } from './schema/record.ts';
import type { Scope } from './schema/scope.ts';
import { canonicalJson } from './sha256.ts';

/** Adds what is written down, handed over, reported and due: records and handovers key by key, the others entry by entry. */
export function compileRegisters(adopted: Adopted, desk: DeskScope, draft: Draft): void {
  const {
    directory = {},
    calendar = {},
    obligation = {},
    record = {},
    access = {},
    handover = {},
    escalation = {},
    presence = {},
  } = adopted.sections;
  const { id } = adopted.preset;
  const mine = <Entry extends Scope>(entries: Readonly<Record<string, Entry>>): [string, Entry][] =>
    Object.entries(entries).filter(([, entry]) => appliesTo(entry, desk.kinds));
  const whole = <Entry>(concept: string, name: string, value: Entry) => ({
    value,
    entry: `${id} ${concept}.${name}`,
    ...adopted.cite([`${concept}.${name}`]),
  });
  for (const [name, value] of mine(obligation).filter(([, entry]) => inScope(entry, desk.kinds))) {
    const list = listOf(value);
    if (list === null) draft.obligations.push({ preset: id, rule: whole('obligation', name, value), settles: [] });
    else draft.lists.push({ preset: id, rule: whole('obligation', name, list), settles: [] });
  }
  for (const [name, entry] of mine(directory).filter(([, one]) => inScope(one, desk.kinds))) {
    if (!('group' in entry)) continue;
    const rule = whole('directory', name, confirmation(entry));
    const settles = settle(`contacts.${entry.group}`, [entry.fields, entry.within]);
    draft.obligations.push({ preset: id, rule, settles });
  }
  for (const [name, entry] of mine(record)) compileRecord(adopted, name, entry, draft);
  for (const [name, entry] of mine(presence).filter(([, one]) => inScope(one, desk.kinds))) compileObservation(adopted, name, entry, draft);
  for (const [name, { special_periods: kinds }] of mine(calendar).filter(([, one]) => inScope(one, desk.kinds)))
    if (kinds !== undefined) compileAlways(adopted, `calendar.${name}.special_periods`, periodRecord, periodClauses(kinds), draft);
  for (const [name, value] of mine(access).filter(([, entry]) => inScope(entry, desk.kinds))) {
    const settles = value.resource.flatMap((resource) =>
      (['retention', 'export'] as const).flatMap((key) => settle(`access.${resource}.${key}`, value[key])),
    );
    draft.access.push({ preset: id, rule: whole('access', name, value), settles });
  }
  for (const [name, entry] of mine(handover).filter(([, one]) => inScope(one, desk.kinds))) compileHandover(adopted, name, entry, draft);
  for (const [name, value] of mine(escalation))
    draft.escalations.push({
      preset: id,
      rule: whole('escalation', name, value),
      settles: settle('escalation.chain', value.chain),
    });
}

const settle = (what: string, value: unknown, when = ''): readonly Settled[] =>
  value === undefined ? [] : [{ what, kinds: null, when, text: canonicalJson(value) }];

/** A list of contacts that is confirmed again and again is work that is due so often; not until the desk sets how often. */
function confirmation({ group, within }: Extract<DirectoryEntry, { readonly group: string }>): ObligationEntry {
  return { do: `review:${group}`, when: within === 'configurable' ? within : { max_interval: within } };
}

/** The obligation as a list of attendance; null where it is none. */
function listOf(entry: ObligationEntry): ListEntry | null {
  const { do: word, when, range } = entry;
  const words: readonly string[] = listWords;
  if (!words.includes(word) || when === undefined || typeof when === 'string' || Array.isArray(when)) return null;
  if (range === 'last-month' || range === 'day') return null;
  const { range: _range, ...rest } = entry;
  return { ...rest, do: word as ListWord, when, ...(range === undefined ? {} : { range }) };
}

/** Keys of a record of which one kind of entry can have one value only. */
const singleInRecords: readonly (keyof RecordEntry)[] = ['states', 'due', 'min', 'unique', 'annex', 'view_of', 'template', 'default'];

function compileRecord(adopted: Adopted, name: string, entry: RecordEntry, draft: Draft): void {
  const circumstances = canonicalJson([entry.if, entry.if_any, entry.unless, entry.when, entry.category]);
  const shared = {
    entry: `${adopted.preset.id} record.${name}`,
    records: entry.record,
    if: entry.if ?? null,
    ifAny: entry.if_any ?? null,
    unless: entry.unless ?? null,
    when: entry.when ?? null,
    category: entry.category ?? null,
    remind: entry.remind ?? false,
    principle: entry.principle ?? false,
  };
  const scope: readonly string[] = recordScopeKeys;
  const clauses = Object.entries(entry).filter(([key, value]) => !scope.includes(key) && value !== undefined);
  // An entry that only names its records still makes them part of the desk.
  if (clauses.length === 0)
    draft.records.push({
      preset: adopted.preset.id,
      rule: { value: { key: 'kept', value: true }, ...shared, ...adopted.cite([`record.${name}`]) },
      settles: [],
    });
  for (const [key, value] of clauses) {
    const clause = { key, value } as RecordClause;
    draft.records.push({
      preset: adopted.preset.id,
      rule: { value: clause, ...shared, ...adopted.cite([`record.${name}.${key}`]) },
      settles: singleInRecords.includes(key as keyof RecordEntry)
        ? entry.record.flatMap((type) => settle(`record.${type}.${key}`, value, circumstances))
        : [],
    });
  }
}

/** What may be noted of others who clock in is written down as an entry: by whom, and of which kinds. */
function compileObservation(adopted: Adopted, name: string, entry: PresenceEntry, draft: Draft): void {
  if (!('observe' in entry) || entry.observe === undefined) return;
  const { by, kinds } = entry.observe;
  const clauses: readonly RecordClause[] = [
    { key: 'by', value: by },
    { key: 'enum', value: { kind: kinds } },
  ];
  compileAlways(adopted, `presence.${name}.observe`, 'clock-observation', clauses, draft);
}

/** What a key of another concept (`path`) asks of all records of a type. */
function compileAlways(adopted: Adopted, path: string, record: string, clauses: readonly RecordClause[], draft: Draft): void {
  const { id } = adopted.preset;
  const always = { if: null, ifAny: null, unless: null, when: null, category: null, remind: false, principle: false };
  for (const value of clauses) {
    const rule = { value, entry: `${id} ${path.slice(0, path.lastIndexOf('.'))}`, records: [record], ...always, ...adopted.cite([path]) };
    draft.records.push({ preset: id, rule, settles: [] });
  }
}

/** Keys of the protocol of which a hand-over can have one value only. */
const singleInHandovers: readonly (keyof HandoverEntry)[] = ['release', 'sign', 'open_items', 'carry_over', 'at'];

function compileHandover(adopted: Adopted, name: string, entry: HandoverEntry, draft: Draft): void {
  const scope: readonly string[] = handoverScopeKeys;
  const circumstances = canonicalJson([entry.event, entry.season, entry.shift]);
  const shared = {
    entry: `${adopted.preset.id} handover.${name}`,
    event: entry.event ?? null,
    season: entry.season ?? null,
    shift: entry.shift ?? null,
    per: entry.per ?? ('position' as const),
    gatesRelease: entry.before === 'release',
    by: entry.by ?? [],
  };
  for (const [key, value] of Object.entries(entry)) {
    if (scope.includes(key) || value === undefined) continue;
    for (const { item, paths } of itemsOf(value, `handover.${name}.${key}`)) {
      const clause = { key, value: item } as HandoverClause;
      const text = key === 'release' ? [value, shared.per] : value;
      draft.handovers.push({
        preset: adopted.preset.id,
        rule: { value: clause, ...shared, ...citeFirst(adopted, paths) },
        settles: singleInHandovers.includes(key as keyof HandoverEntry) ? settle(`handover.${key}`, text, circumstances) : [],
      });
    }
  }
}
