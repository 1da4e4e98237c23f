import { withColon } from '../../../core/format.ts';
import type { Locale } from '../../../core/locale.ts';
import type { Card } from '../../../view/view.ts';
import { dayWords, dutyLine } from '../duty-line.ts';
import { press, typed } from '../publish/views.ts';
import type { DeskName, DutySlot } from '../roster.ts';
import { text as words } from '../text.ts';
import { text } from './text.ts';

/** A roster after which nothing is published. */
export interface Ending {
  readonly desk: DeskName;
  /** The last shift with somebody in it. */
  readonly last: DutySlot;
  /** `YYYY-MM` that has to be made. */
  readonly month: string;
  readonly hasRotation: boolean;
}

/** To the leads: until when there is a roster, and how the next is made. */
export function endingCard({ desk, last, month, hasRotation }: Ending, locale: Locale): Card {
  const title = text.endsTitle(desk.name, dayWords(last.dutyOn))[locale];
  return {
    kind: 'card',
    symbol: '⏰',
    title,
    state: { word: text.ends[locale], tone: 'orange' },
    summary: title,
    blocks: [
      {
        kind: 'text',
        text: `${text.nothingAfter[locale]}\n${withColon(text.lastShift[locale], dutyLine(last, desk.zone, locale), locale)}`,
      },
      { kind: 'note', text: (hasRotation ? text.sendFile : text.sendFileOnly)[locale] },
    ],
    actions: [
      ...(hasRotation ? [press('roster.draft', text.draft[locale], { desk: desk.id, month }, 'primary')] : []),
      typed(words.roster[locale], `roster ${desk.name[locale]} ${month}`),
      typed(text.how[locale], 'roster import'),
    ],
  };
}
