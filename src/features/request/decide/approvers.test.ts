import { describe, expect, it } from 'vitest';
import {
  type ApprovalDirectory,
  approversFor,
  type Holder,
  holdersOf,
  mayNotSign,
  type Parties,
  signersOf,
  superiorsOf,
} from './approvers.ts';

const holder = (person: string, desk: string, roles: readonly string[], attributes: Readonly<Record<string, string>> = {}): Holder => ({
  person,
  code: person,
  name: { zh: person, en: person },
  desk,
  roles,
  attributes,
  linked: true,
});

const lines: Readonly<Record<string, readonly string[]>> = {
  gate: ['gate', 'centre', 'root'],
  north: ['north', 'centre', 'root'],
  centre: ['centre', 'root'],
  root: ['root'],
};

function directory(holders: readonly Holder[], onDuty: ApprovalDirectory['onDuty'] = []): ApprovalDirectory {
  return { holders, lineageOf: (desk) => lines[desk] ?? [desk], onDuty };
}

const usual = directory([
  holder('an', 'gate', ['guard']),
  holder('bo', 'north', ['guard']),
  holder('chen', 'gate', ['team-lead']),
  holder('he', 'north', ['team-lead']),
  holder('admin', 'gate', ['desk-admin']),
  holder('boss', 'centre', ['department-head'], { rank: 'manager' }),
  holder('top', 'root', ['general-manager'], { rank: 'director' }),
  holder('hu', 'elsewhere', ['hr']),
]);

const asked = (by: string, partner: Parties['partner'] = null): Parties => ({ desk: 'gate', subject: by, filedBy: by, partner });
const approvers = (words: readonly string[], parties: Parties, given = usual, minRank: string | null = null, not: readonly string[] = []) =>
  approversFor({ words, minRank }, parties, mayNotSign(parties, not, given), given);

describe('whom somebody answers to', () => {
  it('is the lead of the nearest desk they do not lead themselves; the admin only where there is nobody else', () => {
    expect(superiorsOf('an', 'gate', usual)).toEqual(['chen']);
    expect(superiorsOf('chen', 'gate', usual)).toEqual(['boss']);
    expect(superiorsOf('an', 'gate', directory([holder('an', 'gate', []), holder('admin', 'gate', ['desk-admin'])]))).toEqual(['admin']);
  });

  it('is whom the attribute names, also from elsewhere', () => {
    const given = directory([
      holder('an', 'gate', ['guard'], { superior: 'wang' }),
      holder('wang', 'far', ['staff']),
      holder('chen', 'gate', ['team-lead']),
    ]);
    expect(superiorsOf('an', 'gate', given)).toEqual(['wang']);
  });

  it('is another lead of the same desk where there is nobody above, and nobody at the very top', () => {
    const given = directory([holder('chen', 'gate', ['team-lead']), holder('cai', 'gate', ['team-lead'])]);
    expect(superiorsOf('chen', 'gate', given)).toEqual(['cai']);
    expect(superiorsOf('chen', 'gate', directory([holder('chen', 'gate', ['team-lead'])]))).toEqual([]);
  });
});

describe('the words of a chain', () => {
  it('find roles on the nearest desk upwards', () => {
    expect(holdersOf('team-lead', asked('an'), usual)).toEqual(['chen']);
    expect(holdersOf('department-head', asked('an'), usual)).toEqual(['boss']);
    expect(holdersOf('principal', asked('an'), usual)).toEqual([]);
  });

  it('find offices of the organisation wherever they are, other roles only above', () => {
    expect(holdersOf('hr', asked('an'), usual)).toEqual(['hu']);
  });

  it('find superiors, the team leads of both sides, and any lead for a manager', () => {
    expect(holdersOf('superior-of-superior', asked('an'), usual)).toEqual(['boss']);
    const swap = asked('an', { person: 'bo', desk: 'north' });
    expect(holdersOf('team-lead-of-requester', swap, usual)).toEqual(['chen']);
    expect(holdersOf('team-lead-of-partner', swap, usual)).toEqual(['he']);
    expect(holdersOf('team-lead-of-partner', asked('an'), usual)).toEqual([]);
    expect(holdersOf('manager', asked('an'), usual)).toEqual(['chen']);
    expect(holdersOf('department', asked('an'), usual)).toEqual(['chen', 'admin']);
  });

  it('is the own lead of a desk with several teams: the lead of the other team does not sign for them', () => {
    const given = directory([
      holder('an', 'gate', ['guard'], { superior: 'li' }),
      holder('bo', 'gate', ['guard'], { superior: 'ma' }),
      holder('li', 'gate', ['team-lead']),
      holder('ma', 'gate', ['team-lead']),
    ]);
    const parties = asked('an', { person: 'bo', desk: 'gate' });
    expect(holdersOf('team-lead-of-requester', parties, given)).toEqual(['li']);
    expect(holdersOf('team-lead-of-partner', parties, given)).toEqual(['ma']);
  });

  it('find the duty leader on duty, else whoever holds the role', () => {
    const given = directory(
      [holder('an', 'gate', []), holder('li', 'gate', ['duty-leader']), holder('mo', 'gate', ['guard'])],
      [{ person: 'mo', role: 'duty-leader' }],
    );
    expect(holdersOf('duty-leader', asked('an'), given)).toEqual(['mo']);
    expect(holdersOf('duty-leader', asked('an'), { ...given, onDuty: [] })).toEqual(['li']);
    expect(holdersOf('team-lead-on-duty', asked('an'), given)).toEqual([]);
  });
});

describe('who may sign', () => {
  it('is never one of its people; their superior is asked instead', () => {
    expect(approvers(['team-lead'], asked('chen'))).toEqual(['boss']);
    expect(approvers(['superior'], { ...asked('an'), filedBy: 'chen' })).toEqual(['boss']);
    expect(approvers(['team-lead'], asked('an', { person: 'chen', desk: 'gate' }))).toEqual(['boss']);
    expect(approvers(['general-manager'], asked('top'))).toEqual([]);
  });

  it('is nobody a rule bars', () => {
    expect(approvers(['team-lead'], asked('an'), usual, null, ['team-lead'])).toEqual(['boss']);
  });

  it('has at least the rank that is asked for', () => {
    expect(approvers(['department-head'], asked('an'), usual, 'manager')).toEqual(['boss']);
    expect(approvers(['department-head'], asked('an'), usual, 'director')).toEqual([]);
    expect(approvers(['general-manager'], asked('an'), usual, 'director')).toEqual(['top']);
  });

  it('is also who stands in for them, or had it handed over, but none of its people', () => {
    const barred = new Set(['an']);
    const signers = signersOf(
      ['chen'],
      { to: 'he', by: 'chen' },
      [
        { from: 'chen', to: 'boss' },
        { from: 'chen', to: 'an' },
        { from: 'x', to: 'y' },
      ],
      barred,
    );
    expect(signers).toEqual([
      { person: 'chen', for: null },
      { person: 'he', for: 'chen' },
      { person: 'boss', for: 'chen' },
    ]);
  });
});
