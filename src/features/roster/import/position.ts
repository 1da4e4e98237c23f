import { codeWords, isRole, type Member, roleName } from '../../people/index.ts';
import { leadingDutyRole, servingDutyRole } from '../roster.ts';
import { squeeze, tidy } from './table.ts';

/** Heads of a column that says where somebody stands: `岗位`, `哨位`, `position`. */
export const positionHeader = /^(?:值班|执勤|值勤)?(?:岗位|岗点|哨位)$|^(?:duty )?(?:position|post)$/;

/** What a cell says of who leads the shift. */
export const leadCell = /班长|队长|带班|领导|负责|lead|captain|head/;

/** What the people of a desk are: words that stand in such a column, too, and name no place. */
export type KnownRoles = ReadonlySet<string>;

/** The duty roles, and the roles, titles and job types the members have, as they are written; the zh ones with 员 behind them, too. */
export function knownRoles(members: readonly Member[]): KnownRoles {
  const codes = [leadingDutyRole, servingDutyRole, ...members.flatMap(({ roles }) => roles)];
  const roles = codes.flatMap((code) => (isRole(code) ? [code, roleName(code, 'zh'), roleName(code, 'en')] : [code]));
  const own = members.flatMap(({ attributes }) =>
    [attributes['title'], attributes['job_type']].flatMap((word) =>
      word === undefined ? [] : [word, codeWords(word, 'zh'), codeWords(word, 'en')],
    ),
  );
  return new Set([...roles, ...own].map(squeeze).flatMap((word) => (/\p{Script=Han}$/u.test(word) ? [word, `${word}员`] : [word])));
}

/** Whether a cell is empty or crossed out. */
export const namesNothing = (value: string): boolean => /^[-—/]*$/.test(squeeze(value));

/** The position a cell names; null: none, or it says a role. */
export function readPosition(value: string, roles: KnownRoles): string | null {
  const said = squeeze(value);
  if (namesNothing(value) || leadCell.test(said) || roles.has(said)) return null;
  return tidy(value)
    .replace(/\n/g, ' ')
    .replace(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, '');
}
