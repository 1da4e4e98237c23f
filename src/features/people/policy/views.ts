import { formatDay, inBrackets, withColon } from '../../../core/format.ts';
import type { Locale, Words } from '../../../core/locale.ts';
import { Temporal } from '../../../core/time.ts';
import type { Override } from '../../../policy/override.ts';
import type { Preset } from '../../../policy/preset.ts';
import { canonicalJson } from '../../../policy/sha256.ts';
import type { Action, Block, Card, Notice, Rich } from '../../../view/view.ts';
import type { AdoptionRow, Desk } from '../people.ts';
import { pathsOf, type RuleState } from './rule-state.ts';
import { conceptWords, responseWords, text } from './text.ts';
import { leafLabel, leafLine, valueWords } from './value-words.ts';

/** Rules on one page of a regulation. */
export const rulesShown = 5;
/** Values and changes on one card; what is cut is said. */
const linesShown = 12;

export const press = (
  route: string,
  args: Readonly<Record<string, string>>,
  label: Words,
  locale: Locale,
  style?: 'primary' | 'danger',
): Action => ({
  kind: 'press',
  route,
  args,
  label: label[locale],
  ...(style === undefined ? {} : { style }),
});

/** `12月3日(周四)` of a date as it is stored. */
export const dayWords = (date: string, locale: Locale): string => formatDay(Temporal.PlainDate.from(date), locale);

/** With its year where that is another than today's. */
function dated(build: (day: string) => Words, date: string, today: string, locale: Locale): string {
  const year = date.slice(0, 4);
  const day = dayWords(date, locale);
  if (year === today.slice(0, 4)) return build(day)[locale];
  return build(locale === 'zh' ? `${year}年${day}` : `${day} ${year}`)[locale];
}

/** A preset as a desk has adopted it. */
export interface AdoptedPreset {
  readonly preset: Preset;
  readonly row: AdoptionRow;
  /** Rules and values changed by the desk, now or to come. */
  readonly changes: number;
}

/** What a desk goes by. */
export function listCard(desk: Desk, adopted: readonly AdoptedPreset[], today: string, leads: boolean, locale: Locale): Card {
  const title = text.list.title(desk.name)[locale];
  const pendingIn = ({ pending }: Preset): readonly string[] => {
    const count = Object.keys(pending).length;
    return count === 0 ? [] : [text.list.pending(count)[locale]];
  };
  const line = ({ preset, row, changes }: AdoptedPreset): Rich => [
    { kind: 'strong', text: preset.title[locale] },
    ` · ${[
      text.list.rules(Object.keys(preset.rules).length)[locale],
      ...pendingIn(preset),
      dated(row.from > today ? text.list.from : text.list.since, row.from, today, locale),
      ...(row.until === null ? [] : [dated(text.list.until, row.until, today, locale)]),
      ...(changes === 0 ? [] : [text.list.changed(changes)[locale]]),
    ].join(' · ')}`,
  ];
  const blocks = adopted.flatMap((one): Block[] => [
    { kind: 'text', text: line(one) },
    {
      kind: 'actions',
      actions: [press('people.policy-show', { desk: desk.id, preset: one.preset.id, from: '0' }, text.list.open(one.preset.title), locale)],
    },
  ]);
  return {
    kind: 'card',
    symbol: '📋',
    title,
    summary: title,
    blocks: adopted.length === 0 ? [{ kind: 'text', text: text.list.none[locale] }] : blocks,
    actions: leads ? [press('people.policy-adopt', { desk: desk.id }, text.list.adopt, locale)] : [],
  };
}

/** `第三条 · telecom-swap-03` */
export const sourceOf = (preset: Preset, state: Pick<RuleState, 'id' | 'rule'>, locale: Locale): string =>
  `${(state.rule.section ?? preset.section)[locale]} · ${state.id}`;

/** What the bot does about a rule on this desk, in one line. */
export function doesWords(preset: Preset, state: RuleState, locale: Locale): string {
  if (state.standing === 'pending') {
    const concept = preset.pending[state.id] ?? '';
    return text.rule.pending(conceptWords[concept] ?? { zh: concept, en: concept })[locale];
  }
  const reason = preset.none[state.id];
  if (reason !== undefined) return text.rule.none(reason)[locale];
  if (state.elsewhere) return text.rule.elsewhere[locale];
  if (state.reaction === 'off' && state.base !== 'off') return text.rule.off[locale];
  if (state.reaction === 'flag' && state.base === 'refuse') return text.rule.warn[locale];
  return state.response === null ? '' : responseWords[state.response][locale];
}

/** Who changed what, from when and why: `陈志远 · 12月3日(周四) 起 · 只提醒 · 原因`. */
export function changeLine(override: Override, who: string, locale: Locale): string {
  const what =
    'rule' in override
      ? text.form.reactions[override.reaction][locale]
      : typeof override.value === 'object' && override.value !== null && !Array.isArray(override.value)
        ? withColon(leafLabel(override.path, locale), canonicalJson(override.value), locale)
        : withColon(leafLabel(override.path, locale), valueWords(override.value, locale), locale);
  const dates = [
    text.list.from(dayWords(override.from, locale))[locale],
    ...(override.until === undefined ? [] : [text.list.until(dayWords(override.until, locale))[locale]]),
  ].join(locale === 'zh' ? ',' : ', ');
  return [what, who, dates, override.reason].join(' · ');
}

