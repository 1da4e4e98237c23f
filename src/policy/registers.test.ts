import { describe, expect, it } from 'vitest';
import type { PolicyConflict } from './conflict.ts';
import { eventWords, loadPresets, readPreset, recordTypes, workWords } from './load.ts';
import { workName } from './obligation/work.ts';
import type { Override } from './override.ts';
import type { Policy } from './policy.ts';
import type { Preset } from './preset.ts';
import { resolvePolicy } from './resolve.ts';
import { listWords } from './schema/obligation.ts';

/** A small regulation whose only rule is traced to everything in it. */
function preset(id: string, section: string, paths: readonly string[], enforce = 'block') {
  return readPreset(
    id,
    `
preset: ${id}
title: {zh: 规定, en: Rules}
source: {document: {zh: 文件, en: Paper}, section: {zh: 一, en: one}}
${section}
rules:
  ${id}-01: {words: {zh: 一条。, en: One.}, kind: log, enforce: ${enforce}}
trace:
  ${id}-01: [${paths.join(', ')}]
`,
  );
}
function sound(...given: Parameters<typeof preset>): Preset {
  const { preset: found, problems: broken } = preset(...given);
  if (found === null) throw new Error(JSON.stringify(broken));
  return found;
}
const problems = (...given: Parameters<typeof preset>): readonly string[] =>
  preset(...given).problems.map(({ path, words }) => `${path}: ${words.en}`);
const resolve = (presets: readonly Preset[], overrides: readonly Override[] = [], kinds: readonly string[] = []) =>
  resolvePolicy({
    adoptions: presets.map(({ id }, index) => ({ preset: id, overrides: index === 0 ? overrides : [], from: '2026-01-01', until: null })),
    deskShifts: [],
    deskKinds: kinds,
    calendarSettings: {},
    on: '2026-12-01',
    load: (id) => presets.find((one) => one.id === id) ?? null,
  });
function policy(...given: Parameters<typeof resolve>): Policy {
  const found = resolve(...given);
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
}
const conflicts = (...given: Parameters<typeof resolve>): readonly PolicyConflict[] => {
  const found = resolve(...given);
  return found.ok ? [] : found.refusal;
};

const handover = (id: string, body: string): Preset => sound(id, `handover:\n  change: {${body}}`, ['handover.change']);
const record = (id: string, body: string): Preset => sound(id, `record:\n  log: {record: [duty-log], ${body}}`, ['record.log']);

describe('rules on registers, hand-overs, incidents and what is due', () => {
  it('come into the policy with their rule, key by key or entry by entry', () => {
    const found = policy([
      sound(
        'a',
        `record:
  log: {record: [duty-log], required: [matter], remind: true}
  kept: {record: [task], category: sudden}
access:
  log: {resource: [duty-log], deny: [guest]}
handover:
  change: {verify: [keys, tools], sign: both, before: release}
escalation:
  fire: {event: [fire], to: [superior]}
obligation:
  report: {do: "submit:daily-report", when: {every: day, at: "16:30"}}
  list: {do: "submit:overtime", when: {every: day, at: "17:00"}}`,
        ['record', 'access', 'handover', 'escalation', 'obligation'].flatMap(
          (concept) =>
            ({ record: ['log', 'kept'], access: ['log'], handover: ['change'], escalation: ['fire'], obligation: ['report', 'list'] })[
              concept
            ]?.map((name) => `${concept}.${name}`) ?? [],
        ),
      ),
    ]);
    expect(found.records.map(({ value, remind, category }) => [value.key, remind, category])).toEqual([
      ['required', true, null],
      ['kept', false, 'sudden'],
    ]);
    expect(found.access).toMatchObject([{ entry: 'a access.log', reaction: 'refuse' }]);
    expect(found.handovers.map(({ value, gatesRelease }) => [value.key, value.value, gatesRelease])).toEqual([
      ['verify', ['keys'], true],
      ['verify', ['tools'], true],
      ['sign', 'both', true],
    ]);
    expect(found.escalations).toMatchObject([{ entry: 'a escalation.fire', cites: [{ rule: 'a-01' }] }]);
    expect(found.obligations.map(({ value }) => value.do)).toEqual(['submit:daily-report']);
    expect(found.lists.map(({ value }) => value.do)).toEqual(['submit:overtime']);
  });

  it('are for the kinds of desks they name only', () => {
    const forCity = sound('a', 'obligation:\n  one: {applies_to: [city], do: "submit:ledgers", when: {due: {day: 4}}}', ['obligation.one']);
    expect(policy([forCity]).obligations).toEqual([]);
    expect(policy([forCity], [], ['city']).obligations).toHaveLength(1);
  });

  it('take values a desk sets itself, and are softened by it', () => {
    const because = { reason: 'agreed', by: 'chen', from: '2026-06-01' };
    const rounds = sound('a', 'obligation:\n  one: {do: "round:patrol", when: configurable}', ['obligation.one']);
    const set = policy([rounds], [{ path: 'obligation.one.when', value: { every: 'day', at: '21:00' }, ...because }]);
    expect(set.obligations[0]?.value.when).toEqual({ every: 'day', at: '21:00' });
    const softened = policy([handover('a', 'sign: both')], [{ rule: 'a-01', reaction: 'flag', ...because }]);
    expect(softened.handovers[0]?.reaction).toBe('flag');
  });
});

