import { describe, expect, it } from 'vitest';
import { isRepeated, judgeRequest, offPost } from '../../src/policy/index.ts';
import { at, citing, day, findingsOf, hours, person, policyOf, rosterOf, zone } from './desk.ts';
import { askedBy, dueBetween, dueOn, judged, mayRead, obligationOf, problemsOf, protocolOf, receivers, routed } from './register-case.ts';
import { type CaseText, caseOf, duty, fact, found, party, proposed, stagesOf } from './request-case.ts';

const policy = policyOf('front-desk-duty', '2026-12-01');
const with_ = (roles: readonly string[]) =>
  rosterOf(policy, '2026-12-01', '2026-12-01', [person('a', 'duty-officer', { memberRoles: roles })]);

describe('front-desk-duty', () => {
  it('flags anyone but a property assistant at the desk [front-desk-duty-01]', () => {
    expect(findingsOf(policy, with_(['property-assistant']), '2026-12-01', '2026-12-01')).toEqual([]);
    expect(citing(findingsOf(policy, with_(['foreman']), '2026-12-01', '2026-12-01'), 'front-desk-duty-01')).toEqual([
      'role-missing flag 2026-12-01T08:30–2026-12-01T18:00 foreman/property-assistant',
    ]);
  });

  it('is on duty from 08:30 to 18:00 every day [front-desk-duty-02]', () => {
    expect(hours(policy, '2026-12-01')).toEqual({ 'front-desk': '08:30–18:00' });
    expect(hours(policy, '2026-12-05')).toEqual({ 'front-desk': '08:30–18:00' });
  });

  it('names a day nobody was put in, and none that has someone [front-desk-duty-02]', () => {
    const roster = with_(['property-assistant']);
    expect(citing(findingsOf(policy, roster, '2026-12-01', '2026-12-02'), 'front-desk-duty-02')).toEqual([
      'shift-empty flag 2026-12-02T08:30–2026-12-02T18:00 0/1',
    ]);
  });

  it('flags leaving the post [front-desk-duty-03]', () => {
    expect(offPost(policy)).toMatchObject({ flagged: true, cites: [{ rule: 'front-desk-duty-03' }] });
    expect(offPost(policyOf('property-security-duty', '2026-12-01'))).toEqual({ flagged: false, cites: [] });
  });

  const asks = (type: string, filed: string, more: Partial<CaseText> = {}) =>
    judgeRequest(
      policy,
      caseOf({ type, filed, from: '2026-12-03', touched: [duty('a', 'front-desk', '2026-12-03T08:30', '2026-12-03T18:00')], ...more }),
    );
  const supervisor = { filedBy: { person: 's', roles: ['customer-supervisor'] }, partner: party('b') };

  it('refuses leave and a changed rest day that are not asked for a day ahead [front-desk-duty-23]', () => {
    for (const type of ['leave', 'rest-change']) {
      expect(found(asks(type, '2026-12-02T23:59'), 'front-desk-duty-23')).toEqual([]);
      expect(found(asks(type, '2026-12-03T00:00'), 'front-desk-duty-23')).toEqual(['too-late refuse P0D/P1D']);
      expect(stagesOf(asks(type, '2026-12-02T09:00'), 'front-desk-duty-23')).toEqual(['1 customer-supervisor']);
    }
    expect(found(asks('outing', '2026-12-03T00:00'), 'front-desk-duty-23')).toEqual([]);
  });

  it('has the supervisor fill the gap before the shift, for a leave that was approved [front-desk-duty-24]', () => {
    expect(asks('leave', '2026-12-01T09:00').followUps).toMatchObject([
      { do: 'fill-gap', due: { before: 'start' }, to: ['customer-supervisor'], cites: [{ rule: 'front-desk-duty-24' }] },
    ]);
    const cover = (more: Partial<CaseText>) =>
      found(asks('substitute', '2026-12-01T09:00', { ...supervisor, ...more }), 'front-desk-duty-24');
    expect(cover({})).toEqual(['condition-missing flag /leave-approved']);
    expect(cover({ given: ['leave-approved'] })).toEqual([]);
    expect(cover({ answers: { emergency: true } })).toEqual([]);
  });

  it('refuses swaps and cover that staff arrange themselves, not those of the supervisor [front-desk-duty-25]', () => {
    for (const type of ['swap', 'substitute']) {
      expect(found(asks(type, '2026-12-01T09:00', { partner: party('b') }), 'front-desk-duty-25')).toEqual([
        'filer-not-allowed refuse representative/customer-supervisor',
      ]);
      expect(found(asks(type, '2026-12-01T09:00', supervisor), 'front-desk-duty-25')).toEqual([]);
      expect(asks(type, '2026-12-01T09:00', supervisor).stages).toEqual([]);
    }
  });

  it('counts taking over late as late and not taking over as absence [front-desk-duty-26]', () => {
    expect(proposed(policy, [fact('late-takeover', '2026-12-03', 5)])).toEqual(['late front-desk-duty-26']);
    expect(proposed(policy, [fact('no-takeover', '2026-12-03')])).toEqual(['absence front-desk-duty-26']);
    expect(proposed(policy, [fact('off-post', '2026-12-03', 5)])).toEqual([]);
  });
});

