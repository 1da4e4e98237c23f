import { formatTime } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import type { Instant } from '../../core/time.ts';
import { press } from '../../view/build.ts';
import type { Card, StateBadge } from '../../view/view.ts';
import { ownFigures } from './figures.ts';
import type { Handover } from './handover.ts';
import { text } from './text.ts';
import { type CardFacts, incomingWords, titleOf } from './views.ts';

const { codeMinutes } = ownFigures;

/** What became of a code that was good until `until`. */
type CodeFate = 'good' | 'checked' | 'late' | 'void';

function fateOf({ code, codeUntil, metAt }: Handover, until: Instant, now: Instant): CodeFate {
  if (code !== null && codeUntil?.equals(until) === true) return until.epochMilliseconds > now.epochMilliseconds ? 'good' : 'late';
  const shown = until.subtract({ minutes: codeMinutes });
  const met = metAt !== null && metAt.epochMilliseconds >= shown.epochMilliseconds && metAt.epochMilliseconds < until.epochMilliseconds;
  return met && code === null ? 'checked' : 'void';
}

const tones = { good: 'orange', checked: 'green', late: 'grey', void: 'grey' } as const satisfies Record<CodeFate, StateBadge['tone']>;

/**
 * To whoever hands over, alone: the code to be read out as long as it is good, then what became of it. Every code is a message of its own, and only
 * the newest shows one.
 */
export function codeCard(facts: CardFacts, until: Instant, now: Instant, locale: Locale): Card {
  const { handover, desk } = facts;
  const fate = fateOf(handover, until, now);
  const said = text.code;
  const title = fate === 'good' ? said.title([...(handover.code ?? '')].join(' ')) : said.title('—');
  const word: Words = fate === 'good' ? said.goodUntil(formatTime(until, desk.zone)) : said.fates[fate];
  const isOver = handover.incomingSignedAt !== null || !['preparing', 'verifying', 'signing'].includes(handover.state);
  const lines: readonly Words[] =
    fate === 'good' ? [said.how(codeMinutes), text.waitsFor(incomingWords(facts))] : fate === 'void' ? [said.voidHelp] : [];
  return {
    kind: 'card',
    symbol: '📋',
    title: title[locale],
    state: { word: word[locale], tone: tones[fate] },
    summary: `${titleOf(facts)[locale]} · ${word[locale]}`,
    blocks: [{ kind: 'text', text: [titleOf(facts)[locale], ...lines.map((line) => line[locale])].join('\n') }],
    actions:
      (fate === 'good' || fate === 'late') && !isOver
        ? [press('handover.code', fate === 'good' ? text.buttons.newCode : text.buttons.code, { id: handover.id }, locale)]
        : [],
  };
}
