import type { Locale, Words } from '../../core/locale.ts';
import { press } from '../../view/build.ts';
import type { Block, Card } from '../../view/view.ts';
import type { CardFacts } from './card.ts';
import type { IncidentNotice } from './incident-record.ts';
import { rollOf } from './status.ts';
import { text } from './text.ts';
import { badgeOf, listOf, momentWords, type Names, nameIn, reachedWords, receiverName, receiverWords, titleOf, unique } from './views.ts';

type BoardFacts = Pick<CardFacts, 'whole' | 'desk' | 'event' | 'severity' | 'names'>;

/** The card of the channels: what happened and how it stands, not who said what. Of what is about somebody of the desk neither the words nor whose they are. */
export function boardCard(facts: BoardFacts, locale: Locale): Card {
  const { whole, desk, event, severity, names } = facts;
  const { incident } = whole;
  const args = { id: incident.id };
  const head = { kind: 'card', symbol: '⚠️', state: badgeOf(whole, locale) } as const;
  const show = (style?: 'primary') => press('incident.show', text.buttons.show, args, locale, style);
  if (event.quiet)
    return {
      ...head,
      title: desk.name[locale],
      summary: desk.name[locale],
      blocks: [{ kind: 'text', text: text.quiet[locale] }],
      actions: [show()],
    };
  const title = `${titleOf(event, incident, desk)[locale]} · ${desk.name[locale]}`;
  const aside = [
    momentWords(incident.knownAt, desk)[locale],
    severity?.[locale] ?? '',
    event.personal ? '' : nameIn(names, incident.reporter)[locale],
  ];
  const said: Block = { kind: 'text', text: event.personal ? text.quiet[locale] : [{ kind: 'strong', text: incident.line }] };
  return {
    ...head,
    title,
    summary: event.personal ? title : `${title} · ${incident.line}`,
    blocks: [
      said,
      { kind: 'text', text: aside.filter((part) => part !== '').join(' · ') },
      ...toldBlocks(facts, locale),
      ...rollBlocks(facts, locale),
    ],
    actions:
      incident.state === 'closed' || event.personal
        ? [show()]
        : [show('primary'), press('incident.note-open', text.buttons.note, args, locale)],
  };
}

/** Who knows: those who were told, and who outside was reached by hand. */
function toldBlocks({ whole, names }: BoardFacts, locale: Locale): Block[] {
  const told = whole.notices.filter(({ kind, state, person }) =>
    person === null ? state === 'delivered' : kind !== 'call' && state !== 'waiting' && state !== 'skipped',
  );
  const list = listOf(unique(told.map((one) => toldWords(one, names))));
  return told.length === 0 ? [] : [{ kind: 'text', text: text.board.told(list)[locale] }];
}

/** `中心管理人员 骆静`; by hand `保安公司(李经理 · 电话)`. */
function toldWords(one: IncidentNotice, names: Names): Words {
  if (one.person !== null) return receiverWords(one, names);
  const name = receiverName(one.word);
  const { zh, en } = reachedWords(one.answer ?? '');
  return zh === '' ? name : { zh: `${name.zh}(${zh})`, en: `${name.en} (${en})` };
}

function rollBlocks({ whole }: BoardFacts, locale: Locale): Block[] {
  const { present, coming, not, open } = rollOf(whole);
  const roll = present.length + coming.length + not.length + open.length;
  return roll === 0 ? [] : [{ kind: 'text', text: text.board.roll(present.length, coming.length, not.length, open.length)[locale] }];
}
