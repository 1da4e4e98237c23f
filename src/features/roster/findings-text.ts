import type { Words } from '../../core/locale.ts';
import type { RosterFinding } from './roster.ts';

/** What a finding says, for one day or several: `who` names the role or person it is about, empty where it is anybody. */
export interface FindingWords {
  readonly when: Words;
  readonly shift: Words;
  readonly who: Words;
  readonly measured: Words;
  readonly allowed: Words;
  /** Names of whom to ask, where there is somebody. */
  readonly people: Words;
}

const join = (zh: string, en: string): Words => ({ zh, en });

/** Every finding of the roster's checks as a sentence with the figure measured and the figure allowed. */
export const findingText: Readonly<Record<RosterFinding['code'], (words: FindingWords) => Words>> = {
  'coverage-gap': ({ when, who }) =>
    who.zh === ''
      ? join(`${when.zh}没有人值班`, `${when.en}: nobody is on duty`)
      : join(`${when.zh}没有${who.zh}`, `${when.en}: no ${who.en} is on duty`),
  'too-few': ({ when, shift, who, measured, allowed }) =>
    join(
      `${when.zh}${shift.zh}:${who.zh === '' ? '在岗' : who.zh} ${measured.zh} 人,要求至少 ${allowed.zh} 人`,
      `${when.en} ${shift.en}: ${measured.en} ${who.en === '' ? 'on duty' : `× ${who.en}`}, at least ${allowed.en} needed`,
    ),
  'break-too-few': ({ when, shift, measured, allowed }) =>
    join(
      `${when.zh}${shift.zh}休息时剩 ${measured.zh} 人,要求至少 ${allowed.zh} 人`,
      `${when.en} ${shift.en}: a break leaves ${measured.en}, at least ${allowed.en} needed`,
    ),
  'shift-empty': ({ when, shift }) => join(`${when.zh}${shift.zh}没有排人`, `${when.en} ${shift.en}: nobody is rostered`),
  'shift-not-on-day': ({ when, shift, measured }) =>
    join(`${when.zh}是${measured.zh},没有${shift.zh}`, `${when.en} is a ${measured.en}; there is no ${shift.en} shift`),
  'shift-unknown': ({ when, shift, allowed }) =>
    join(`${when.zh}:没有“${shift.zh}”这个班次(有:${allowed.zh})`, `${when.en}: there is no shift “${shift.en}” (there is: ${allowed.en})`),
  'role-missing': ({ when, shift, who, measured, allowed }) =>
    join(
      `${when.zh}${shift.zh}:${who.zh}的角色是${measured.zh === '' ? '无' : measured.zh},要求${allowed.zh}`,
      `${when.en} ${shift.en}: ${who.en} is ${measured.en === '' ? 'without a role' : measured.en}; ${allowed.en} is needed`,
    ),
  'attribute-missing': ({ when, shift, who, measured, allowed }) =>
    join(
      `${when.zh}${shift.zh}:${who.zh}是${measured.zh},要求${allowed.zh}`,
      `${when.en} ${shift.en}: ${who.en} is ${measured.en}; ${allowed.en} needed`,
    ),
  'attribute-excluded': ({ when, shift, who, measured }) =>
    join(
      `${when.zh}${shift.zh}:${who.zh}是${measured.zh},不能值这个班`,
      `${when.en} ${shift.en}: ${who.en} is ${measured.en} and cannot do this shift`,
    ),
  'turn-too-long': ({ when, who, measured, allowed }) =>
    join(
      `${when.zh}起${who.zh}连续值 ${measured.zh} 天,上限 ${allowed.zh} 天`,
      `From ${when.en} ${who.en} has ${measured.en} duty days in a row; the limit is ${allowed.en}`,
    ),
  'planner-other': ({ allowed, people }) =>
    join(`值班表由${allowed.zh}编排,请找${people.zh}`, `The roster is arranged by the ${allowed.en}; ask ${people.en}`),
  'planner-unnamed': ({ allowed }) =>
    join(
      `值班表应由${allowed.zh}编排,还没有指定谁是${allowed.zh}`,
      `The roster is to be arranged by the ${allowed.en}, but nobody is named as that yet`,
    ),
  'on-leave': ({ when, shift, who, measured, allowed }) =>
    join(`${when.zh}${shift.zh}:${who.zh}${allowed.zh} ${measured.zh}`, `${when.en} ${shift.en}: ${who.en} ${allowed.en} ${measured.en}`),
  'calendar-unknown': ({ when }) =>
    join(
      `${when.zh}:这一年的节假日还没有公布或导入,不知道该排什么班。请先导入节假日`,
      `${when.en}: the holidays of this year are not published or imported, so the shifts are not known. Import the holidays first`,
    ),
};
