import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Colleague, type DutyLine, Exchange, says } from '../harness/exchange.ts';
import { barrier } from '../harness/use-case.ts';

const operator = { job_type: 'hotline', skill_grade: '2' };
const people: readonly Colleague[] = [
  { code: 'lead', name: '林班长', roles: ['team-lead'] },
  { code: 'director', name: '杜主任', roles: ['centre-director'] },
  ...(
    [
      ['an', '安平'],
      ['bai', '白雪'],
      ['cao', '曹勇'],
      ['ding', '丁宁'],
    ] as const
  ).map(([code, name]) => ({ code, name, roles: ['staff'], attributes: operator })),
  { code: 'fan', name: '范星', roles: ['staff'], attributes: { job_type: 'hotline', skill_grade: '4' } },
];
const shift = (on: number, name: string, ...who: string[]): DutyLine => ({
  on: `2026-12-${String(on).padStart(2, '0')}`,
  shift: name,
  people: who,
});
const duties = [
  shift(7, 'early', 'an'),
  shift(8, 'late', 'bai'),
  shift(9, 'early', 'bai'),
  shift(10, 'late', 'an'),
  shift(12, 'late', 'bai'),
  shift(14, 'late', 'an'),
  shift(11, 'early', 'an'),
  shift(13, 'early', 'bai'),
  shift(15, 'early', 'an'),
  shift(17, 'early', 'bai'),
  shift(19, 'early', 'cao'),
  shift(19, 'late', 'ding'),
  shift(21, 'early', 'ding', 'fan'),
  shift(22, 'early', 'cao'),
  shift(23, 'early', 'ding'),
];

