import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCardAction } from '../../src/feishu/inbound/card-action.ts';
import { pressValue } from '../../src/feishu/render/actions.ts';
import { renderForm, submitValue } from '../../src/feishu/render/form.ts';
import type { Form } from '../../src/view/view.ts';
import { args, fine, form, judged, pressesIn, reader, routes } from './feishu-views.ts';

describe('any form', () => {
  it('renders within the limits of Feishu, with its errors, and can be submitted and cancelled', () => {
    fc.assert(
      fc.property(form, fc.array(fc.string({ minLength: 1, maxLength: 35 }), { maxLength: 150 }), fc.boolean(), (each, people, wrong) => {
        const errors = wrong ? Object.fromEntries(each.fields.map((field) => [field.name, '不对'])) : {};
        const json = renderForm(each, { people, errors }, reader);
        expect(judged(json)).toEqual(fine);
        expect(pressesIn(json)).toContainEqual(submitValue(each));
        expect(JSON.stringify(json).match(/不对/g)?.length ?? 0).toBeGreaterThanOrEqual(wrong ? each.fields.length : 0);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('keeps what was typed instead of its own beginnings', () => {
    const base = { label: '人', required: false } as const;
    const typed = { who: 'ou_7', all: ['ou_8'], day: '2026-12-06' };
    const json = renderForm(
      {
        kind: 'form',
        route: 'a.b',
        args: {},
        title: '表',
        intro: [],
        submit: '交',
        cancel: '不',
        fields: [
          { ...base, name: 'who', kind: 'person', initial: 'p1' },
          { ...base, name: 'all', kind: 'people' },
          { ...base, name: 'day', kind: 'date', initial: '2026-12-01' },
          { ...base, name: 'note', kind: 'text', initial: '旧' },
        ],
      },
      { people: ['ou_1'], typed },
      reader,
    );
    const text = JSON.stringify(json);
    for (const kept of ['"initial_option":"ou_7"', '"selected_values":["ou_8"]', '"initial_date":"2026-12-06"'])
      expect(text).toContain(kept);
    expect(text).not.toContain('旧');
  });

  it('resolves persons it begins with', () => {
    const json = renderForm(
      {
        kind: 'form',
        route: 'a.b',
        args: {},
        title: '表',
        intro: [],
        submit: '交',
        cancel: '不',
        fields: [{ name: 'who', label: '人', required: true, kind: 'person', initial: 'p1' }],
      },
      { people: ['ou_2'] },
      reader,
    );
    expect(JSON.stringify(json)).toContain('"options":[{"value":"ou_1"},{"value":"ou_2"}],"initial_option":"ou_1"');
  });
});

const callback = (action: object) => ({
  operator: { open_id: 'ou_1', tenant_key: 't' },
  token: 'c-1',
  action,
  context: { open_message_id: 'om_1', open_chat_id: 'oc_1' },
});

describe('what a press sends back', () => {
  it('is the route and its arguments, literally', () => {
    fc.assert(
      fc.property(routes, args, (route, given) => {
        const travelled = JSON.parse(JSON.stringify(pressValue(route, given)));
        expect(decodeCardAction(callback({ value: travelled })).what).toEqual({ kind: 'ask', ask: { kind: 'press', route, args: given } });
      }),
    );
  });

  it('keeps the wall time of dates and times whatever the zone of the device, and leaves text alone', () => {
    const each: Form = {
      kind: 'form',
      route: 'leave.ask',
      args: { a: '1' },
      title: 't',
      intro: [],
      submit: 's',
      cancel: 'c',
      fields: [
        { name: 'day', label: 'd', required: true, kind: 'date' },
        { name: 'at', label: 'a', required: true, kind: 'time' },
        { name: 'why', label: 'w', required: true, kind: 'text' },
        { name: 'none', label: 'n', required: false, kind: 'text' },
        { name: 'all', label: 'p', required: false, kind: 'people' },
      ],
    };
    const form_value = { day: '2024-04-01 -0500', at: '00:00 +0530', why: '2024-04-01 +0800', none: '', all: [], Submit: '' };
    expect(decodeCardAction(callback({ value: JSON.parse(JSON.stringify(submitValue(each))), form_value })).what).toEqual({
      kind: 'ask',
      ask: { kind: 'submit', route: 'leave.ask', args: { a: '1' }, values: { day: '2024-04-01', at: '00:00', why: '2024-04-01 +0800' } },
    });
  });

  it.each([undefined, null, 'text', 5, {}, { route: '' }, { route: 'a.b', args: { x: 1 } }])('is unknown when it is %j', (value) => {
    expect(decodeCardAction(callback({ value })).what).toEqual({ kind: 'unknown' });
  });
});
