import { plusDays } from '../days.ts';
import type { RequestCase, RequestFinding } from './case.ts';
import { finding, type Judged, rulesOf } from './judged.ts';
import type { RequestRule } from './rule.ts';

/** Words of `requires` that are no document: something that must have happened. `approval` is met by the chain: nothing stands without it. */
const conditions: readonly string[] = ['leave-approved', 'leader-phoned', 'signature', 'approved-trip-request'];

/** Names of a preset are written with dashes, fields of a form with underscores. */
const field = (name: string): string => name.replaceAll('-', '_');

/** Fields every request answers by itself. */
function answered(request: RequestCase, name: string): boolean {
  switch (field(name)) {
    case 'requester':
    case 'applicant':
    case 'subject':
    case 'station':
      return true;
    case 'date':
    case 'from':
    case 'to':
      return request.span !== null || request.from !== null || request.touched.length > 0;
    case 'partner':
      return request.partner !== null;
    default:
      return request.filled.some((filled) => field(filled) === field(name));
  }
}

/** Fields that must be filled. */
export function requiredFields({ rules }: Judged): readonly { readonly field: string; readonly rule: RequestRule }[] {
  return rulesOf(rules, 'required').flatMap((rule) => rule.value.value.map((name) => ({ field: field(name), rule })));
}

/** Fields, documents and conditions that are missing. A document that may follow makes the request provisional. */
export function documentFindings(judged: Judged): readonly RequestFinding[] {
  const { request, rules } = judged;
  return [
    ...requiredFields(judged)
      .filter((one) => !answered(request, one.field))
      .map(
        (one): RequestFinding => ({ ...finding(one.rule, { code: 'field-missing', measured: '', allowed: one.field }), level: 'refuse' }),
      ),
    ...rulesOf(rules, 'requires').flatMap((rule) =>
      rule.value.value
        .filter((name) => name !== 'approval' && !isThere(request, name))
        .map((name) => {
          const code = conditions.includes(name) ? ('condition-missing' as const) : ('document-missing' as const);
          const found = finding(rule, { code, measured: '', allowed: name });
          return rule.requiresBy === 'follow-up' ? { ...found, level: 'provisional' as const } : found;
        }),
    ),
    ...rulesOf(rules, 'check')
      .filter(({ value }) => value.value.includes('certificates-continuous'))
      .flatMap((rule) => gapFinding(request, rule) ?? []),
  ];
}

function isThere({ documents, given, filled }: RequestCase, name: string): boolean {
  return (
    documents.some((one) => field(one.name) === field(name)) || given.includes(name) || filled.some((one) => field(one) === field(name))
  );
}

/** Certificates that say which days they cover leave none of the span out. Without any there is nothing to look at: `requires` asks for them. */
function gapFinding({ documents, from, until }: RequestCase, rule: RequestRule): RequestFinding | null {
  if (from === null) return null;
  const last = until ?? from;
  const covered = documents
    .flatMap((one) => (one.from === null || one.until === null ? [] : [{ from: one.from, until: one.until }]))
    .toSorted((left, right) => (left.from < right.from ? -1 : 1));
  if (covered.length === 0) return null;
  let missing = from;
  for (const one of covered) if (one.from <= missing && one.until >= missing) missing = plusDays(one.until, 1);
  if (missing > last) return null;
  const found = finding(rule, { code: 'certificates-gap', measured: missing, allowed: `${from}/${last}` });
  return rule.requiresBy === 'follow-up' ? { ...found, level: 'provisional' } : found;
}
