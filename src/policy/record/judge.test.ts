import { describe, expect, it } from 'vitest';
import { recordTypes } from '../load.ts';
import type { Citation, Reaction } from '../policy.ts';
import { type RecordCase, recordRules } from './judge.ts';
import { recordOfForm, recordsBeforeRelease } from './release.ts';
import type { RecordClause, RecordRule } from './rule.ts';

const cite = (rule: string): Citation => ({
  rule,
  preset: 'gate',
  title: { zh: '门岗', en: 'Gate' },
  section: { zh: '一', en: '1' },
  words: { zh: rule, en: rule },
});
const rule = (
  id: string,
  records: readonly string[],
  value: RecordClause,
  more: Partial<RecordRule> & { reaction?: Reaction } = {},
): RecordRule => ({
  value,
  cites: [cite(id)],
  reaction: 'flag',
  entry: `gate record.${id}`,
  records,
  if: null,
  ifAny: null,
  unless: null,
  when: null,
  category: null,
  remind: false,
  principle: false,
  ...more,
});
const judge = (rules: readonly RecordRule[], entry: Partial<RecordCase>) =>
  recordRules({ records: rules, unitKinds: ['centre'] }, { type: 'visitor', state: 'open', fields: {}, ...entry });

describe('fields of a record', () => {
  const required = rule('required', ['visitor'], { key: 'required', value: ['name', 'badge_no'] }, { reaction: 'refuse' });

  it('are missing until each is filled, a blank is not', () => {
    expect(judge([required], { fields: { name: ' ', badge_no: '17' } }).problems).toMatchObject([
      { code: 'missing', fields: ['name'], reaction: 'refuse', cites: [{ rule: 'required' }] },
    ]);
    expect(judge([required], { fields: { name: '王', badge_no: '17' } }).problems).toEqual([]);
  });

  it('count as filled when a flag is no or a number is nought', () => {
    const rules = [rule('r', ['visitor'], { key: 'required', value: ['present', 'count', 'lines'] })];
    expect(judge(rules, { fields: { present: false, count: 0, lines: [] } }).problems).toMatchObject([{ fields: ['lines'] }]);
  });

  it('of other records, other categories and rules that are off are not asked for', () => {
    const others = [
      rule('a', ['duty-log'], { key: 'required', value: ['x'] }),
      rule('b', ['visitor'], { key: 'required', value: ['x'] }, { category: 'press' }),
      rule('c', ['visitor'], { key: 'required', value: ['x'] }, { reaction: 'off' }),
    ];
    expect(judge(others, {}).problems).toEqual([]);
    expect(judge(others, { category: 'press' }).problems).toMatchObject([{ fields: ['x'] }]);
  });

  it('are asked for in the state or kind that needs them only', () => {
    const rules = [rule('r', ['visitor'], { key: 'required_if', value: { 'not-done': ['reason'] } })];
    expect(judge(rules, { state: 'not-done' }).problems).toMatchObject([{ fields: ['reason'] }]);
    expect(judge(rules, { state: 'done' }).problems).toEqual([]);
  });

  it('before a state are asked for on the way into it', () => {
    const entry = { entry: 'gate record.evidence' };
    const rules = [
      rule('w', ['visitor'], { key: 'fields', value: ['evidence_location'] }, entry),
      rule('w', ['visitor'], { key: 'warn_before', value: 'closed' }, entry),
      rule('f', ['visitor'], { key: 'fields', value: ['remarks'] }),
    ];
    expect(judge(rules, { state: 'open' }).problems).toEqual([]);
    expect(judge(rules, { state: 'closed' }).problems).toMatchObject([
      { code: 'missing', fields: ['evidence_location'], reaction: 'flag' },
    ]);
    expect(judge(rules, { state: 'closed', fields: { evidence_location: 'disk 3' } }).problems).toEqual([]);
    expect(judge(rules, {}).fields.map(({ value }) => value)).toEqual(['evidence_location', 'remarks']);
  });

  it('are closed by `closed` in the last state the rules name', () => {
    const entry = { entry: 'gate record.evidence' };
    const rules = [
      rule('s', ['visitor'], { key: 'states', value: ['open', 'filed'] }),
      rule('w', ['visitor'], { key: 'fields', value: ['evidence_location'] }, entry),
      rule('w', ['visitor'], { key: 'warn_before', value: 'closed' }, entry),
    ];
    expect(judge(rules, { state: 'filed' }).problems).toMatchObject([{ fields: ['evidence_location'] }]);
    expect(judge(rules, { state: 'open' }).problems).toEqual([]);
  });
});