describe('two regulations', () => {
  it.each([
    ['handover.release', handover('a', 'release: relief-present, per: position'), handover('b', 'release: relief-present, per: role')],
    ['handover.sign', handover('a', 'sign: both'), handover('b', 'sign: incoming')],
    ['handover.carry_over', handover('a', 'carry_over: shown'), handover('b', 'carry_over: assigned-to-incoming')],
    ['record.duty-log.due', record('a', 'due: shift-end'), record('b', 'due: work_start')],
    ['record.duty-log.states', record('a', 'states: [open, closed]'), record('b', 'states: [draft, filed]')],
    [
      'escalation.chain',
      sound('a', 'escalation:\n  c: {chain: {step_by_step: true, skip_level: never}}', ['escalation.c']),
      sound('b', 'escalation:\n  c: {chain: {step_by_step: true, skip_level: emergency-only}}', ['escalation.c']),
    ],
    [
      'access.visitor.retention',
      sound('a', 'access:\n  c: {resource: [visitor], retention: P1Y}', ['access.c']),
      sound('b', 'access:\n  c: {resource: [visitor], retention: P2Y}', ['access.c']),
    ],
  ])('that set %s differently are in conflict, alike they are not', (what, left, right) => {
    expect(conflicts([left, right])).toMatchObject([{ code: 'policy.valuesDiffer', what }]);
    expect(conflicts([left])).toEqual([]);
  });

  it('add up what stands in lists', () => {
    const found = policy([handover('a', 'verify: [keys]'), handover('b', 'verify: [tools]')]);
    expect(found.handovers.map(({ value }) => value.value)).toEqual([['keys'], ['tools']]);
    expect(conflicts([record('a', 'required: [matter]'), record('b', 'required: [handling]')])).toEqual([]);
    expect(conflicts([handover('a', 'sign: both'), handover('b', 'sign: both')])).toEqual([]);
  });

  it('do not conflict about different circumstances', () => {
    expect(conflicts([handover('a', 'sign: both'), handover('b', 'sign: incoming, event: leaving')])).toEqual([]);
    expect(conflicts([record('a', 'due: shift-end, category: sudden'), record('b', 'due: work_start')])).toEqual([]);
  });
});

describe('conditions', () => {
  it('ask about facts of their concept, and about fields of the record', () => {
    expect(problems('a', 'escalation:\n  one: {event: [fire], if: {chemical_leak: true}, to: [superior]}', ['escalation.one'])).toEqual([]);
    expect(problems('a', 'record:\n  one: {record: [point-violation], if: {own_waters: true}, fields: [means]}', ['record.one'])).toEqual(
      [],
    );
    expect(problems('a', 'record:\n  one: {record: [callback], if: {wrong_contact: true}, fields: [result]}', ['record.one'])).toEqual([]);
    expect(problems('a', 'record:\n  one: {record: [visitor], if: {wrong_contact: true}, fields: [name]}', ['record.one'])).toMatchObject([
      expect.stringContaining('Unknown fact wrong_contact'),
    ]);
    expect(
      problems('a', 'obligation:\n  one: {do: "send:notice", if: {removable: true}, when: {at: "09:00"}}', ['obligation.one']),
    ).toMatchObject([expect.stringContaining('Unknown fact removable')]);
  });
});

