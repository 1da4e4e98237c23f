import { describe, expect, it } from 'vitest';
import { loadPreset, loadPresets } from '../../../policy/load.ts';
import type { Preset } from '../../../policy/preset.ts';
import type { Desk } from '../people.ts';
import { defaultDeskSettings } from '../settings.ts';
import { ruleState } from './rule-state.ts';
import { conceptWords } from './text.ts';
import { listCard, presetCard, ruleCard, rulesShown } from './views.ts';

const desk: Desk = {
  id: 'd',
  org: 'o',
  version: 1,
  code: 'gate',
  name: { zh: '门岗', en: 'Gate' },
  parent: null,
  lineage: ['d'],
  zone: 'Asia/Shanghai',
  locale: 'zh',
  kinds: ['centre'],
  settings: defaultDeskSettings,
  shifts: [],
  adoptions: [],
};
const shipped = (id: string): Preset => {
  const preset = loadPreset(id);
  if (preset === null) throw new Error(`${id} is not shipped`);
  return preset;
};
const adopted = (preset: Preset) => ({ preset, row: { preset: preset.id, from: '2026-01-01', until: null, overrides: [] }, changes: 0 });
const states = (preset: Preset) => Object.keys(preset.rules).flatMap((id) => ruleState(preset, [], id, '2026-12-01', desk.kinds) ?? []);

describe('a rule that is not carried out', () => {
  it.each([
    ['zh', '还没有实现:要等“检查”', '其中 7 条还没有实现'],
    ['en', 'Not carried out yet: waits for inspections', '7 of them not carried out yet'],
  ] as const)('is said to be so on its card, on its page and in the list, in %s', (locale, said, count) => {
    const preset = shipped('center-security-1');
    expect(Object.keys(preset.pending)).toHaveLength(7);
    const [state] = states(preset).filter(({ id }) => id === 'center-security-1-01');
    if (state === undefined) throw new Error('The rule is gone');
    const card = ruleCard(desk, preset, state, new Map(), true, locale);
    expect(JSON.stringify(card.blocks)).toContain(said);
    // Nobody softens what is not carried out.
    expect(JSON.stringify(card.actions)).not.toContain('people.policy-change');
    const page = presetCard(desk, adopted(preset), states(preset), 0, new Map(), true, locale);
    expect(JSON.stringify(page.blocks)).toContain(`center-security-1-01 · ${said}`);
    expect(JSON.stringify(listCard(desk, [adopted(preset)], '2026-12-01', false, locale).blocks)).toContain(count);
  });

  it.each(['zh', 'en'] as const)(
    'of every regulation that ships stands there as such, once, in words, and no other does, in %s',
    (locale) => {
      for (const preset of loadPresets()) {
        const all = states(preset);
        const pages = all.flatMap((_, at) =>
          at % rulesShown === 0 ? [JSON.stringify(presetCard(desk, adopted(preset), all, at, new Map(), false, locale).blocks)] : [],
        );
        const lines = pages.flatMap(
          (page) => page.match(locale === 'zh' ? /还没有实现:要等“[^”]+”/gu : /Not carried out yet: waits for [a-z ]+/gu) ?? [],
        );
        const wanted = Object.values(preset.pending).map((concept) => conceptWords[concept]?.[locale] ?? `no words for ${concept}`);
        expect(lines.map((line) => line.replace(/^.*(?:要等“|waits for )|”$/gu, '')).toSorted()).toEqual(wanted.toSorted());
        expect(
          JSON.stringify(listCard(desk, [adopted(preset)], '2026-12-01', false, locale).blocks).includes(
            locale === 'zh' ? '还没有实现' : 'not carried out',
          ),
        ).toBe(wanted.length > 0);
      }
    },
  );
});
