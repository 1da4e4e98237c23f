import { describe, expect, it } from 'vitest';
import { Temporal } from '../../core/time.ts';
import type { Post } from '../attendance/index.ts';
import { goneBefore, reliefPresence, reliefsOf, reliefsWithin, staffLeft } from './relief.ts';

const at = (wall: string) => Temporal.PlainDateTime.from(`2026-12-${wall}`).toZonedDateTime('Asia/Shanghai').toInstant();

const post = (person: string, from: string, to: string, more: Partial<Post> = {}): Post => ({
  assignment: `a-${person}-${from}`,
  slot: `s-${from}`,
  shift: 'shift',
  dutyOn: '2026-12-01',
  person,
  name: { zh: person, en: person },
  role: 'duty-officer',
  position: null,
  startsAt: at(from),
  endsAt: at(to),
  in: null,
  out: null,
  ...more,
});
const names = (posts: readonly Post[]) => posts.map(({ person }) => person);
const leaver = post('an', '01T08:00', '01T16:00');

describe('who relieves whom', () => {
  it('is whoever begins when one ends, over midnight too', () => {
    const night = post('cao', '01T20:00', '02T08:00');
    expect(names(reliefsOf(leaver, at('01T16:00'), [leaver, post('bai', '01T16:00', '02T00:00'), night], 'position'))).toEqual(['bai']);
    expect(names(reliefsOf(night, at('02T08:00'), [night, post('bai', '02T08:00', '02T16:00')], 'position'))).toEqual(['bai']);
  });

  it('is the shift that begins nearest to the end, also with a gap of an hour, and none with a longer one', () => {
    const overlapping = post('mid', '01T12:00', '02T00:00');
    expect(names(reliefsOf(leaver, at('01T16:00'), [overlapping, post('bai', '01T16:30', '02T00:00')], 'position'))).toEqual(['bai']);
    expect(names(reliefsOf(leaver, at('01T16:00'), [post('bai', '01T17:00', '02T00:00')], 'position'))).toEqual(['bai']);
    expect(names(reliefsOf(leaver, at('01T16:00'), [post('bai', '01T17:01', '02T00:00')], 'position'))).toEqual([]);
  });

  it('is at the same named position, else in the same role', () => {
    const at1 = { position: 'desk-1' };
    const next = [post('bai', '01T16:00', '02T00:00', at1), post('cao', '01T16:00', '02T00:00', { position: 'desk-2' })];
    expect(names(reliefsOf({ ...leaver, ...at1 }, at('01T16:00'), next, 'position'))).toEqual(['bai']);
    expect(names(reliefsOf({ ...leaver, ...at1 }, at('01T16:00'), next, 'role'))).toEqual(['bai', 'cao']);
    expect(names(reliefsOf(leaver, at('01T16:00'), [post('lin', '01T16:00', '02T00:00', { role: 'duty-leader' })], 'position'))).toEqual(
      [],
    );
  });

  it('is whoever stands nowhere in particular where nobody is named at the position, and never one at another', () => {
    const east = { ...leaver, position: '东门' };
    const [plain, west] = [post('bai', '01T16:00', '02T00:00'), post('cao', '01T16:00', '02T00:00', { position: '西门' })];
    expect(names(reliefsOf(east, at('01T16:00'), [plain, west], 'position'))).toEqual(['bai']);
    expect(names(reliefsOf(east, at('01T16:00'), [west], 'position'))).toEqual([]);
    expect(names(reliefsOf(leaver, at('01T16:00'), [plain, west], 'position'))).toEqual(['bai', 'cao']);
    const within = [
      post('dai', '01T08:00', '01T16:00', { slot: leaver.slot, position: '东门' }),
      post('lin', '01T08:00', '01T16:00', { slot: leaver.slot }),
    ];
    expect(names(reliefsWithin({ ...leaver, position: '东门' }, at('01T12:00'), within, 'position'))).toEqual(['dai']);
  });

  it('is nobody where the same person stays on', () => {
    const next = [post('an', '01T16:00', '02T00:00'), post('bai', '01T16:00', '02T00:00')];
    expect(reliefsOf(leaver, at('01T16:00'), next, 'position')).toEqual([]);
  });

  it('inside a shift is whoever begins a part then, else the others of the shift', () => {
    const all = [post('an', '01T08:00', '01T20:00'), post('bai', '01T08:00', '01T20:00')];
    expect(names(reliefsWithin(all[0] ?? leaver, at('01T12:00'), all, 'position'))).toEqual(['bai']);
    const part = post('cao', '01T12:00', '01T20:00', { slot: 's-01T08:00' });
    expect(names(reliefsWithin(all[0] ?? leaver, at('01T12:00'), [...all, part], 'position'))).toEqual(['cao']);
  });
});