/** Names of who made the changes, as far as they are known. */
export type Names = ReadonlyMap<string, Words>;

export const whoOf = ({ by, name }: Override, names: Names, locale: Locale): string => names.get(by)?.[locale] ?? name ?? by;

const isChanged = (state: RuleState): boolean => state.changes.some((change) => change.state !== 'past');

/** One page of a regulation: each rule in our words, with its source and what it does here. */
export function presetCard(
  desk: Desk,
  { preset, row }: AdoptedPreset,
  states: readonly RuleState[],
  start: number,
  names: Names,
  leads: boolean,
  locale: Locale,
): Card {
  const args = { desk: desk.id, preset: preset.id };
  const first = start >= 0 && start < states.length ? start : 0;
  const shown = states.slice(first, first + rulesShown);
  const blocks = shown.flatMap((state): Block[] => [
    { kind: 'text', text: [{ kind: 'strong', text: state.rule.words[locale] }] },
    { kind: 'note', text: [sourceOf(preset, state, locale), doesWords(preset, state, locale)].filter((part) => part !== '').join(' · ') },
    ...valueBlocks(state, locale),
    ...state.changes
      .filter((change) => change.state !== 'past')
      .map(
        ({ override, state: when }): Block => ({
          kind: 'note',
          text: `${when === 'coming' ? text.rule.coming[locale] : text.rule.softened[locale]} · ${changeLine(override, whoOf(override, names, locale), locale)}`,
        }),
      ),
    { kind: 'actions', actions: [press('people.policy-rule', { desk: desk.id, rule: state.id }, text.page.look, locale)] },
  ]);
  const at = (from: number, label: Words): Action => press('people.policy-show', { ...args, from: String(from) }, label, locale);
  const next = first + rulesShown < states.length ? [at(first + rulesShown, text.page.next)] : [];
  const previous = first > 0 ? [at(Math.max(0, first - rulesShown), text.page.previous)] : [];
  const position = text.page.position(Math.min(first + 1, states.length), Math.min(first + rulesShown, states.length), states.length)[
    locale
  ];
  return {
    kind: 'card',
    symbol: '📋',
    title: preset.title[locale],
    summary: `${preset.title[locale]} · ${position}`,
    blocks: [{ kind: 'note', text: `${preset.document[locale]} · ${preset.section[locale]} · ${position}` }, ...blocks],
    actions: [
      ...next,
      ...previous,
      press('people.policy', { desk: desk.id }, text.page.back, locale),
      ...(leads && row.until === null ? [press('people.policy-stop', args, text.page.stop, locale)] : []),
    ],
  };
}

/** The values of a rule; one the desk set shows what the regulation says. */
function valueBlocks(state: RuleState, locale: Locale): Block[] {
  if (state.leaves.length === 0 || state.elsewhere) return [];
  const lines = state.leaves.slice(0, linesShown).map((leaf) => {
    const changed = canonicalJson(leaf.value) !== canonicalJson(leaf.original ?? null);
    return `${leafLine(leaf, locale)}${changed ? text.rule.original(valueWords(leaf.original, locale))[locale] : ''}`;
  });
  const cut = state.leaves.length - lines.length;
  return [{ kind: 'list', items: cut > 0 ? [...lines, `… ${cut}`] : lines }];
}

/** One rule with everything the desk did to it. */
export function ruleCard(desk: Desk, preset: Preset, state: RuleState, names: Names, leads: boolean, locale: Locale): Card {
  const args = { desk: desk.id, rule: state.id };
  const changes = state.changes.map(({ override, state: when }) => {
    const line = changeLine(override, whoOf(override, names, locale), locale);
    return when === 'now' ? line : inBrackets(line, text.rule[when][locale], locale);
  });
  const values = valueBlocks(state, locale);
  const changeable = leads && state.standing === 'traced' && !state.elsewhere;
  return {
    kind: 'card',
    symbol: '📋',
    title: state.rule.words[locale],
    summary: `${preset.title[locale]} · ${state.id}`,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: preset.title[locale], value: sourceOf(preset, state, locale) },
          { label: text.rule.does[locale], value: doesWords(preset, state, locale) },
        ],
      },
      ...(values.length === 0 ? [] : [{ kind: 'heading', text: text.rule.values[locale] } as const, ...values]),
      { kind: 'heading', text: text.rule.history[locale] },
      changes.length === 0
        ? { kind: 'note', text: text.rule.untouched[locale] }
        : {
            kind: 'list',
            items: changes.length > linesShown ? [...changes.slice(-linesShown), `… ${changes.length - linesShown}`] : changes,
          },
    ],
    actions: [
      ...(changeable && pathsOf(preset, state.id).length > 0
        ? [press('people.policy-change', args, text.rule.change, locale, 'primary')]
        : []),
      ...(changeable && isChanged(state) ? [press('people.policy-restore', args, text.rule.restore, locale)] : []),
      press('people.policy-show', { desk: desk.id, preset: preset.id, from: '0' }, text.list.open(preset.title), locale),
    ],
  };
}

export const notice = (tone: Notice['tone'], title: string, lines: readonly string[] = [], actions: readonly Action[] = []): Notice => ({
  kind: 'notice',
  tone,
  title,
  blocks: lines.map((line) => ({ kind: 'text', text: line })),
  actions,
});