describe('two people swap shifts', () => {
  let test: TestDatabase;
  let room: Exchange;
  beforeAll(async () => {
    test = await testDatabase();
    room = new Exchange(test.database);
  });
  afterAll(() => test.drop());
  beforeEach(async () => {
    await room.open(['telecom-swap'], people, duties);
  });

  const day = (on: number): string => `2026-12-${String(on).padStart(2, '0')}`;
  const swap = async (subject: string, given: number, partner: string, returned: number, name = 'early') =>
    room.draft('swap', subject, partner, [
      await room.duty(subject, day(given), name, 'given'),
      await room.duty(partner, day(returned), 'early', 'returned'),
    ]);
  const done = async (subject: string, given: number, partner: string, returned: number): Promise<void> => {
    const filed = await room.file(await swap(subject, given, partner, returned));
    if (!filed.ok) throw new Error(JSON.stringify(filed.refusal));
    await room.presses(partner, '同意');
    await room.presses('lead', '同意');
  };
  const codes = (filed: Awaited<ReturnType<Exchange['file']>>): unknown =>
    filed.ok
      ? filed.value.state
      : filed.refusal.code === 'request.against-rules'
        ? filed.refusal.findings.map((finding) => [finding.code, finding.cites[0]?.rule])
        : filed.refusal.code;

  it('with the partner and the team lead: both shifts change hands, both are told [telecom-swap-02] [telecom-swap-08]', async () => {
    expect((await room.file(await swap('an', 7, 'bai', 9))).ok).toBe(true);
    await room.settle();
    expect(await room.states()).toEqual(['confirming']);
    expect(room.reads('bai')).toContain('12月7日');
    expect(() => room.button('lead', '同意')).toThrow();
    await room.presses('bai', '同意');
    expect(await room.states()).toEqual(['approving']);
    expect(await room.inShift(day(7), 'early')).toEqual(['an 08:00-16:00']);
    const card = room.reads('lead');
    for (const shown of ['安平', '白雪', '家里有事']) expect(card).toContain(shown);
    await room.presses('lead', '同意');
    expect(await room.states()).toEqual(['approved']);
    expect(await room.inShift(day(7), 'early')).toEqual(['bai 08:00-16:00']);
    expect(await room.inShift(day(9), 'early')).toEqual(['an 08:00-16:00']);
    for (const who of ['an', 'bai']) expect(room.reads(who)).toContain('你的班有变动');
    expect(room.reads('bai')).not.toContain('家里有事');
    expect(says(await room.types('bai', '我的班'))).toContain('12月7日');
  });

  it('from a sentence, shown back before it is sent', async () => {
    const understood = await room.types('an', '换班 12月7日早班 和 白雪 12月9日早班 家里有事');
    for (const part of ['12月7日(周一)早班 08:00–16:00 · 安平 → 白雪', '12月9日(周三)早班 08:00–16:00 · 白雪 → 安平', '还没有提交'])
      expect(says(understood)).toContain(part);
    expect(await room.states()).toEqual([]);
    await room.pressesOn('an', understood, '提交');
    expect(await room.states()).toEqual(['confirming']);
  });

  it('a third time in a month is refused, whoever asks [telecom-swap-03]', async () => {
    await done('an', 7, 'bai', 9);
    await done('an', 11, 'bai', 13);
    expect(codes(await room.file(await swap('an', 15, 'bai', 17)))).toContainEqual(['too-many', 'telecom-swap-03']);
    expect(codes(await room.file(await swap('cao', 22, 'bai', 17)))).toContainEqual(['too-many', 'telecom-swap-03']);
    expect(codes(await room.file(await swap('cao', 22, 'ding', 23)))).toBe('confirming');
  });

  it('with another grade is refused [telecom-swap-07]', async () => {
    expect(codes(await room.file(await swap('cao', 22, 'fan', 21)))).toContainEqual(['not-the-same', 'telecom-swap-07']);
  });

  it('into two shifts back to back is refused [telecom-swap-05]', async () => {
    // 曹勇 would have the early shift of the 19th beside nothing, 丁宁 the early and the late one.
    const back = room.draft('swap', 'cao', 'ding', [
      await room.duty('cao', day(19), 'early', 'given'),
      await room.duty('ding', day(23), 'early', 'returned'),
    ]);
    expect(codes(await room.file(back))).toContainEqual(['back-to-back', 'telecom-swap-05']);
  });

  it('a shift that was swapped cannot be taken as leave [telecom-swap-10]', async () => {
    await done('an', 7, 'bai', 9);
    const leave = (who: string, on: number) =>
      room.draft('leave', who, null, [], {
        kind: 'personal',
        fromOn: day(on),
        untilOn: day(on),
        startsAt: room.at(`${day(on)}T00:00`),
        endsAt: room.at(`${day(on + 1)}T00:00`),
      });
    expect(codes(await room.file(leave('bai', 7)))).toContainEqual(['forbidden-shift', 'telecom-swap-10']);
    expect(codes(await room.file(leave('an', 9)))).toContainEqual(['forbidden-shift', 'telecom-swap-10']);
    expect(codes(await room.file(leave('an', 11)))).toBe('approving');
  });

  it('and leave for the same shift at once: one is filed, the other is told by which', async () => {
    const meet = barrier(2);
    const wanted = await swap('an', 7, 'bai', 9);
    const away = room.draft('leave', 'an', null, [], {
      kind: 'personal',
      fromOn: day(7),
      untilOn: day(7),
      startsAt: room.at(`${day(7)}T00:00`),
      endsAt: room.at(`${day(8)}T00:00`),
    });
    const ends = await Promise.all([room.file(wanted, {}, meet), room.file(away, {}, meet)]);
    expect(ends.filter((end) => end.ok)).toHaveLength(1);
    expect(await room.states()).toHaveLength(1);
  });

  it('two swaps that would put one person in two places: the first approved wins, the other stays and says why', async () => {
    await room.open(['property-security-duty'], people, [
      shift(7, 'early', 'an'),
      shift(7, 'late', 'cao'),
      shift(8, 'early', 'cao'),
      shift(9, 'early', 'bai'),
      shift(7, 'night', 'ding'),
      shift(12, 'early', 'bai'),
    ]);
    const one = room.draft('swap', 'cao', 'bai', [
      await room.duty('cao', day(7), 'late', 'given'),
      await room.duty('bai', day(9), 'early', 'returned'),
    ]);
    const two = room.draft('swap', 'ding', 'bai', [
      await room.duty('ding', day(7), 'night', 'given'),
      await room.duty('bai', day(12), 'early', 'returned'),
    ]);
    for (const draft of [one, two]) {
      const filed = await room.file(draft);
      expect(codes(filed)).toBe('confirming');
      await room.presses('bai', '同意');
    }
    await room.settle();
    const [first, second] = [0, 1].map((index) => {
      const own = room.sees('lead').filter((view) => view.kind === 'card' && view.actions.some((action) => action.label === '同意'));
      const view = own[index];
      const press = view?.kind === 'card' ? view.actions.find((action) => action.label === '同意') : undefined;
      if (press?.kind !== 'press') throw new Error('no card to approve');
      return () => room.ask('lead', { kind: 'press', route: press.route, args: press.args });
    });
    const replies = await Promise.all([first?.(), second?.()]);
    expect((await room.states()).sort()).toEqual(['approved', 'approving']);
    expect(replies.map((reply) => (reply === undefined ? '' : says(reply))).join()).toContain('白雪');
    const held = [...(await room.inShift(day(7), 'late')), ...(await room.inShift(day(7), 'night'))].filter((line) =>
      line.startsWith('bai'),
    );
    expect(held).toHaveLength(1);
  });

  it('is given back until the cut-off of the desk, not later', async () => {
    await done('an', 7, 'bai', 9);
    room.now = room.at('2026-12-06T08:00');
    expect(says(await room.types('an', '退班'))).toContain('退回 #1…');
    room.now = room.at('2026-12-06T08:01');
    expect(says(await room.types('an', '退班'))).toContain('没有可以退回的换班');
    const asked = await room.button('an', '申请取消…')();
    const late = asked.kind === 'form' ? await room.fills('an', asked, { text: '不用换了' }) : asked;
    expect(says(late)).toContain('过了退回的时间');
    expect(await room.inShift(day(7), 'early')).toEqual(['bai 08:00-16:00']);
    room.now = room.at('2026-12-05T08:00');
    const again = await room.button('an', '申请取消…')();
    await room.fills('an', again, { text: '不用换了' });
    await room.presses('bai', '同意');
    await room.presses('lead', '同意');
    expect(await room.states()).toEqual(['cancelled']);
    expect(await room.inShift(day(7), 'early')).toEqual(['an 08:00-16:00']);
    expect(await room.inShift(day(9), 'early')).toEqual(['bai 08:00-16:00']);
  });

  it('is not for staff to arrange where the supervisor does it: they are told whom to ask [front-desk-duty-25]', async () => {
    const desk: readonly Colleague[] = [
      { code: 'lead', name: '林主管', roles: ['customer-supervisor'] },
      ...people.filter((one) => one.code !== 'lead'),
    ];
    await room.open(['front-desk-duty'], desk, [shift(7, 'early', 'an'), shift(9, 'early', 'bai')]);
    const filed = await room.file(await swap('an', 7, 'bai', 9));
    expect(codes(filed)).toContainEqual(['filer-not-allowed', 'front-desk-duty-25']);
    const byLead = { ...(await swap('an', 7, 'bai', 9)), filedBy: room.of('lead') };
    expect((await room.file(byLead)).ok).toBe(true);
  });

  it('is only reported where a rule wants no approval: it stands when the partner agrees [property-cs-duty-11]', async () => {
    const desk: readonly Colleague[] = [
      { code: 'lead', name: '林主管', roles: ['cs-supervisor'] },
      ...people.filter((one) => one.code !== 'lead').map((one) => ({ ...one, roles: ['customer-service'] })),
    ];
    await room.open(['property-cs-duty'], desk, [shift(7, 'early', 'an'), shift(9, 'early', 'bai')]);
    expect(codes(await room.file({ ...(await swap('an', 7, 'bai', 9)), kind: null }))).toBe('confirming');
    await room.presses('bai', '同意');
    expect(await room.states()).toEqual(['approved']);
    expect(room.reads('lead')).toContain('安平');
    expect(await room.inShift(day(7), 'early')).toEqual(['bai 08:00-16:00']);
  });
});
