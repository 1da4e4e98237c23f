import { describe, expect, it } from 'vitest';
import { type PastItem, stillCarried } from './carried.ts';

const item = (id: string, more: Partial<PastItem> = {}): PastItem => ({
  id,
  kind: 'open',
  text: id,
  words: null,
  remark: null,
  source: null,
  state: 'carried',
  owner: null,
  by: 'p',
  ...more,
});
const from = (id: string, source: string, more: Partial<PastItem> = {}): PastItem => item(id, { source: `item:${source}`, ...more });
const ids = (items: readonly PastItem[]) => stillCarried(items).map(({ id }) => id);

describe('what earlier hand-overs carry on', () => {
  it('is the last of a matter, and its earlier names stand beside it', () => {
    const [only, ...more] = stillCarried([item('a', { kind: 'verify', state: 'wrong' }), from('b', 'a'), from('c', 'b')]);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ id: 'c', alias: ['item:a', 'item:b', 'item:c'] });
  });

  it('taken up by two hand-overs of one change is one matter, as the last of them left it', () => {
    const two = [item('a'), from('b', 'a'), from('c', 'a', { owner: 'q' })];
    expect(stillCarried(two)).toMatchObject([{ id: 'c', owner: 'q' }]);
    expect(ids([item('a'), from('b', 'a'), from('c', 'a', { state: 'done' })])).toEqual([]);
    expect(ids([item('a'), from('b', 'a', { state: 'done' }), from('c', 'a')])).toEqual(['c']);
  });

  it('is not settled by one in which it only fell away', () => {
    expect(ids([item('a'), from('b', 'a'), from('c', 'a', { state: 'done', by: null })])).toEqual(['b']);
  });

  it('knows one by the name it came with where the earlier ones are out of sight', () => {
    expect(stillCarried([from('b', 'old')])).toMatchObject([{ id: 'b', alias: ['item:old', 'item:b'] }]);
    expect(ids([item('a'), item('b')])).toEqual(['a', 'b']);
  });
});
