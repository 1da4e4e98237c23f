import { describe, expect, it } from 'vitest';
import { Temporal } from '../../../core/time.ts';
import { requestTypes } from '../../../policy/index.ts';
import type { RequestDuty, RequestState } from '../request.ts';
import type { Step } from '../request-record.ts';
import type { Lines } from './lines.ts';
import { nextLine, untilWords } from './next.ts';

const zone = 'Asia/Shanghai';
const at = (wall: string): Temporal.Instant => Temporal.ZonedDateTime.from(`2026-12-${wall}[${zone}]`).toInstant();

const names = new Map([
  ['xia', { zh: '夏静', en: 'Xia Jing' }],
  ['pan', { zh: '潘虹', en: 'Pan Hong' }],
  ['bai', { zh: '白雪峰', en: 'Bai Xuefeng' }],
]);
const duty = (person: string, part: RequestDuty['part'], day: string): RequestDuty => ({
  slot: `${person}-${day}`,
  person,
  part,
  dutyOn: `2026-12-${day}`,
  shift: 'day',
  startsAt: at(`${day}T08:00`),
  endsAt: at(`${day}T16:00`),
});
const step = (over: Partial<Step>): Step => ({
  id: 's',
  round: 'grant',
  kind: 'approve',
  stage: 1,
  words: ['superior'],
  minRank: null,
  rules: [],
  state: 'open',
  decidedBy: null,
  decidedFor: null,
  decidedAt: null,
  reason: null,
  handedTo: null,
  handedBy: null,
  ...over,
});

function lines(type: string, state: RequestState, duties: readonly RequestDuty[], steps: readonly Step[] = []): Lines {
  const known = requestTypes().find(({ code }) => code === type);
  if (known === undefined) throw new Error(`No request type ${type}`);
  return {
    type: known,
    desk: { name: { zh: '热线台', en: 'Hotline' }, zone },
    name: (person) => names.get(person) ?? { zh: '?', en: '?' },
    shift: () => ({ zh: '白班', en: 'day' }),
    whole: {
      request: {
        id: 'r',
        number: 3,
        desk: 'd',
        type,
        kind: null,
        subject: 'xia',
        filedBy: 'xia',
        partner: type === 'leave' ? null : 'pan',
        fromOn: '2026-12-03',
        untilOn: '2026-12-04',
        startsAt: at('03T00:00'),
        endsAt: at('05T00:00'),
        duties,
        fields: {},
        toldAt: null,
        parent: null,
        state,
        station: '',
        days: 2,
        provisional: false,
        stage: 1,
        filedAt: at('01T09:00'),
        decidedAt: null,
        policyVersion: 'v1',
        version: 1,
      },
      steps,
      followUps: [],
      documents: [],
      question: null,
      setAside: [],
      approveNot: [],
      notify: [],
      lapsesAt: at('03T00:00'),
      closedAt: null,
    },
  };
}
const facts = (of: Lines) => ({ lines: of, signers: () => [{ person: 'bai', for: null }] });

describe('by when somebody has to decide', () => {
  const waiting = (over: Partial<Lines['whole']['request']>, type = 'leave'): Lines => {
    const made = lines(type, 'approving', [], [step({})]);
    return { ...made, whole: { ...made.whole, request: { ...made.whole.request, ...over }, lapsesAt: at('15T09:00') } };
  };
  const said = (of: Lines) => nextLine(facts(of), false, 'zh');

  it('is before it begins, not when it would lapse', () => {
    expect(said(waiting({ startsAt: at('02T08:00') }))).toContain('12月2日(周三)08:00 前');
    expect(said(waiting({ startsAt: at('16T08:00') }))).toContain('12月15日(周二)09:00 前');
  });

  it('is until it lapses where it has begun when it is asked for', () => {
    expect(said(waiting({ startsAt: at('01T08:00') }))).toContain('12月15日(周二)09:00 前');
  });

  it('is before a thing leaves by the day and time of its form', () => {
    const none = { startsAt: null, endsAt: null };
    expect(said(waiting({ ...none, fields: { day: '2026-12-01', at: '18:00' } }, 'item-out'))).toContain('12月1日(周二)18:00 前');
    expect(said(waiting({ ...none, fields: {} }, 'item-out'))).toContain('12月15日(周二)09:00 前');
  });
});

describe('the last moment', () => {
  it('at midnight is the end of the day before', () => {
    expect(untilWords(at('03T00:00'), zone, 'zh')).toBe('12月2日(周三)结束前');
    expect(untilWords(at('03T00:00'), zone, 'en')).toBe('by the end of Wed 2 Dec');
  });

  it('at any other time is that time', () => {
    expect(untilWords(at('03T00:01'), zone, 'zh')).toBe('12月3日(周四)00:01 前');
    expect(untilWords(at('02T23:59'), zone, 'en')).toBe('by Wed 2 Dec 23:59');
  });
});

describe('what comes next', () => {
  it('is who has to sign, and until when', () => {
    const waits = lines('leave', 'approving', [], [step({})]);
    expect(nextLine(facts(waits), false, 'zh')).toBe('等白雪峰审批,12月2日(周三)结束前');
    expect(nextLine(facts(waits), false, 'en')).toBe('Waits for Bai Xuefeng to decide, by the end of Wed 2 Dec');
  });

  it('asks the reader where it is for them to agree', () => {
    const waits = lines('swap', 'confirming', [], [step({ kind: 'confirm', words: ['partner'] })]);
    expect(nextLine(facts(waits), true, 'zh')).toBe('请你决定同意不同意,12月2日(周三)结束前');
    expect(nextLine(facts(waits), false, 'zh')).toBe('等白雪峰同意,12月2日(周三)结束前');
  });

  it('says of an approved swap who works which shift now, and of one that came to nothing that the roster stays', () => {
    const duties = [duty('xia', 'given', '03'), duty('pan', 'returned', '04')];
    expect(nextLine(facts(lines('swap', 'approved', duties)), false, 'zh')).toBe(
      '值班表已改:潘虹上 12月3日(周四)白班 08:00–16:00;夏静上 12月4日(周五)白班 08:00–16:00',
    );
    expect(nextLine(facts(lines('swap', 'declined', duties)), false, 'zh')).toBe('值班表没有变。');
  });

  it('says of an approved leave how many shifts it frees', () => {
    expect(nextLine(facts(lines('leave', 'approved', [duty('xia', 'absent', '03')])), false, 'en')).toBe('1 shift is free now.');
    expect(nextLine(facts(lines('leave', 'approved', [])), false, 'zh')).toBe('这段时间没有排班。');
    expect(nextLine(facts(lines('leave', 'refused', [])), false, 'zh')).toBeNull();
  });
});
