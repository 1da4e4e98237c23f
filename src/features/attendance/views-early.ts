import { formatMinutes, formatTime, withColon } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Citation } from '../../policy/policy.ts';
import type { Card } from '../../view/view.ts';
import type { Duty } from './attendance.ts';
import { citationBlocks } from './citations.ts';
import { attendanceText as text } from './text.ts';
import { dutyLine } from './views.ts';

/** Somebody who went before the end of their shift, `minutes` early, and the rules that flag it. */
export interface EarlyLeave {
  readonly name: Words;
  readonly duty: Duty;
  readonly at: Instant;
  readonly minutes: number;
  readonly cites: readonly Citation[];
}

/** To the leads: who left before the end, when and how much, by which rule. */
export function earlyLeaveCard({ name, duty, at, minutes, cites }: EarlyLeave, locale: Locale): Card {
  const much: Words = { zh: formatMinutes(minutes, 'zh'), en: formatMinutes(minutes, 'en') };
  const title = text.earlyTitle(name, much)[locale];
  return {
    kind: 'card',
    symbol: '⚠️',
    title,
    summary: withColon(title, dutyLine(duty, locale), locale),
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: text.shift[locale], value: dutyLine(duty, locale) },
          { label: text.out[locale], value: formatTime(at, duty.zone) },
        ],
      },
      ...citationBlocks(cites, locale),
    ],
    actions: [
      { kind: 'press', route: 'words.run', args: { text: 'board' }, label: text.board[locale] },
      { kind: 'press', route: 'words.run', args: { text: 'who' }, label: text.who[locale] },
    ],
  };
}
