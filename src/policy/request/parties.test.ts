import { describe, expect, it } from 'vitest';
import { demoPolicy } from '../../../test/policy/demo-policy.ts';
import { type CaseText, caseOf, found, party } from '../../../test/policy/request-case.ts';
import { judgeRequest } from './judge.ts';

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const ruling = (entries: Entries, given: Partial<CaseText>) =>
  judgeRequest(
    demoPolicy({ request: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, { request: ['swap'], ...entry }])) }),
    caseOf({ type: 'swap', filed: '2026-12-01T09:00', ...given }),
  );
const others = { filedBy: { person: 'lead', roles: ['team-lead'] } };

describe('who files', () => {
  it('is the person themselves where the rule says so', () => {
    expect(ruling({ own: { proxy: false } }, {}).findings).toEqual([]);
    expect(found(ruling({ own: { proxy: false } }, others), 'demo-01')).toEqual(['proxy-not-allowed refuse lead/a']);
    expect(ruling({ own: { proxy: true } }, others).findings).toEqual([]);
  });

  it('may be somebody else where the regulation allows it for the sub-type or in the circumstances', () => {
    const entries = { own: { proxy: false }, ill: { kinds: ['illness'], proxy: true }, urgent: { if: { emergency: true }, proxy: true } };
    expect(ruling(entries, { ...others, kind: 'illness' }).findings).toEqual([]);
    expect(ruling(entries, { ...others, kind: 'personal' }).findings).toHaveLength(1);
    expect(ruling(entries, { ...others, answers: { emergency: true } }).findings).toEqual([]);
  });

  it('holds one of the roles that may', () => {
    const entries = { by: { by: ['supervisor', 'manager'] } };
    expect(found(ruling(entries, {}), 'demo-01')).toEqual(['filer-not-allowed refuse representative/supervisor, manager']);
    expect(ruling(entries, { filedBy: { person: 'x', roles: ['manager'] } }).findings).toEqual([]);
    expect(ruling({ by: { by: ['subject'] } }, {}).findings).toEqual([]);
    expect(ruling({ by: { by: ['subject'] } }, others).findings).toHaveLength(1);
  });
});

describe('both sides', () => {
  const same = { same: { same: ['job_type', 'skill_grade'] } };
  const partner = (attributes: Readonly<Record<string, string>>) => ({ partner: party('b', { attributes }) });

  it('share what the rule names', () => {
    expect(ruling(same, partner({ job_type: 'agent', skill_grade: 'junior' })).findings).toEqual([]);
    expect(found(ruling(same, partner({ job_type: 'agent', skill_grade: 'senior' })), 'demo-01')).toEqual([
      'not-the-same refuse skill_grade=senior/skill_grade=junior',
    ]);
    expect(ruling(same, partner({ job_type: 'clerk', skill_grade: 'senior' })).findings).toHaveLength(2);
  });

  it('do not share what one of them does not have, or neither', () => {
    expect(ruling(same, partner({ job_type: 'agent' })).findings).toMatchObject([{ measured: 'skill_grade=', person: 'b' }]);
    const subject = party('a', { attributes: { job_type: 'agent' } });
    expect(ruling(same, { subject, ...partner({ job_type: 'agent', skill_grade: 'junior' }) }).findings).toMatchObject([
      { allowed: 'skill_grade=', measured: 'skill_grade=junior', person: 'a' },
    ]);
    expect(ruling(same, { subject, ...partner({ job_type: 'agent' }) }).findings).toHaveLength(1);
  });

  it('share a station or a desk', () => {
    expect(ruling({ same: { same: ['unit'] } }, { partner: party('b', { station: 'north' }) }).findings).toMatchObject([
      { measured: 'unit=north' },
    ]);
    expect(ruling({ same: { same: ['desk'] } }, { partner: party('b', { station: 'north' }) }).findings).toEqual([]);
  });

  it('are not looked at while nobody has taken it', () => {
    expect(ruling({ ...same, stand: { substitute: { same: 'unit', employment: 'staff' } } }, { partner: null }).findings).toEqual([]);
  });
});

describe('who stands in', () => {
  const entries = { stand: { substitute: { same: 'unit', employment: 'staff', deny: ['guard', 'outsider'] } } };
  const asked = (more: Parameters<typeof party>[1]) => found(ruling(entries, { partner: party('b', more) }), 'demo-01');

  it('is of the unit and employed as the rule says', () => {
    expect(asked({ attributes: { employment: 'staff' } })).toEqual([]);
    expect(asked({ attributes: { employment: 'staff' }, station: 'north' })).toEqual([
      'substitute-not-allowed refuse unit=north/unit=hotline',
    ]);
    expect(asked({ attributes: { employment: 'guard' } })).toEqual(['substitute-not-allowed refuse employment=guard/employment=staff']);
    expect(asked({ attributes: {} })).toEqual(['substitute-not-allowed refuse employment=/employment=staff']);
  });

  it('is never one of those named, by employment or by role', () => {
    expect(asked({ attributes: { employment: 'staff' }, roles: ['guard'] })).toEqual([
      'substitute-not-allowed refuse guard/not guard, outsider',
    ]);
  });
});
