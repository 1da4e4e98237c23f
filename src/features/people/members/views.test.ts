import { describe, expect, it } from 'vitest';
import type { Desk, Member } from '../people.ts';
import { peopleCard } from './views.ts';

const desk = { id: 'gate', name: { zh: '门岗', en: 'Gate' } } as unknown as Desk;
const members = (count: number): Member[] =>
  Array.from(
    { length: count },
    (_, index) =>
      ({ name: { zh: `员工${index + 1}`, en: `Person ${index + 1}` }, roles: ['guard'], linked: ['slack'] }) as unknown as Member,
  );
const shown = (count: number, from: number) => {
  const card = peopleCard(desk, { members: members(count), from }, [], false, 'zh');
  const list = card.blocks.find((block) => block.kind === 'list');
  return { lines: list?.kind === 'list' ? list.items.length : 0, first: JSON.stringify(list).match(/员工\d+/)?.[0], actions: card.actions };
};

describe('the people of a large desk', () => {
  it('are on one card up to forty, without a button for the rest', () => {
    expect(shown(40, 0)).toMatchObject({ lines: 40, actions: [] });
  });

  it('go on behind a button that says how many there are', () => {
    expect(shown(95, 0)).toMatchObject({
      lines: 40,
      actions: [{ route: 'people.page', args: { desk: 'gate', from: '40' }, label: '看其余 55 人' }],
    });
    expect(shown(95, 80)).toMatchObject({ lines: 15, first: '员工81', actions: [] });
  });

  it('begin anew where a button of a longer list is pressed', () => {
    expect(shown(10, 40)).toMatchObject({ lines: 10, first: '员工1' });
  });
});
