import type { Words } from '../../core/locale.ts';
import type { Policy, RecordType } from '../../policy/index.ts';

/** The states an entry of a type passes on a desk, in order: those the desk's rules name, else those of the type. */
export function statesOf(policy: Pick<Policy, 'records'>, type: RecordType): readonly string[] {
  const named = policy.records.findLast(
    ({ value, records, reaction }) => value.key === 'states' && reaction !== 'off' && records.includes(type.code),
  );
  return named?.value.key === 'states' ? named.value.value : type.states.map(({ code }) => code);
}

/** Whether an entry in the state is closed: the last of several, or one the type says ends it. A type of one state is never open. */
export const isClosing = (type: RecordType, state: string, states: readonly string[]): boolean =>
  states.length < 2 || state === states.at(-1) || type.states.some((one) => one.code === state && one.final);

/** States an entry can go to from the one it is in; none once it is closed. */
export function statesAfter(type: RecordType, state: string, states: readonly string[]): readonly string[] {
  return isClosing(type, state, states) ? [] : states.slice(states.indexOf(state) + 1);
}

const names: Readonly<Record<string, Words>> = {
  open: { zh: '未结', en: 'open' },
  closed: { zh: '已结', en: 'closed' },
  done: { zh: '已完成', en: 'done' },
  'not-done': { zh: '未完成', en: 'not done' },
  out: { zh: '已借出', en: 'out' },
  returned: { zh: '已归还', en: 'returned' },
  kept: { zh: '在库', en: 'kept' },
  'kept-sealed': { zh: '封存', en: 'kept sealed' },
  delivered: { zh: '已送达', en: 'delivered' },
  draft: { zh: '草稿', en: 'draft' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  published: { zh: '已发布', en: 'published' },
  withdrawn: { zh: '已撤下', en: 'withdrawn' },
};

/** What a state is called; one nobody named is shown by its code. */
export const stateName = (type: RecordType, state: string): Words =>
  type.states.find(({ code }) => code === state)?.name ?? names[state] ?? { zh: state, en: state.replaceAll('-', ' ') };
