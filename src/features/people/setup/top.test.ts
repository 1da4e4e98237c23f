import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/harness/database.ts';
import { emptyOffice, formOf, Office, pressable, reads, shown } from '../../../../test/harness/office.ts';
import type { Form } from '../../../view/view.ts';

const rule = { preset: 'property-security-duty', name: '东门', lead: 'U3', lead_role: 'shift-lead' };

describe('a desk at the top', () => {
  let test: TestDatabase;
  let office: Office;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.drop());
  afterEach(() => emptyOffice(test.database));
  /** 陈志远 (U1) has made 门岗 at the top, and 东门 below it, which 钱志明 (U3) leads. */
  beforeEach(async () => {
    office = new Office(test.database);
    await office.presses('U1', await office.setUp(), '建立');
    const [gate] = await test.database.query<{ id: string }>('SELECT id FROM desk', []);
    const first = formOf(await office.types('U1', 'setup'));
    const second = formOf(await office.fills('U1', first, { ...rule, parent: gate?.id ?? '' }));
    await office.presses('U1', await office.fills('U1', second, { names: '孙立军', role: 'guard' }), '建立');
  });

  const parents = (form: Form): string[] =>
    form.fields.flatMap((field) => (field.kind === 'choice' && field.name === 'parent' ? field.options.map((option) => option.label) : []));
  const tops = async (): Promise<string[]> =>
    (await test.database.query<{ name: string }>('SELECT name FROM desk WHERE parent_id IS NULL ORDER BY name', [])).map(
      ({ name }) => name,
    );

  it('is made by a lead of one that stands there', async () => {
    const first = formOf(await office.types('U1', 'setup'));
    expect(parents(first)).toEqual(['没有上级', '门岗', '东门']);
    const second = formOf(await office.fills('U1', first, { ...rule, name: '码头', parent: 'none' }));
    await office.presses('U1', await office.fills('U1', second, { names: '周海波', role: 'guard' }), '建立');
    expect(await tops()).toEqual(['码头', '门岗']);
  });

  it('is refused to whoever leads one below, who is told to choose among their own', async () => {
    const first = formOf(await office.types('U3', 'setup'));
    expect(parents(first)).toEqual(['东门']);
    expect(await office.fills('U3', first, { ...rule, name: '码头', parent: 'none' })).toMatchObject({
      kind: 'invalid',
      errors: { parent: '请选上级班组;没有上级的班组由最上级班组的负责人建立' },
    });
    const [east] = await test.database.query<{ id: string }>(`SELECT id FROM desk WHERE name = '东门'`, []);
    const second = formOf(await office.fills('U3', first, { ...rule, name: '码头', parent: east?.id ?? '' }));
    const confirm = await office.fills('U3', second, { names: '周海波', role: 'guard' });
    // The same button with its parent taken out, and the second form in the same way.
    const { route, args } = pressable(confirm, '建立');
    const forged = await office.ask('U3', { kind: 'press', route, args: { ...args, parent: '' } });
    expect(shown(forged).title).toBe('请选上级班组;没有上级的班组由最上级班组的负责人建立');
    expect(reads(forged)).toContain('你负责的班组:东门');
    const form = { ...second, args: { ...second.args, parent: '' } };
    expect(reads(await office.fills('U3', form, { names: '周海波', role: 'guard' }))).toContain('你负责的班组:东门');
    expect(await tops()).toEqual(['门岗']);
    expect(shown(await office.presses('U3', confirm, '建立')).title).toBe('班组 码头 建好了');
    expect(await tops()).toEqual(['门岗']);
  });
});