describe('front-desk-duty: what is written, handed over, reported and due', () => {
  const protocol = protocolOf(policy);
  const none = protocolOf(policyOf('property-security-duty', '2026-12-01'));

  it('reports a major matter to the superior once it is registered [front-desk-duty-10]', () => {
    const route = routed(policy, 'major-matter');
    expect(receivers(route, 'front-desk-duty-10')).toEqual(['1 to superior 10:30']);
    expect(route.stages[0]?.requires).toEqual(['registered']);
    expect(receivers(routed(policy, 'problem'), 'front-desk-duty-10')).toEqual([]);
  });

  it('tells those concerned of an information record, by one of three degrees [front-desk-duty-14]', () => {
    const record = (urgency: string) => judged(policy, 'information-record', { fields: { urgency } });
    expect(record('urgent').notify).toMatchObject([{ value: ['person-concerned'], cites: [{ rule: 'front-desk-duty-14' }] }]);
    expect(problemsOf(record('urgent'), 'front-desk-duty-14')).toEqual([]);
    expect(problemsOf(record('soon'), 'front-desk-duty-14')).toEqual(['not-allowed flag urgency soon']);
    expect(judged(policy, 'visitor').notify).toEqual([]);
  });

  it('shows the duty record to staff and to no guest or outside member [front-desk-duty-15]', () => {
    expect(mayRead(policy, ['duty-log'], ['internal-staff'])).toBe('yes');
    expect(mayRead(policy, ['duty-log'], ['internal-staff', 'guest'])).toBe('no front-desk-duty-15');
    expect(mayRead(policy, ['duty-log'], ['external'])).toBe('no front-desk-duty-15');
  });

  it('tells results and what remains, and follows up what is open [front-desk-duty-16] [front-desk-duty-19]', () => {
    expect(askedBy(protocol.sections, 'front-desk-duty-16')).toEqual(['results', 'remaining-matters']);
    expect(askedBy(protocol.incoming, 'front-desk-duty-19')).toEqual(['record-read', 'questions-asked']);
    expect(protocol.carryOver?.value).toBe('assigned-to-incoming');
  });

  it('passes open matters on with a reason only [front-desk-duty-17]', () => {
    expect(protocol.openItems).toMatchObject({ value: 'reason-required', reaction: 'flag', cites: [{ rule: 'front-desk-duty-17' }] });
    expect(none.openItems).toBeNull();
  });

  it('holds whoever is there until the relief has come, and tells the supervisor [front-desk-duty-18]', () => {
    expect(protocol.release).toMatchObject({ value: 'position', reaction: 'refuse', cites: [{ rule: 'front-desk-duty-18' }] });
    expect(askedBy(protocol.alert, 'front-desk-duty-18')).toEqual(['customer-supervisor']);
    expect(none.release).toBeNull();
  });

  it('tracks matters of owners until they are closed [front-desk-duty-20]', () => {
    expect(judged(policy, 'owner-matter').states?.value).toEqual(['open', 'closed']);
  });

  it('wants a written report when one kind of matter comes up three times in seven days [front-desk-duty-21]', () => {
    const value = obligationOf(policy, 'front-desk-duty-21');
    const calendar = { zone, day, anchors: () => null };
    const repeated = (times: readonly string[]) => isRepeated(value, times.map(at), at('2026-12-08T10:00'), calendar);
    expect(repeated(['2026-12-01T10:01', '2026-12-05T09:00', '2026-12-08T10:00'])).toBe(true);
    expect(repeated(['2026-12-01T10:00', '2026-12-05T09:00', '2026-12-08T10:00'])).toBe(false);
    expect(repeated(['2026-12-05T09:00', '2026-12-08T10:00'])).toBe(false);
    expect(dueOn(policy, 'front-desk-duty-21', 'repeated-matter', '2026-12-08T10:00')).toEqual([
      'submit:repetition-report 2026-12-10T00:00',
    ]);
    expect(value).toMatchObject({ by: ['duty-officer'], to: ['superior'], written: true });
  });

  it('has the supervisor look through the record every day [front-desk-duty-22]', () => {
    expect(dueBetween(policy, 'front-desk-duty-22', '2026-12-05', '2026-12-06')).toEqual([
      'review:duty-log 2026-12-05T18:00',
      'review:duty-log 2026-12-06T18:00',
    ]);
    expect(obligationOf(policy, 'front-desk-duty-22').by).toEqual(['customer-supervisor']);
  });
});
