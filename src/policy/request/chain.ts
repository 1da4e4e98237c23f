import type { RequestCase, Stage } from './case.ts';
import { tiersStand } from './checks.ts';
import { type Judged, presetOf, type RuleOf, rulesOf } from './judged.ts';
import { asksAbout } from './notice.ts';
import type { RequestRule } from './rule.ts';

type Route = readonly Stage[];
type Tier = RuleOf<'tiers'>['value']['value'][number];
type TierRule = { readonly rule: RuleOf<'tiers'>; readonly tier: Tier };

/** Circumstances of the filing: a rule that names who decides then takes the place of the others. */
const filing = ['late_request', 'verbal', 'after_start'];

/**
 * Who has to sign. Within a regulation a decider named for a circumstance or sub-type takes the place of the general one; tiers by length stay
 * beside it, except where the circumstance is how it was filed. Several regulations are all satisfied. `after` follows on whatever decides.
 */
export function chainOf(judged: Judged): { readonly stages: Route | null; readonly after: Route; readonly approveNot: readonly string[] } {
  const { rules } = judged;
  const presets = [...new Set(rules.map(presetOf))];
  const routes = presets.flatMap((preset) => routesOf(judged, (rule) => presetOf(rule) === preset));
  const after = merge(rulesOf(rules, 'then').map((rule) => inMode(rule.value.value, rule, null)));
  const approveNot = [...new Set(rulesOf(rules, 'approve_not').flatMap(({ value }) => value.value))];
  if (routes.length === 0) return { stages: null, after, approveNot };
  const decided = merge(routes);
  const last = Math.max(0, ...decided.map(({ number }) => number));
  const later = after.map((stage) => ({ ...stage, number: last + stage.number }));
  return { stages: merge([[...decided, ...later]]), after: [], approveNot };
}

function routesOf(judged: Judged, ours: (rule: RequestRule) => boolean): readonly Route[] {
  const approve = rulesOf(judged.rules, 'approve').filter(ours);
  const how = approve.filter(({ scope }) => asksAbout(scope, filing));
  const tiers = tierRoute(judged, ours);
  const byTier = tiers === null || (how.length > 0 && !tiersStand(judged.rules)) ? [] : [tiers];
  const named = how.length > 0 ? how : mostSpecific(approve);
  return [...byTier, ...named.map((rule) => inMode(rule.value.value, rule, null))];
}

/** Rules with the narrowest scope: for some circumstances before for all, for some sub-types before for all. */
function mostSpecific<Rule extends RequestRule>(rules: readonly Rule[]): readonly Rule[] {
  const rank = ({ scope }: Rule): number => (scope.if === null && scope.ifAny === null ? 0 : 2) + (scope.kinds === null ? 0 : 1);
  const most = Math.max(0, ...rules.map(rank));
  return rules.filter((rule) => rank(rule) === most);
}

/** Several deciders without a word on how they stand to each other all sign, in any order. */
function inMode(words: readonly string[], rule: RequestRule, minRank: string | null): Route {
  const { cites, mode } = rule;
  if (words.length === 0) return [];
  if (mode === 'one') return [{ number: 1, words, minRank, cites }];
  return words.map((word, index) => ({
    number: mode === 'sequential' ? index + 1 : 1,
    words: [word],
    minRank: index === words.length - 1 ? minRank : null,
    cites,
  }));
}

function tierRoute(judged: Judged, ours: (rule: RequestRule) => boolean): Route | null {
  const all = mostSpecific(rulesOf(judged.rules, 'tiers').filter(ours)).flatMap((rule) => rule.value.value.map((tier) => ({ rule, tier })));
  if (all.length === 0) return null;
  const ordered = all.toSorted((left, right) => floorOf(left.tier) - floorOf(right.tier));
  const deciding = tierFor(ordered, judged.request.lengths);
  const stepByStep = rulesOf(judged.rules, 'chain').filter(({ value }) => value.value.step_by_step);
  const steps = stepByStep.some(ours) ? ordered.slice(0, ordered.indexOf(deciding) + 1) : [deciding];
  return inSequence(steps.map(({ rule, tier }) => inMode(tier.by, rule, tier.min_rank ?? null)));
}

const floorOf = ({ over, from }: Tier): number => over ?? from ?? 0;

/** The tier a length belongs to. Between the limit of one and the start of the next (2.5 days) it is the higher one's; beyond all of them the last's. */
function tierFor(ordered: readonly TierRule[], lengths: RequestCase['lengths']): TierRule {
  const lengthFor = ({ unit }: Tier): number => (unit === 'day' ? lengths.days : lengths.workingDays);
  const fits = ordered.findLast(({ tier }) => {
    const length = lengthFor(tier);
    const { over, from, up_to: upTo } = tier;
    return (over === undefined || length > over) && (from === undefined || length >= from) && (upTo === undefined || length <= upTo);
  });
  const higher = ordered.find(({ tier }) => floorOf(tier) > 0 && lengthFor(tier) <= floorOf(tier));
  const found = fits ?? higher ?? ordered.at(-1);
  if (found === undefined) throw new Error('A chain by length without a tier');
  return found;
}

function inSequence(routes: readonly Route[]): Route {
  let last = 0;
  return routes.flatMap((route) => {
    const moved = route.map((stage) => ({ ...stage, number: stage.number + last }));
    last = Math.max(last, ...moved.map(({ number }) => number));
    return moved;
  });
}

/** Stages of the same number are signed in any order. Who is asked for twice signs once, at the later of the two. */
function merge(routes: readonly Route[]): Route {
  const kept = new Map<string, Stage>();
  for (const stage of routes.flat()) {
    const key = JSON.stringify([stage.words.toSorted(), stage.minRank]);
    const twin = kept.get(key);
    kept.set(
      key,
      twin === undefined
        ? stage
        : { ...stage, number: Math.max(stage.number, twin.number), cites: distinct([...twin.cites, ...stage.cites]) },
    );
  }
  const ordered = [...kept.values()].toSorted((left, right) => left.number - right.number);
  const numbers = [...new Set(ordered.map(({ number }) => number))];
  return ordered.map((stage) => ({ ...stage, number: numbers.indexOf(stage.number) + 1 }));
}

const distinct = (cites: Stage['cites']): Stage['cites'] => [...new Map(cites.map((cite) => [cite.rule, cite])).values()];
