import { describe, expect, it } from 'vitest';
import { listText as text } from './text.ts';
import { type ListContent, listCard } from './views.ts';

const lin = { zh: '林涛', en: 'Lin Tao' };
const su = { zh: '苏敏', en: 'Su Min' };
const words = (said: string) => ({ zh: said, en: said });
const list: ListContent = {
  title: words('t'),
  range: null,
  columns: [text.columns.person, text.columns.what],
  rows: [
    [lin, words('a')],
    [lin, words('b')],
    [su, words('c')],
    [lin, words('d')],
  ],
  gaps: [
    { who: lin, what: words('1') },
    { who: su, what: words('2') },
    { who: lin, what: words('3') },
  ],
  cites: [],
};
const blocks = (content: ListContent, locale: 'zh' | 'en') => listCard(content, 0, () => ({}), locale).blocks;

describe('a list of attendance', () => {
  it('names a person once where their rows follow each other', () => {
    const grid = blocks(list, 'zh').find((block) => block.kind === 'grid');
    expect(grid?.kind === 'grid' && grid.rows.map((row) => row[0])).toEqual(['林涛', '〃', '苏敏', '林涛']);
  });

  it('repeats what stands in front where that is no person', () => {
    const other = { ...list, columns: [text.columns.number, text.columns.what] };
    const grid = blocks(other, 'zh').find((block) => block.kind === 'grid');
    expect(grid?.kind === 'grid' && grid.rows.map((row) => row[0])).toEqual(['林涛', '林涛', '苏敏', '林涛']);
  });

  it.each([
    ['zh', ['林涛 1;3', '苏敏 2']],
    ['en', ['Lin Tao: 1; 3', 'Su Min: 2']],
  ] as const)('says what is missing of each in one line, in %s', (locale, lines) => {
    const missing = blocks(list, locale).find((block) => block.kind === 'list');
    expect(missing?.kind === 'list' && missing.items).toEqual(lines);
  });
});