describe('whether the relief is there', () => {
  const two = [post('bai', '01T16:00', '02T00:00', { in: at('01T15:50') }), post('cao', '01T16:00', '02T00:00')];

  it('the first to go needs one, the second two', () => {
    expect(reliefPresence(two, 0)).toMatchObject({ there: true, since: at('01T15:50') });
    expect(reliefPresence(two, 1)).toMatchObject({ there: false, since: null });
    expect(names(reliefPresence(two, 1).missing)).toEqual(['cao']);
  });

  it('is more than are rostered for nobody', () => {
    expect(reliefPresence(two.slice(0, 1), 1).there).toBe(true);
    expect(reliefPresence([], 0)).toEqual({ there: true, missing: [], since: null });
  });

  it('who has clocked out again is not there', () => {
    const left = [post('bai', '01T16:00', '02T00:00', { in: at('01T15:50'), out: at('01T15:58') })];
    expect(reliefPresence(left, 0).there).toBe(false);
  });

  it('counts those of the same post and end who went before', () => {
    const gone = [
      post('bai', '01T08:00', '01T16:00', { out: at('01T16:01') }),
      post('cao', '01T08:00', '01T16:00'),
      post('dai', '01T12:00', '01T20:00', { out: at('01T16:01') }),
      post('lin', '01T08:00', '01T16:00', { out: at('01T16:01'), role: 'duty-leader' }),
    ];
    expect(goneBefore(leaver, at('01T16:00'), gone, 'position')).toBe(1);
  });
});

describe('who stays on post once somebody has gone [center-security-1-13]', () => {
  const two = { role: null, min: 2 };
  const there = (person: string, from: string, to: string, came: string) => post(person, from, to, { in: at(came) });
  const now = at('01T16:05');
  const left = (posts: readonly Post[], need: { readonly role: string | null; readonly min: number } = two) =>
    staffLeft(posts, leaver, need, now);
  const own = there('an', '01T08:00', '01T16:00', '01T07:55');

  it('is whoever of the next shift has come, and has not gone again', () => {
    const bai = there('bai', '01T16:00', '02T00:00', '01T15:55');
    const cao = there('cao', '01T16:00', '02T00:00', '01T16:03');
    expect(left([own, bai])).toEqual({ left: 1, since: null });
    expect(left([own, bai, cao])).toEqual({ left: 2, since: at('01T16:03') });
    expect(left([own, bai, { ...cao, out: at('01T16:04') }])).toEqual({ left: 1, since: null });
    expect(left([own, bai, post('cao', '01T16:00', '02T00:00')])).toEqual({ left: 1, since: null });
  });

  it('is whoever of the same end stays on, too; not who forgot to clock out of an earlier shift', () => {
    const bai = there('bai', '01T16:00', '02T00:00', '01T15:55');
    expect(left([own, bai, there('dai', '01T08:00', '01T16:00', '01T08:00')])).toMatchObject({ left: 2 });
    expect(left([own, bai, there('dai', '01T00:00', '01T08:00', '01T00:00')])).toMatchObject({ left: 1 });
  });

  it('is counted in the role the number is asked of, each person once', () => {
    const bai = there('bai', '01T16:00', '02T00:00', '01T15:55');
    const twice = there('bai', '01T20:00', '02T08:00', '01T16:01');
    expect(left([own, bai, twice])).toMatchObject({ left: 1 });
    expect(left([own, bai], { role: 'leader', min: 1 })).toEqual({ left: 0, since: null });
  });
});
