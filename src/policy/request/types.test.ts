import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadPresets, requestTypes } from '../load.ts';
import { readRequestTypes } from './read-types.ts';
import { factsDeclared } from './type.ts';

const listed =
  `activity-fund appeal asset-issue attendance-exception broadcast classified-consultation comp-rest document-copy document-excerpt
  expense-claim hot-work item-out leave leave-post machine-room-visit media-interview non-routine-task outing overtime publish-knowledge
  rest-change restricted-area-visit service-decision service-plan substitute swap vehicle work-permit`.split(/\s+/);

/** Fields every request answers without a form of its own. */
const everywhere = ['requester', 'applicant', 'subject', 'partner', 'station', 'from', 'to', 'date', 'leave_type'];

describe('the request types', () => {
  it('are those the regulations speak of, leave first', () => {
    expect(
      requestTypes()
        .map(({ code }) => code)
        .toSorted(),
    ).toEqual(listed);
    expect(requestTypes()[0]?.code).toBe('leave');
  });

  it('are called by words of their own: no word means two types', () => {
    for (const locale of ['zh', 'en'] as const) {
      const words = requestTypes().flatMap((type) => type.words[locale].map((word) => word.toLowerCase()));
      expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    }
  });

  it('name their sub-types so that no word means two of them', () => {
    for (const type of requestTypes()) {
      const words = Object.values(type.kinds ?? {}).flatMap(({ aliases }) => aliases.map((alias) => alias.toLowerCase()));
      expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    }
  });

  it('have forms without a field twice, with options where they are chosen from, for sub-types there are', () => {
    for (const type of requestTypes()) {
      const names = type.fields.map(({ name }) => name);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
      for (const field of type.fields) {
        expect([type.code, field.name, field.options !== undefined]).toEqual([type.code, field.name, field.kind === 'choice']);
        expect(Object.keys(type.kinds ?? {})).toEqual(expect.arrayContaining(field.kinds ?? []));
      }
    }
  });

  it('have every field, sub-type and word a regulation asks for', () => {
    const types = new Map(requestTypes().map((type) => [type.code, type]));
    const missing = loadPresets().flatMap(({ id, sections }) =>
      Object.entries(sections.request ?? {}).flatMap(([name, entry]) =>
        entry.request.flatMap((code) => {
          const type = types.get(code);
          const fields = [...everywhere, ...(type?.fields.map((field) => field.name) ?? [])];
          const asked = [...(entry.fields ?? []), ...(entry.required ?? [])].map((field) => field.replaceAll('-', '_'));
          const kinds = Object.keys(type?.kinds ?? {});
          return [
            ...asked.filter((field) => !fields.includes(field)).map((field) => `${id} ${name}: field ${field} of ${code}`),
            ...(entry.kinds ?? []).filter((kind) => !kinds.includes(kind)).map((kind) => `${id} ${name}: kind ${kind} of ${code}`),
          ];
        }),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('keep reasons of leave and all evidence for those who decide', () => {
    const open = requestTypes().flatMap(({ code, fields }) =>
      fields.filter(({ name, private: hidden }) => code === 'leave' && name === 'reason' && !hidden).map(({ name }) => `${code}.${name}`),
    );
    const evidence = requestTypes()
      .filter(({ effect }) => effect === 'absent' || effect === 'excuse-punch')
      .flatMap(({ fields }) => fields.filter(({ kind, private: hidden }) => kind === 'document' && !hidden));
    expect([open, evidence]).toEqual([[], []]);
  });

  it('declare yes-or-no answers, choices and numbers as facts', () => {
    const [leave] = requestTypes();
    expect(leave === undefined ? {} : factsDeclared(leave)).toMatchObject({ late_marriage: 'flag', relation: 'text', children: 'number' });
    expect(leave === undefined ? {} : Object.keys(factsDeclared(leave))).not.toContain('medical_certificate');
  });

  it('are refused when a file does not hold', () => {
    const yaml = readFileSync(new URL('../presets/request-types/change.yaml', import.meta.url), 'utf8');
    expect(readRequestTypes(yaml).map(({ code }) => code)).toEqual(['swap', 'substitute']);
    const broken: unknown = { ...(parse(yaml) as object), swap: { name: { zh: '换班' } } };
    expect(() => readRequestTypes(JSON.stringify(broken))).toThrow();
  });
});