describe('what the shipped regulations name', () => {
  const presets = loadPresets();
  const named = <Entry>(id: string, concept: string, found: Readonly<Record<string, Entry>> = {}) =>
    Object.entries(found).map(([name, entry]) => ({ at: `${id} ${concept}.${name}`, entry }));
  const records = presets.flatMap(({ id, sections }) => named(id, 'record', sections.record));
  const escalations = presets.flatMap(({ id, sections }) => named(id, 'escalation', sections.escalation));
  const obligations = presets.flatMap(({ id, sections }) => named(id, 'obligation', sections.obligation));
  const types = new Map(recordTypes().map((type) => [type.code, type]));

  it('are kinds of records that there are, with their fields, values and states', () => {
    const missing = records.flatMap(({ at, entry }) =>
      entry.record.flatMap((code) => {
        const type = types.get(code);
        if (type === undefined) return [`${at}: no type ${code}`];
        const fields = new Map(type.fields.map((field) => [field.name, field]));
        const states = type.states.map((state) => state.code);
        const fieldsNamed = [
          ...(Array.isArray(entry.fields) ? entry.fields : []),
          ...(entry.required ?? []),
          ...Object.values(entry.required_if ?? {}).flat(),
          ...Object.keys(entry.enum ?? {}),
          ...Object.keys(entry.default ?? {}),
          ...(entry.unique ?? []),
          ...(entry.validate?.require_any ?? []),
          ...Object.keys(entry.validate?.deny ?? {}),
          ...(entry.close_if_any ?? []).map((one) => ('flag' in one ? one.flag : one.entries)),
        ];
        const values = Object.entries({ ...entry.enum, ...entry.validate?.deny }).flatMap(([field, list]) =>
          list.filter(
            (value) => fields.get(field)?.options !== undefined && !fields.get(field)?.options?.some((option) => option.value === value),
          ),
        );
        return [
          ...fieldsNamed.filter((field) => !fields.has(field)).map((field) => `${at}: ${code} has no field ${field}`),
          ...values.map((value) => `${at}: ${code} has no value ${value}`),
          ...(entry.states ?? []).filter((state) => !states.includes(state)).map((state) => `${at}: ${code} has no state ${state}`),
        ];
      }),
    );
    expect(missing).toEqual([]);
  });

  it('are forms, ledgers and notices of kinds of records', () => {
    const forms = new Set([...types.keys(), ...[...types.values()].flatMap(({ forms: names }) => names)]);
    const unknown = [...records, ...escalations, ...obligations].flatMap(({ at, entry }) =>
      [
        ...('view_of' in entry ? [entry.view_of] : []),
        ...('ledger' in entry ? [entry.ledger] : []),
        ...('issues' in entry ? [entry.issues] : []),
        ...(entry.form === undefined ? [] : [entry.form].flat()),
      ].flatMap((form) => (form === undefined || forms.has(form) ? [] : [`${at}: ${form}`])),
    );
    expect(unknown).toEqual([]);
  });

  it('are events, severities and questions with names', () => {
    const { events, severities, questions } = eventWords();
    const known = new Set(events.map(({ code }) => code));
    expect(
      escalations.flatMap(({ at, entry }) => (entry.event ?? []).filter((code) => !known.has(code)).map((code) => `${at}: ${code}`)),
    ).toEqual([]);
    const grades = severities.map(({ code }) => code);
    expect(
      escalations.flatMap(({ entry }) => (entry.severity === undefined || grades.includes(entry.severity) ? [] : [entry.severity])),
    ).toEqual([]);
    const asked = escalations.flatMap(({ entry }) => Object.keys(entry.severity_if ?? {}));
    expect(asked.filter((fact) => !questions.some((question) => question.fact === fact))).toEqual([]);
  });

  it('are works with a name', () => {
    const words = workWords();
    const nameless = obligations.flatMap(({ at, entry }) => (workName(entry.do, words) === null ? [`${at}: ${entry.do}`] : []));
    expect(nameless).toEqual([]);
    expect(listWords.filter((word) => workName(word, words) === null)).toEqual([]);
  });

  it('are limits in words with their minutes', () => {
    const limitless = escalations.flatMap(({ at, entry }) =>
      (entry.within === 'immediate' || entry.within === 'prompt') && entry.within_minutes === undefined ? [at] : [],
    );
    expect(limitless).toEqual([]);
  });

  it('are processes that events open, where a hand-over is frozen by them', () => {
    const opened = new Set(eventWords().events.flatMap(({ opens }) => opens));
    const frozen = presets.flatMap(({ sections }) => Object.values(sections.handover ?? {}).flatMap((entry) => entry.freeze_while ?? []));
    expect(frozen.filter((process) => !opened.has(process))).toEqual([]);
  });

  it('are events or processes, where they stop a hand-over', () => {
    const known = new Set(eventWords().events.flatMap(({ code, opens }) => [code, ...opens]));
    const stopping = presets.flatMap(({ sections }) =>
      Object.values(sections.handover ?? {}).flatMap((entry) => entry.on_incident_during?.events ?? []),
    );
    expect(stopping).not.toEqual([]);
    expect(stopping.filter((kind) => !known.has(kind))).toEqual([]);
  });
});

describe('kinds of records', () => {
  it('fill a field of their own with a line, and have each field, state and word once', () => {
    const broken = recordTypes().flatMap(({ code, line, fields, states, words }) => {
      const names = fields.map(({ name }) => name);
      const typed = [...words.zh, ...words.en];
      return [
        ...(names.includes(line) ? [] : [`${code}: no field ${line}`]),
        ...(new Set(names).size === names.length ? [] : [`${code}: a field twice`]),
        ...(new Set(states.map((state) => state.code)).size === states.length ? [] : [`${code}: a state twice`]),
        ...(new Set(typed).size === typed.length ? [] : [`${code}: a word twice`]),
        ...fields
          .filter(({ kind, options }) => (kind === 'choice') !== (options !== undefined))
          .map(({ name }) => `${code}: options of ${name}`),
      ];
    });
    expect(broken).toEqual([]);
    const all = recordTypes().flatMap(({ words }) => [...words.zh, ...words.en]);
    expect(all.filter((word, index) => all.indexOf(word) !== index)).toEqual([]);
    const codes = recordTypes().map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
