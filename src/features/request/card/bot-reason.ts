import type { Words } from '../../../core/locale.ts';

/** Reasons the bot gives where it asks by itself. `of`: the number of the request it follows from. */
const reasons = {
  'cover-of-leave': (of: string): Words => ({ zh: `#${of} 请假,要人代班`, en: `Cover for leave #${of}` }),
  'given-back': (): Words => ({ zh: '接的人退回', en: 'Given back by who took it' }),
} as const;

export type BotReason = keyof typeof reasons;

/** Stands before a key and in nothing people type. */
const mark = '\u001e';

const isKey = (key: string): key is BotReason => Object.hasOwn(reasons, key);

/** A reason of the bot as it is kept: a key that each reader reads in their language. */
export const botReason = (key: BotReason, of: number | null = null): string => `${mark}${key}:${of ?? ''}`;

/** A reason as it is read: what somebody wrote as they wrote it, one of the bot in both languages. */
export function reasonWords(kept: string): Words {
  const [key = '', of = ''] = kept.startsWith(mark) ? kept.slice(mark.length).split(':') : [];
  return isKey(key) ? reasons[key](of) : { zh: kept, en: kept };
}
