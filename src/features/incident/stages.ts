import type { Route, Stage } from '../../policy/index.ts';
import type { NoticeKind } from './incident-record.ts';

/** Everybody of the desk. */
export const wholeUnit = 'whole-unit';
/** Lanes that are not an entry of the policy. */
export const lanes = { call: 'call', up: 'up', noRule: 'no-rule', afterHandling: 'after-handling' } as const;

/** Immediate actions that are more than an instruction. */
export const actionWords = { callOut: 'call-out', extendShift: 'extend-shift' } as const;

/** A receiver as the slice sees it: everybody who is called out is one of a roll, not one after the other. */
export type PlannedStage = Omit<Stage, 'kind'> & { readonly kind: NoticeKind };

const plain = {
  step: 1,
  dueAt: null,
  urgent: false,
  optional: false,
  written: false,
  ack: true,
  remind: false,
  requires: [],
} as const satisfies Partial<PlannedStage>;

/** The superior is told where no rule speaks of what happened, and after handling where a rule says to report then. */
export const toSuperior = (lane: string, cites: PlannedStage['cites']): PlannedStage => ({
  ...plain,
  lane,
  kind: 'to',
  word: 'superior',
  cites,
});

/** Receivers of a route; a call-out makes a roll of the whole unit, also where the rule names others as receivers. */
export function plannedStages(route: Route): readonly PlannedStage[] {
  const callOut = route.actions.find(({ value }) => value === actionWords.callOut);
  if (route.cites.length === 0) return [toSuperior(lanes.noRule, [])];
  const isRoll = ({ word }: Stage): boolean => callOut !== undefined && word === wholeUnit;
  const stages = route.stages.map((stage): PlannedStage => (isRoll(stage) ? { ...stage, kind: 'call', urgent: true } : stage));
  if (callOut === undefined || route.stages.some(isRoll)) return stages;
  return [...stages, { ...plain, lane: lanes.call, kind: 'call', word: wholeUnit, urgent: true, cites: callOut.cites }];
}

export const calls = ({ actions }: Pick<Route, 'actions'>, action: string): boolean => actions.some(({ value }) => value === action);
