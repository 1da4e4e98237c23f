import type { Locale } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import type { Reply } from '../../runtime/reply.ts';
import type { Board } from './attendance.ts';
import { attendanceText as text } from './text.ts';
import { boardCard } from './views.ts';

/** The boards of the shifts a person leads, as one card; says so when there is none. */
export function boardsReply(boards: readonly Board[], now: Instant, locale: Locale): Reply {
  const [first, ...others] = boards.map((board) => boardCard(board, now, locale));
  if (first === undefined) {
    return {
      kind: 'say',
      locale,
      view: {
        kind: 'notice',
        tone: 'info',
        title: text.noBoard[locale],
        blocks: [{ kind: 'text', text: text.noBoardWhy[locale] }],
        actions: [],
      },
    };
  }
  const blocks = [
    ...first.blocks,
    ...others.flatMap((card) => [{ kind: 'divider' as const }, { kind: 'heading' as const, text: card.title }, ...card.blocks]),
  ];
  return { kind: 'say', locale, view: { ...first, blocks } };
}
