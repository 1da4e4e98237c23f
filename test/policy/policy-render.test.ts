import { describe, expect, it } from 'vitest';
import type { Desk } from '../../src/features/people/index.ts';
import { changeForm } from '../../src/features/people/policy/forms.ts';
import { type RuleState, ruleState } from '../../src/features/people/policy/rule-state.ts';
import { listCard, presetCard, ruleCard, rulesShown } from '../../src/features/people/policy/views.ts';
import { defaultDeskSettings } from '../../src/features/people/settings.ts';
import { renderForm as feishuForm } from '../../src/feishu/render/form.ts';
import { renderCard } from '../../src/feishu/render/render.ts';
import { cardProblems } from '../../src/feishu/schema.ts';
import { loadPresets } from '../../src/policy/load.ts';
import { renderForm as slackForm } from '../../src/slack/render/form.ts';
import { renderMessage } from '../../src/slack/render/message.ts';
import { messageSchema, modalSchema } from '../../src/slack/schema/payloads.ts';
import type { Card, Form } from '../../src/view/view.ts';

const desk: Desk = {
  org: 'org',
  id: '0190a1b2-0000-7000-8000-000000000000',
  code: 'gate',
  parent: null,
  lineage: [],
  name: { zh: '门岗', en: 'Gate' },
  zone: 'Asia/Shanghai',
  locale: 'zh',
  kinds: [],
  settings: defaultDeskSettings,
  adoptions: [],
  shifts: [],
  version: 1,
};
const today = '2026-12-01';
const row = (preset: string) => ({ preset, from: '2026-11-01', until: null, overrides: [] });

function takes(card: Card, locale: 'zh' | 'en'): void {
  const slack = renderMessage(card, { locale, people: new Map() });
  expect(messageSchema.safeParse({ text: slack.text, blocks: slack.blocks }).error?.issues ?? []).toEqual([]);
  expect(cardProblems(renderCard(card, { locale, userIds: new Map() }))).toEqual([]);
}

function asks(form: Form, locale: 'zh' | 'en'): void {
  const slack = slackForm(form, { locale, people: new Map() });
  expect(modalSchema.safeParse(slack).error?.issues ?? []).toEqual([]);
  const feishu = feishuForm(form, { people: [] }, { locale, userIds: new Map() });
  expect(cardProblems(feishu)).toEqual([]);
  for (const payload of [slack, feishu].map((each) => JSON.stringify(each)))
    for (const field of form.fields) {
      expect(payload).toContain(field.label);
      if (field.kind === 'choice' || field.kind === 'choices')
        for (const option of field.options) expect(payload).toContain(JSON.stringify(option.value));
    }
}

describe.each(loadPresets().map((preset) => [preset.id, preset] as const))('%s in both messengers', (_id, preset) => {
  const overrides = Object.keys(preset.rules)
    .slice(0, 1)
    .map((rule) => ({ rule, reaction: 'off' as const, by: 'chen', name: '陈志远', reason: '试行', from: today }));
  const states: RuleState[] = Object.keys(preset.rules).flatMap((rule) => ruleState(preset, overrides, rule, today, []) ?? []);
  const adopted = { preset, row: row(preset.id), changes: 1 };

  it.each(['zh', 'en'] as const)('%s: every page, every rule, every form', (locale) => {
    takes(listCard(desk, [adopted], today, true, locale), locale);
    for (let start = 0; start < states.length; start += rulesShown)
      takes(presetCard(desk, adopted, states, start, new Map(), true, locale), locale);
    for (const state of states) {
      takes(ruleCard(desk, preset, state, new Map(), true, locale), locale);
      if (state.standing === 'traced') asks(changeForm(desk, preset, state, { typed: {}, seen: '', today }, locale), locale);
    }
  });
});
