import { describe, expect, it } from 'vitest';
import { type Leading, superiorLevels } from './superiors.ts';

const members = [
  { person: 'head', roles: ['centre-head', 'desk-admin'] },
  { person: 'lin', roles: ['duty-leader'] },
  { person: 'gao', roles: ['duty-leader'] },
  { person: 'luo', roles: ['duty-leader'] },
  { person: 'tang', roles: ['duty-officer'] },
];
/** Nobody's own data names a superior: an officer answers to all who lead the desk, whoever leads it to nobody. */
const desk = (more: Partial<Leading> = {}): Leading => ({
  above: (person) => (person === 'tang' ? ['head', 'lin', 'gao', 'luo'] : []),
  members,
  onDuty: new Set(['lin', 'tang']),
  knows: () => false,
  ...more,
});

describe('the levels above somebody', () => {
  it('are the leader on duty, then who leads the desk: never the leaders of other shifts', () => {
    expect(superiorLevels('tang', desk())).toEqual([['lin'], ['head']]);
    expect(superiorLevels('lin', desk())).toEqual([['head']]);
  });

  it('are the leader who knows already where nobody is on duty, else all of them', () => {
    expect(superiorLevels('tang', desk({ onDuty: new Set(), knows: (person) => person === 'gao' }))).toEqual([['gao'], ['head']]);
    expect(superiorLevels('tang', desk({ onDuty: new Set() }))).toEqual([['lin', 'gao', 'luo'], ['head']]);
  });

  it('are none above the highest, not those below', () => {
    expect(superiorLevels('head', desk())).toEqual([]);
  });

  it('are whom their own data names, and end in a circle', () => {
    const above = (person: string): string[] => ({ tang: ['lin'], lin: ['gao'], gao: ['lin'] })[person] ?? [];
    expect(superiorLevels('tang', desk({ above }))).toEqual([['lin'], ['gao']]);
  });
});
