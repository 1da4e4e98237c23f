import { describe, expect, it } from 'vitest';
import { arrival, arriveBy, lateness } from '../../src/policy/presence.ts';
import { at, local, policyOf } from './desk.ts';
import { askedBy, dueBetween, obligationOf, protocolOf } from './register-case.ts';

const policy = policyOf(['telecom-handover', 'property-security-duty'], '2026-12-01');
const protocol = protocolOf(policy);

describe('telecom-handover', () => {
  it('wants people ten minutes before the shift, and not before where no rule says so [telecom-handover-01]', () => {
    const startsAt = at('2026-12-01T07:30');
    const asked = arriveBy({ startsAt, policy });
    expect([local(asked.at), asked.cites.map(({ rule }) => rule)]).toEqual(['2026-12-01T07:20', ['telecom-handover-01']]);
    expect(local(arriveBy({ startsAt, policy: policyOf('property-security-duty', '2026-12-01') }).at)).toBe('2026-12-01T07:30');
  });

  it('flags a clock-in a minute after that, which is not yet late [telecom-handover-01]', () => {
    const startsAt = at('2026-12-01T07:30');
    const flagged = (time: string) => arrival({ startsAt, at: at(time), policy }).cites.map(({ rule }) => rule);
    expect(flagged('2026-12-01T07:20:59')).toEqual([]);
    expect(flagged('2026-12-01T07:21')).toEqual(['telecom-handover-01']);
    expect(lateness({ startsAt, at: at('2026-12-01T07:21'), policy }).late).toBe(false);
  });

  it('keeps a roll-call of the team lead [telecom-handover-02]', () => {
    expect(protocol.records).toMatchObject([
      { value: 'roll-call', fields: ['present', 'absent', 'remarks'], by: ['team-lead'], reaction: 'flag' },
    ]);
  });

  it('holds the outgoing person until the relief is at the same position; a desk without the rule lets go [telecom-handover-04]', () => {
    expect(protocol.release).toMatchObject({ value: 'position', reaction: 'refuse', cites: [{ rule: 'telecom-handover-04' }] });
    expect(protocolOf(policyOf('property-security-duty', '2026-12-01')).release).toBeNull();
  });

  it('has notices read and confirmed at the start of every shift, by the end of it [telecom-handover-05]', () => {
    expect(dueBetween(policy, 'telecom-handover-05', '2026-12-02', '2026-12-02')).toEqual([
      'read:notices 2026-12-02T07:30',
      'read:notices 2026-12-02T16:00',
      'read:notices 2026-12-03T00:00',
    ]);
    expect(obligationOf(policy, 'telecom-handover-05')).toMatchObject({ by: ['representative'], ack: 'read' });
    expect(dueBetween(policyOf('telecom-handover', '2026-12-01'), 'telecom-handover-05', '2026-12-02', '2026-12-02')).toEqual([]);
  });

  it('asks for three sections [telecom-handover-06]', () => {
    expect(askedBy(protocol.sections, 'telecom-handover-06')).toEqual(['equipment', 'difficult-questions', 'people-changes']);
  });
});
