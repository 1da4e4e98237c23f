import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskFileVocabulary } from '../../src/cli/desk.ts';
import { applyDeskFile } from '../../src/features/people/index.ts';
import { renderForm as feishuForm } from '../../src/feishu/render/form.ts';
import { renderCard } from '../../src/feishu/render/render.ts';
import { cardProblems } from '../../src/feishu/schema.ts';
import type { Reply } from '../../src/runtime/reply.ts';
import { renderForm as slackForm } from '../../src/slack/render/form.ts';
import { renderMessage } from '../../src/slack/render/message.ts';
import { messageSchema, modalSchema } from '../../src/slack/schema/payloads.ts';
import type { Form } from '../../src/view/view.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { formOf, Office, officeNow, shown } from '../harness/office.ts';

/** Every answer a form offers is there in both messengers, and both take it. */
function drawnWhole(form: Form, locale: 'zh' | 'en'): void {
  const slack = slackForm(form, { locale, people: new Map() });
  expect(modalSchema.safeParse(slack).error?.issues ?? []).toEqual([]);
  const feishu = feishuForm(form, { people: ['ou_gate00'] }, { locale, userIds: new Map() });
  expect(cardProblems(feishu)).toEqual([]);
  for (const payload of [slack, feishu].map((each) => JSON.stringify(each))) {
    for (const field of form.fields) {
      expect(payload).toContain(field.label);
      if (field.kind === 'choice' || field.kind === 'choices')
        for (const option of field.options) expect(payload).toContain(JSON.stringify(option.value));
    }
  }
}

function drawn(reply: Reply, locale: 'zh' | 'en'): void {
  const slack = renderMessage(shown(reply), { locale, people: new Map() });
  expect(messageSchema.safeParse({ text: slack.text, blocks: slack.blocks }).error?.issues ?? []).toEqual([]);
  expect(cardProblems(renderCard(shown(reply), { locale, userIds: new Map() }))).toEqual([]);
}

describe('what people shows, in both messengers', () => {
  let test: TestDatabase;
  let office: Office;

  beforeAll(async () => {
    test = await testDatabase();
    office = new Office(test.database);
    const text = readFileSync(new URL('../../src/sandbox/desk/gate.yaml', import.meta.url), 'utf8');
    const done = await applyDeskFile(test.database, text, { vocabulary: deskFileVocabulary(), now: officeNow, dryRun: false, by: null });
    if (!done.ok) throw new Error(JSON.stringify(done.refusal));
  });
  afterAll(() => test.drop());

  it.each(['zh', 'en'] as const)('%s', async (locale) => {
    await office.fills('U0G00', formOf(await office.types('U0G00', 'settings')), { locale, reminder: 'usual', messenger: 'slack' });
    drawnWhole(formOf(await office.types('U0G00', 'settings')), locale);
    const card = await office.types('U0G00', 'people gate');
    drawn(card, locale);
    for (const label of locale === 'zh' ? ['添加', '改角色', '移出'] : ['Add', 'Change roles', 'Remove'])
      drawnWhole(formOf(await office.presses('U0G00', card, label)), locale);
    drawn(await office.types('U0G00', 'people all'), locale);
    drawn(await office.types('U0G00', 'here gate', { channel: 'C5' }), locale);
    drawn(await office.types('U9', 'people'), locale);

    const first = formOf(await office.types('U0G00', 'setup'));
    drawnWhole(first, locale);
    const rule = {
      preset: 'maritime-duty',
      name: locale === 'zh' ? '东门' : 'East gate',
      lead: 'U0G00',
      lead_role: 'duty-leader',
      parent: 'none',
    };
    const second = formOf(await office.fills('U0G00', first, rule));
    drawnWhole(second, locale);
    const names = Array.from({ length: 60 }, (_, index) => `张三${index}`).join('\n');
    const confirm = await office.fills('U0G00', second, { people: ['U0G01', 'U0G02'], names, role: 'duty-officer' });
    drawn(confirm, locale);
    drawn(await office.presses('U0G00', confirm, locale === 'zh' ? '建立' : 'Make it'), locale);
  });
});