describe('values of a record', () => {
  it('outside the list or denied are told with what is allowed', () => {
    const rules = [
      rule('e', ['visitor'], { key: 'enum', value: { kind: ['press', 'guest'] } }),
      rule('v', ['visitor'], { key: 'validate', value: { deny: { destination: ['machine-room'] } } }, { reaction: 'refuse' }),
    ];
    expect(judge(rules, { fields: { kind: 'spy', destination: 'machine-room' } }).problems).toMatchObject([
      { code: 'not-allowed', field: 'kind', value: 'spy', allowed: ['press', 'guest'] },
      { code: 'denied', field: 'destination', value: 'machine-room', reaction: 'refuse' },
    ]);
    expect(judge(rules, { fields: { kind: 'press', destination: 'hall' } }).problems).toEqual([]);
    expect(judge(rules, { fields: {} }).problems).toEqual([]);
  });

  it('of two lists are those in both', () => {
    const rules = [
      rule('a', ['visitor'], { key: 'enum', value: { kind: ['press', 'guest'] } }),
      rule('b', ['visitor'], { key: 'enum', value: { kind: ['guest', 'other'] } }),
    ];
    expect(judge(rules, {}).options.kind?.value).toEqual(['guest']);
  });

  it('one of which must be there are asked for only when the rule holds at that time', () => {
    const rules = [
      rule(
        'v',
        ['visitor'],
        { key: 'validate', value: { require_any: ['badge_no', 'registration'] } },
        { when: ['off-hours'], reaction: 'refuse' },
      ),
    ];
    expect(judge(rules, { facts: { time: ['off-hours'] } }).problems).toMatchObject([{ code: 'one-of-missing' }]);
    expect(judge(rules, { facts: { time: ['off-hours'] }, fields: { registration: '8' } }).problems).toEqual([]);
    expect(judge(rules, { facts: { time: ['office-hours'] } }).problems).toEqual([]);
    expect(judge(rules, {}).problems).toEqual([]);
  });

  it('are asked about in conditions', () => {
    const rules = [rule('r', ['visitor'], { key: 'required', value: ['means'] }, { if: { own_waters: true } })];
    expect(judge(rules, { fields: { own_waters: true } }).problems).toMatchObject([{ fields: ['means'] }]);
    expect(judge(rules, { fields: { own_waters: false } }).problems).toEqual([]);
  });
});

describe('closing a record', () => {
  const entry = { entry: 'gate record.callback', reaction: 'refuse' as const };
  const rules = [
    rule(
      'c',
      ['callback'],
      { key: 'close_if_any', value: [{ flag: 'wrong_contact' }, { entries: 'failed_attempts', min: 3, max: 5 }] },
      entry,
    ),
    rule('c', ['callback'], { key: 'required_before', value: 'closed' }, entry),
  ];
  const close = (fields: RecordCase['fields'], state = 'closed') => judge(rules, { type: 'callback', state, fields }).problems;

  it('is refused before the least number of tries and taken at it', () => {
    expect(close({ failed_attempts: ['09:00', '10:00'] })).toMatchObject([
      { code: 'not-closable', reaction: 'refuse', flags: ['wrong_contact'], counts: [{ field: 'failed_attempts', min: 3, has: 2 }] },
    ]);
    expect(close({ failed_attempts: ['09:00', '10:00', '11:00'] })).toEqual([]);
    expect(close({ failed_attempts: 2 })).toHaveLength(1);
    expect(close({ failed_attempts: 3 })).toEqual([]);
  });

  it('is taken at once where the flag is set, and not asked about while it is open', () => {
    expect(close({ wrong_contact: true })).toEqual([]);
    expect(close({ wrong_contact: false })).toHaveLength(1);
    expect(close({}, 'open')).toEqual([]);
  });
});

