import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { presetFiles } from '../../src/policy/load.ts';
import { builtConcepts } from '../../src/policy/schema/preset.ts';
import { selfConflicts } from '../../src/policy/self-check.ts';
import { testsByRule } from './titled.ts';

const catalogueFile = new URL('../../../shared/rules/catalogue.yaml', import.meta.url);
const present = existsSync(catalogueFile);

const catalogueSchema = z.object({
  regulations: z.array(
    z.object({
      id: z.string(),
      rules: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          enforce: z.string(),
          concept: z.string().optional(),
          quote: z.string(),
          meaning: z.string(),
        }),
      ),
    }),
  ),
});

const expected = [
  'agency-duty',
  'attendance-audit',
  'attendance-clock',
  'attendance-leave',
  'attendance-overtime',
  'center-security-1',
  'center-security-2',
  'cm-property-cs-duty',
  'company-duty',
  'engineering-duty',
  'factory-guard-duty',
  'front-desk-duty',
  'holiday-duty-notice',
  'maintenance-duty',
  'maintenance-leave',
  'maritime-city',
  'maritime-county',
  'maritime-duty',
  'maritime-forms',
  'maritime-province',
  'posted-staff',
  'property-cs-duty',
  'property-security-duty',
  'secrecy-office-duty',
  'student-office-duty',
  'telecom-duty',
  'telecom-followup',
  'telecom-handover',
  'telecom-instructions',
  'telecom-leave',
  'telecom-swap',
  'telecom-team-lead',
];

/** Rules on attendance cards and what they cost: their concept is built, they come with a later regulation. */
const later = ['attendance-clock-22', 'attendance-clock-23'];

const presets = [...presetFiles().values()];
const tested = testsByRule(new URL('./', import.meta.url));

describe('the shipped presets', () => {
  it('are the regulations the duty concepts carry', () => {
    expect(presets.map(({ id }) => id)).toEqual(expected);
  });

  it.each(presets)('$id holds together', ({ preset, problems }) => {
    expect(problems).toEqual([]);
    expect(preset === null ? null : selfConflicts(preset)).toEqual([]);
  });

  it.each(presets)('$id states its rules in two languages', ({ preset }) => {
    for (const { words } of Object.values(preset?.rules ?? {})) {
      expect(words.zh).toMatch(/\p{Script=Han}.*[。;]$/u);
      expect(words.en).toMatch(/^[A-Z].*[.]$/u);
      expect(words.en).not.toMatch(/\p{Script=Han}/u);
      expect(`${words.zh}${words.en}`).not.toMatch(/[您!!]/u);
    }
  });

  it.each(presets)('$id has tests for every rule that decides something, at both sides of its limit', ({ preset }) => {
    const decides = ['block', 'warn', 'route', 'remind', 'compute'];
    const rules = Object.keys(preset?.trace ?? {}).filter((rule) => decides.includes(preset?.rules[rule]?.enforce ?? ''));
    expect(rules.filter((rule) => (tested.get(rule)?.expectations ?? 0) < 2)).toEqual([]);
  });
});

describe.skipIf(!present)('the presets and the catalogue of regulations (skipped where the catalogue is not there)', () => {
  const catalogue = present ? catalogueSchema.parse(parse(readFileSync(catalogueFile, 'utf8'))) : { regulations: [] };
  const regulation = (id: string) => catalogue.regulations.find((found) => found.id === id)?.rules ?? [];

  it.each(expected)('%s has exactly the rules of its regulation, of their kind and effect', (id) => {
    const rules = Object.entries(presetFiles().get(id)?.preset?.rules ?? {});
    expect(rules.map(([rule, { kind, enforce }]) => ({ rule, kind, enforce }))).toEqual(
      regulation(id).map(({ id: rule, kind, enforce }) => ({ rule, kind, enforce })),
    );
  });

  it.each(expected)('%s traces what the built concepts express and leaves pending only what they do not', (id) => {
    const preset = presetFiles().get(id)?.preset;
    for (const { id: rule, concept = 'none' } of regulation(id)) {
      const built = builtConcepts.some((known) => known === concept) && !later.includes(rule);
      expect([rule, preset?.trace[rule] !== undefined, preset?.none[rule] !== undefined, preset?.pending[rule]]).toEqual([
        rule,
        built,
        concept === 'none',
        built || concept === 'none' ? undefined : concept,
      ]);
      for (const path of preset?.trace[rule] ?? []) expect(path.split('.')[0]).toBe(concept);
    }
  });

  it.each(expected)('%s uses its own words', (id) => {
    const rules = presetFiles().get(id)?.preset?.rules ?? {};
    for (const { id: rule, quote, meaning } of regulation(id)) {
      expect(rules[rule]?.words.zh.replace(/[。;]$/u, '')).not.toBe(quote);
      expect(rules[rule]?.words.en).not.toBe(meaning);
    }
  });
});
