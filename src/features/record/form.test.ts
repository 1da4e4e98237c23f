import { describe, expect, it } from 'vitest';
import { recordTypes } from '../../policy/index.ts';
import { askedFields } from './fields.ts';
import { recordForm } from './form.ts';

const round = recordTypes().find(({ code }) => code === 'patrol-round');
if (round === undefined) throw new Error('There is no register of rounds');
const words = { zh: '大厅', en: 'Hall' };
const formOf = (over: Partial<Parameters<typeof recordForm>[0]>) =>
  recordForm(
    {
      type: round,
      title: round.name,
      deskName: words,
      route: 'record.file',
      args: {},
      fields: askedFields(round, { fields: [], required: [] }),
      required: new Set(),
      options: {},
      members: [],
      points: [],
      about: [],
      typed: {},
      findings: [],
      note: null,
      submit: words,
      ...over,
    },
    'zh',
  );
const pointsIn = (over: Partial<Parameters<typeof recordForm>[0]>) => formOf(over).fields.find(({ name }) => name === 'checkpoints');

describe('the form of a round', () => {
  it('has the points a rule names to tick, and lines to write where none does', () => {
    expect(pointsIn({ points: ['一楼', '二楼'] })).toMatchObject({
      kind: 'choices',
      options: [
        { value: '一楼', label: '一楼' },
        { value: '二楼', label: '二楼' },
      ],
      initial: [],
    });
    expect(pointsIn({})).toMatchObject({ kind: 'long-text' });
  });

  it('keeps what stands there, also a point no rule names', () => {
    expect(pointsIn({ points: ['一楼', '二楼'], typed: { checkpoints: '二楼\n天台' } })).toMatchObject({
      options: [{ value: '一楼' }, { value: '二楼' }, { value: '天台' }],
      initial: ['二楼', '天台'],
    });
  });

  it('says where and on what form it is kept', () => {
    const about = [
      { zh: '记录地点:行政部', en: 'Kept at: administration' },
      { zh: '附件 4', en: 'Annex 4' },
    ];
    expect(formOf({ about }).intro).toContainEqual({ kind: 'text', text: '大厅\n记录地点:行政部\n附件 4' });
  });
});
