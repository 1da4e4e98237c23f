import { describe, expect, it } from 'vitest';
import { type Asked, isOnePress, proofFields, readProof } from './proof.ts';

const asked = (more: Partial<Asked>): Asked => ({ verb: 'round', rule: {}, targets: [], outside: [], ...more });
const names = (one: Asked) => proofFields(one, {}, 'zh').map(({ name }) => name);

describe('what proves a task', () => {
  it('is one press where nothing in particular is asked for', () => {
    for (const verb of ['round', 'read', 'send', 'broadcast', 'watch', 'finish', 'return', 'dispatch', 'checklist'] as const)
      expect(isOnePress(asked({ verb }))).toBe(true);
    for (const verb of ['submit', 'inspect', 'meet', 'review', 'correct', 'assign', 'call', 'record'] as const)
      expect(isOnePress(asked({ verb }))).toBe(false);
    expect(isOnePress(asked({ rule: { items: ['doors-locked'] } }))).toBe(false);
    expect(isOnePress(asked({ verb: 'send', outside: [{ zh: '公安', en: 'police' }] }))).toBe(false);
  });

  it('is what the rule names: fields, items, targets, how it reached whoever is outside', () => {
    expect(names(asked({ verb: 'submit', rule: { fields: ['network', 'spare_need'] } }))).toEqual(['field_1', 'field_2']);
    expect(names(asked({ verb: 'submit', outside: [{ zh: '公安', en: 'police' }] }))).toEqual(['content', 'delivered']);
    expect(names(asked({ verb: 'checklist', rule: { items: ['water'] } }))).toEqual(['items', 'note']);
    expect(names(asked({ verb: 'inspect', targets: [{ id: 'p', name: { zh: '点', en: 'point' } }] }))).toEqual([
      'target',
      'result',
      'note',
    ]);
  });

  it('is refused with an error at each field and in the reader’s language', () => {
    const report = asked({ verb: 'submit', outside: [{ zh: '公安', en: 'police' }] });
    expect(readProof(report, {}, 'zh')).toEqual({ ok: false, refusal: { content: '要填', delivered: '要填' } });
    expect(readProof(report, { content: ' ', delivered: 'fax' }, 'en')).toEqual({ ok: false, refusal: { content: 'This is needed' } });
    expect(readProof(report, { content: 'x'.repeat(3001), delivered: 'fax' }, 'zh')).toMatchObject({
      refusal: { content: '太长,最多 3000 字' },
    });
    expect(readProof(report, { content: 'x'.repeat(3000), delivered: 'fax' }, 'zh').ok).toBe(true);
  });

  it('of a list is every item, or words for what could not be done', () => {
    const list = asked({ verb: 'checklist', rule: { items: ['water', 'fire'] } });
    expect(readProof(list, { items: ['water'] }, 'zh').ok).toBe(false);
    expect(readProof(list, { items: ['water'], note: '消防栓被挡' }, 'zh')).toMatchObject({ ok: true, value: { finding: '消防栓被挡' } });
    expect(readProof(list, { items: ['water', 'fire'] }, 'zh')).toMatchObject({ ok: true, value: { finding: null } });
  });

  it('of a check says what was wrong; a call nobody answered is a try', () => {
    const check = asked({ verb: 'inspect', targets: [{ id: 'p', name: { zh: '点', en: 'point' } }] });
    expect(readProof(check, { target: 'p', result: 'wrong' }, 'zh')).toMatchObject({ refusal: { note: '写明什么问题' } });
    expect(readProof(check, { target: 'gone', result: 'fine' }, 'zh')).toMatchObject({ refusal: { target: '这一项已经查过了,选别的' } });
    expect(readProof(check, { target: 'p', result: 'fine' }, 'zh')).toMatchObject({ value: { targets: ['p'], finding: null } });
    expect(readProof(asked({ verb: 'call' }), { result: 'unreached' }, 'zh')).toMatchObject({ value: { kind: 'try' } });
    expect(readProof(asked({ verb: 'call' }), { result: 'reached' }, 'zh')).toMatchObject({ value: { kind: 'confirm' } });
  });
});
