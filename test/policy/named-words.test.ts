import { describe, expect, it } from 'vitest';
import { roleName } from '../../src/features/people/roles.ts';
import { eventWords, recordTypes, requestTypes, workWords } from '../../src/policy/index.ts';
import { loadPresets } from '../../src/policy/load.ts';
import type { RecordEntry } from '../../src/policy/schema/record.ts';

const types = new Map(recordTypes().map((type) => [type.code, type]));
const events = eventWords();
const work = workWords();

/** What the entry names that the record type does not have. */
function unknownIn(entry: RecordEntry, code: string): readonly string[] {
  const type = types.get(code);
  if (type === undefined) return [code];
  const fields = new Map(type.fields.map((field) => [field.name, field]));
  const states = type.states.map((state) => state.code);
  const listed = entry.fields === undefined || entry.fields === 'configurable' ? [] : entry.fields;
  const byState = entry.required_if ?? {};
  const values = { ...entry.enum, ...entry.validate?.deny };
  const named = [
    ...listed,
    ...(entry.required ?? []),
    ...Object.values(byState).flat(),
    ...Object.keys(values),
    ...Object.keys(entry.default ?? {}),
    ...(entry.validate?.require_any ?? []),
    ...(entry.close_if_any ?? []).map((one) => ('flag' in one ? one.flag : one.entries)),
  ];
  // Leaving the post is no state of an entry.
  const passed = [...(entry.states ?? []), ...Object.keys(byState), entry.required_before, entry.warn_before].filter(
    (state): state is string => state !== undefined && state !== 'release',
  );
  return [
    ...named.filter((field) => !fields.has(field)).map((field) => `${code}.${field}`),
    ...passed.filter((state) => !states.includes(state)).map((state) => `${code} ${state}`),
    ...Object.entries(values).flatMap(([field, allowed]) => {
      const options = fields.get(field)?.options?.map(({ value }) => value);
      return options === undefined ? [] : allowed.filter((value) => !options.includes(value)).map((value) => `${code}.${field}=${value}`);
    }),
  ];
}

describe.each(loadPresets().map((preset) => [preset.id, preset.sections] as const))('%s names only what there is', (_id, sections) => {
  it('records, their fields, states and values', () => {
    const unknown = Object.values(sections.record ?? {}).flatMap((entry) => entry.record.flatMap((code) => unknownIn(entry, code)));
    const kept = Object.values(sections.handover ?? {}).flatMap(({ record }) =>
      record === undefined || types.has(record) ? [] : [record],
    );
    expect([...unknown, ...kept]).toEqual([]);
  });

  it('events, their severity and what is asked about them', () => {
    const entries = Object.values(sections.escalation ?? {});
    const named = entries.flatMap(({ event = [] }) => event).filter((event) => !events.events.some(({ code }) => code === event));
    const severities = entries
      .flatMap(({ severity = [] }) => severity)
      .filter((one) => !events.severities.some(({ code }) => code === one));
    const facts = entries.flatMap(({ severity_if: graver = {}, if: holds = {} }) => [...Object.keys(graver), ...Object.keys(holds)]);
    const answered = [...events.questions.map(({ fact }) => fact), 'severity', 'after', 'unit_kind', 'all', 'any', 'not'];
    expect([...named, ...severities, ...facts.filter((fact) => !answered.includes(fact))]).toEqual([]);
  });

  it('work with a name in both languages', () => {
    const objects = Object.values(sections.obligation ?? {}).map((entry) => entry.do.split(':')[1] ?? '');
    expect(objects.filter((object) => !Object.hasOwn(work.objects, object) && !types.has(object))).toEqual([]);
  });

  it('roles with a name in both languages', () => {
    const { obligation = {}, record = {}, handover = {}, escalation = {} } = sections;
    const roles = [
      ...Object.values(obligation).flatMap((one) => [one.by, one.to, one.cc, one.with, one.approve_by]),
      ...Object.values(record).flatMap((one) => [one.by, one.to, one.notify, one.sign_by]),
      ...Object.values(handover).flatMap((one) => [one.by, one.alert]),
      ...Object.values(escalation).flatMap((one) => [one.to, one.cc, one.assist, one.approve]),
    ].flatMap((one) => one ?? []);
    expect([...new Set(roles)].filter((role) => roleName(role, 'zh') === role)).toEqual([]);
  });

  it('request types', () => {
    const codes = requestTypes().map(({ code }) => code);
    expect(Object.values(sections.request ?? {}).flatMap(({ request }) => request.filter((code) => !codes.includes(code)))).toEqual([]);
  });
});
