import type { Citation } from '../policy.ts';
import type { JudgeRequest, OwedLater, RequestFinding, RequestRuling } from './case.ts';
import { chainOf } from './chain.ts';
import { claimFindings, rosterFindings } from './checks.ts';
import { countFindings } from './counts.ts';
import { documentFindings, requiredFields } from './documents.ts';
import { forbiddenFindings } from './forbidden.ts';
import { type Judged, judged, type RuleOf, rulesOf } from './judged.ts';
import { missedNotice, noticeFindings, startedBefore } from './notice.ts';
import { partyFindings } from './parties.ts';
import { orderFindings } from './roster-order.ts';

/** Follow-ups that bring what the request stands on: until then it holds provisionally. */
const bringsProof: readonly string[] = ['hand-in-paper', 'submit-form', 'complete'];

/** What the rules of a desk make of a request. Lateness is worked out first: whether a notice rule is not met is a fact others ask about. */
export const judgeRequest: JudgeRequest = (policy, request) => {
  const start = startedBefore(request);
  const late = missedNotice(judged(policy, request, { request: false, start })).length > 0;
  const found = judged(policy, request, { request: late, start });
  const { rules } = found;
  const findings = merged([
    ...noticeFindings(found),
    ...countFindings(found),
    ...forbiddenFindings(found),
    ...partyFindings(found),
    ...documentFindings(found),
    ...orderFindings(found),
    ...claimFindings(found),
    ...rosterFindings(found),
  ]);
  const followUps = rulesOf(rules, 'follow_up').map((rule) => owed(rule, found));
  const chain = chainOf(found);
  const approvalAsked = rulesOf(rules, 'requires').some(({ value }) => value.value.includes('approval'));
  const owing = new Set(rulesOf(rules, 'follow_up').map(({ entry }) => entry));
  const moves = rulesOf(rules, 'effect').filter(({ value }) => value.value === 'responsibility-moves');
  return {
    findings,
    confirm: items(rulesOf(rules, 'confirm')),
    stages: approvalAsked && chain.stages?.length === 0 ? null : chain.stages,
    after: chain.after,
    approveNot: chain.approveNot,
    notify: items(rulesOf(rules, 'notify')),
    handedTo: items(rulesOf(rules, 'to').filter(({ entry }) => !owing.has(entry))),
    show: items(rulesOf(rules, 'show')),
    followUps,
    required: requiredFields(found).map(({ field, rule }) => ({ field, cites: rule.cites })),
    responsibilityMoves: moves.length === 0 ? null : { cites: distinct(moves.flatMap(({ cites }) => cites)) },
    provisional: findings.some(({ level }) => level === 'provisional') || followUps.some(({ do: what }) => bringsProof.includes(what)),
    cites: distinct(rules.flatMap(({ cites }) => cites)),
  } satisfies RequestRuling;
};

const items = <Item>(rules: readonly { readonly value: { readonly value: readonly Item[] } }[]): readonly Item[] => [
  ...new Set(rules.flatMap(({ value }) => value.value)),
];

function owed(rule: RuleOf<'follow_up'>, { rules }: Judged): OwedLater {
  const { do: what, due } = rule.value.value;
  return {
    do: what,
    due: due === 'configurable' ? null : 'rostered_days' in due ? { after: due.after, rosteredDays: due.rostered_days } : due,
    remind: rule.remind,
    to: items(rulesOf(rules, 'to').filter(({ entry }) => entry === rule.entry)),
    otherwise: rule.otherwise,
    cites: rule.cites,
  };
}

const severity: Readonly<Record<RequestFinding['level'], number>> = { flag: 0, provisional: 1, refuse: 2 };

/** What two regulations find alike is one finding that cites both; the stricter level counts. */
function merged(findings: readonly RequestFinding[]): readonly RequestFinding[] {
  const kept = new Map<string, RequestFinding>();
  for (const one of findings) {
    const { code, measured, allowed, person, finding } = one;
    const slot = finding === null ? null : [finding.code, finding.slot, finding.shift, finding.from.toString(), finding.role];
    const key = JSON.stringify([code, measured, allowed, person, slot]);
    const twin = kept.get(key);
    if (twin === undefined) kept.set(key, one);
    else {
      const [most, least] = severity[one.level] > severity[twin.level] ? [one, twin] : [twin, one];
      kept.set(key, { ...most, principle: most.principle && least.principle, cites: distinct([...most.cites, ...least.cites]) });
    }
  }
  return [...kept.values()];
}

const distinct = (cites: readonly Citation[]): readonly Citation[] => [...new Map(cites.map((cite) => [cite.rule, cite])).values()];