describe('what follows from a record', () => {
  it('is gathered from all rules, and nothing is kept where no rule asks', () => {
    const judged = judge(
      [
        rule('a', ['visitor'], { key: 'notify', value: ['duty-leader'] }),
        rule('b', ['visitor'], { key: 'issues', value: 'annex-08' }),
        rule('c', ['visitor'], { key: 'due', value: 'shift-end' }, { remind: true }),
        rule('d', ['visitor'], { key: 'numbered', value: true }),
        rule('e', ['visitor'], { key: 'checkpoints', value: ['floor-1', 'floor-2'] }),
      ],
      {},
    );
    expect(judged.notify).toMatchObject([{ value: ['duty-leader'] }]);
    expect(judged.issues?.value).toBe('annex-08');
    expect(judged.due?.value).toEqual({ when: 'shift-end', remind: true });
    expect(judged.checkpoints.map(({ value }) => value)).toEqual(['floor-1', 'floor-2']);
    expect(judged.kept).toBe(true);
    expect(judge([], {})).toMatchObject({ kept: false, fields: [], problems: [], due: null });
    expect(judge([rule('k', ['visitor'], { key: 'kept', value: true })], {}).kept).toBe(true);
  });

  it('asks a photo of the entry that must have one, and whoever writes it for the role', () => {
    const rules = [
      rule('a', ['visitor'], { key: 'attach', value: ['photo'] }),
      rule('b', ['visitor'], { key: 'by', value: ['guard-captain'] }, { reaction: 'refuse' }),
    ];
    expect(judge(rules, { roles: ['guard'] }).problems).toMatchObject([
      { code: 'unattached' },
      { code: 'not-yours', roles: ['guard-captain'] },
    ]);
    expect(judge(rules, { roles: ['guard-captain'], attached: 1 }).problems).toEqual([]);
  });
});

describe('leaving', () => {
  it('waits for the records that are complete before release, and for no others [center-security-1-11]', () => {
    const entry = { entry: 'gate record.log' };
    const rules = [
      rule('a', ['duty-log'], { key: 'fields', value: ['events'] }, entry),
      rule('a', ['duty-log'], { key: 'required_before', value: 'release' }, entry),
      rule('b', ['callback'], { key: 'required_before', value: 'closed' }),
    ];
    expect(recordsBeforeRelease({ records: rules })).toMatchObject([{ value: 'duty-log', reaction: 'flag', cites: [{ rule: 'a' }] }]);
    const log = { type: 'duty-log', state: 'release' };
    expect(judge(rules, log).problems).toMatchObject([{ code: 'missing', fields: ['events'] }]);
    expect(judge(rules, { ...log, fields: { events: 'none' } }).problems).toEqual([]);
  });
});

it('forms are known by the name regulations give them', () => {
  expect(recordOfForm('annex-08', recordTypes())?.code).toBe('point-violation-notice');
  expect(recordOfForm('duty-report', recordTypes())?.code).toBe('duty-report');
  expect(recordOfForm('annex-99', recordTypes())).toBeNull();
});

describe('what follows from other fields', () => {
  const vip = rule('vip', ['visitor'], { key: 'derive', value: { level: 'high' } }, { if: { kind: 'leader' } });
  const refused = rule('refused', ['visitor'], { key: 'derive', value: { level: 'refused' } }, { if: { kind: 'sales' } });
  const denied = rule('denied', ['visitor'], { key: 'validate', value: { deny: { level: ['refused'] } } }, { reaction: 'refuse' });

  it('is there where the condition holds, and nothing is where none does', () => {
    const level = (kind: string) => judge([vip, refused], { fields: { kind } }).derived.level;
    expect(level('leader')).toMatchObject({ value: 'high', cites: [{ rule: 'vip' }] });
    expect(level('parent')).toBeUndefined();
    expect(judge([{ ...vip, reaction: 'off' }], { fields: { kind: 'leader' } }).derived).toEqual({});
  });

  it('is judged like what was typed, whatever was typed', () => {
    const problems = (kind: string) => judge([vip, refused, denied], { fields: { kind, level: 'general' } }).problems;
    expect(problems('sales')).toMatchObject([{ code: 'denied', field: 'level', value: 'refused', reaction: 'refuse' }]);
    expect(problems('leader')).toEqual([]);
  });
});
