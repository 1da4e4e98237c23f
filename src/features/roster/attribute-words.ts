import type { Words } from '../../core/locale.ts';

interface AttributeEntry {
  readonly name: Words;
  readonly values: Readonly<Record<string, Words>>;
}

/** Attributes of people that regulations ask for, as people say them. A desk file may use others; those are shown as they stand. */
const attributes = new Map<string, AttributeEntry>([
  [
    'employment',
    {
      name: { zh: '用工性质', en: 'employment' },
      values: { established: { zh: '在编人员', en: 'established staff' }, contract: { zh: '合同制人员', en: 'contract staff' } },
    },
  ],
  ['posting', { name: { zh: '派驻', en: 'posting' }, values: { away: { zh: '外派人员', en: 'posted away' } } }],
]);

/** `employment=contract` of a finding in words: `合同制人员` · `contract staff`. An empty value: nothing is recorded of the person. */
export function attributeWords(pair: string): Words {
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const entry = attributes.get(name);
  if (value === '') return { zh: `没有登记${entry?.name.zh ?? name}的人员`, en: `without a recorded ${entry?.name.en ?? name}` };
  return entry?.values[value] ?? { zh: `${entry?.name.zh ?? name}为“${value}”的人员`, en: `${entry?.name.en ?? name} “${value}”` };
}
