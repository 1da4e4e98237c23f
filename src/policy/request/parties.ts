import type { Party, RequestFinding } from './case.ts';
import { finding, type Judged, presetOf, type RuleOf, rulesOf } from './judged.ts';

/** Who may file it, and whether the other side is somebody who may take part. */
export function partyFindings(judged: Judged): readonly RequestFinding[] {
  return [
    ...proxyFindings(judged),
    ...rulesOf(judged.rules, 'by').flatMap((rule) => filerFindings(judged, rule)),
    ...rulesOf(judged.rules, 'same').flatMap((rule) => rule.value.value.flatMap((name) => notTheSame(judged, rule, name) ?? [])),
    ...rulesOf(judged.rules, 'substitute').flatMap((rule) => substituteFindings(judged, rule)),
  ];
}

/** What a regulation allows somebody else to file for one sub-type lifts what it forbids for all. */
function proxyFindings({ request, rules }: Judged): readonly RequestFinding[] {
  const { subject, filedBy } = request;
  if (filedBy.person === subject.person) return [];
  const lifted = new Set(
    rulesOf(rules, 'proxy')
      .filter(({ value }) => value.value)
      .map(presetOf),
  );
  return rulesOf(rules, 'proxy')
    .filter((rule) => !rule.value.value && !lifted.has(presetOf(rule)))
    .map((rule) => finding(rule, { code: 'proxy-not-allowed', measured: filedBy.person, allowed: subject.person, person: filedBy.person }));
}

function filerFindings({ request }: Judged, rule: RuleOf<'by'>): readonly RequestFinding[] {
  const { filedBy, subject } = request;
  const words = rule.value.value;
  const himself = filedBy.person === subject.person && words.some((word) => word === 'subject' || word === 'requester');
  if (himself || words.some((word) => filedBy.roles.includes(word))) return [];
  const measured = filedBy.roles.join(', ');
  return [finding(rule, { code: 'filer-not-allowed', measured, allowed: words.join(', '), person: filedBy.person })];
}

/** What somebody is compared by: where they stand, or an attribute. Empty: nothing is known of it. */
function traitOf(party: Party, name: string): string {
  if (name === 'desk') return party.desk;
  if (name === 'unit' || name === 'station') return party.station;
  return party.attributes[name] ?? '';
}

/** An attribute that one of them does not have is not the same, also where neither has it. */
function notTheSame({ request }: Judged, rule: RuleOf<'same'>, name: string): RequestFinding | null {
  const { subject, partner } = request;
  if (partner === null) return null;
  const mine = traitOf(subject, name);
  const theirs = traitOf(partner, name);
  if (mine !== '' && mine === theirs) return null;
  const person = theirs === '' || mine !== '' ? partner.person : subject.person;
  return finding(rule, { code: 'not-the-same', measured: `${name}=${theirs}`, allowed: `${name}=${mine}`, person });
}

function substituteFindings({ request }: Judged, rule: RuleOf<'substitute'>): readonly RequestFinding[] {
  const { subject, partner } = request;
  if (partner === null) return [];
  const { same, employment, deny = [] } = rule.value.value;
  const held = partner.attributes.employment ?? '';
  const denied = deny.find((word) => word === held || partner.roles.includes(word));
  const refused = (measured: string, allowed: string): RequestFinding =>
    finding(rule, { code: 'substitute-not-allowed', measured, allowed, person: partner.person });
  return [
    ...(same !== undefined && traitOf(partner, same) !== traitOf(subject, same)
      ? [refused(`${same}=${traitOf(partner, same)}`, `${same}=${traitOf(subject, same)}`)]
      : []),
    ...(employment !== undefined && held !== employment ? [refused(`employment=${held}`, `employment=${employment}`)] : []),
    ...(denied === undefined || (employment !== undefined && held !== employment) ? [] : [refused(denied, `not ${deny.join(', ')}`)]),
  ];
}
