import { describe, expect, it } from 'vitest';
import { type Candidate, kindOfEvidence, mayBeEvidence, obvious, uncovered } from './document.ts';

const bytes = (...values: (number | string)[]) =>
  Buffer.concat(values.map((value) => (typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from([value]))));

describe('a file that may be evidence', () => {
  it('is known by its ending, or has none', () => {
    expect(['a.PDF', 'b.jpg', 'c.jpeg', 'd.png', 'e.heic', 'img_v3_01'].every(mayBeEvidence)).toBe(true);
    expect(['roster.xlsx', 'roster.csv', 'notes.docx', 'film.mp4'].some(mayBeEvidence)).toBe(false);
  });

  it('is what its bytes say', () => {
    expect(kindOfEvidence(bytes('%PDF-1.7'))).toBe('pdf');
    expect(kindOfEvidence(bytes(0xff, 0xd8, 0xff, 0xe0))).toBe('jpg');
    expect(kindOfEvidence(bytes(0x89, 'PNG\r\n', 0x1a, '\n'))).toBe('png');
    expect(kindOfEvidence(bytes(0, 0, 0, 24, 'ftypheic'))).toBe('heic');
    expect([bytes('<html>'), bytes(0, 0, 0, 24, 'ftypisom'), bytes()].map(kindOfEvidence)).toEqual([null, null, null]);
  });
});

describe('days no certificate covers', () => {
  const leave = { from: '2026-12-03', until: '2026-12-07' };
  it('are those before, between and after', () => {
    expect(uncovered(leave, [])).toEqual([leave]);
    expect(uncovered(leave, [{ from: '2026-12-01', until: '2026-12-09' }])).toEqual([]);
    expect(
      uncovered(leave, [
        { from: '2026-12-06', until: '2026-12-06' },
        { from: '2026-12-04', until: '2026-12-04' },
      ]),
    ).toEqual([
      { from: '2026-12-03', until: '2026-12-03' },
      { from: '2026-12-05', until: '2026-12-05' },
      { from: '2026-12-07', until: '2026-12-07' },
    ]);
  });

  it('are none where one ends the day before the next begins [telecom-leave-14]', () => {
    expect(
      uncovered(leave, [
        { from: '2026-12-03', until: '2026-12-04' },
        { from: '2026-12-05', until: '2026-12-07' },
      ]),
    ).toEqual([]);
    expect(
      uncovered(leave, [
        { from: '2026-12-03', until: '2026-12-04' },
        { from: '2026-12-06', until: '2026-12-07' },
      ]),
    ).toEqual([{ from: '2026-12-05', until: '2026-12-05' }]);
  });
});

describe('the request a file obviously belongs to', () => {
  const candidate = (number: number, waits: boolean): Candidate => ({
    id: `r${number}`,
    desk: 'd1',
    number,
    type: 'leave',
    kind: 'sick',
    subject: 'p1',
    subjectName: { zh: '周', en: 'Zhou' },
    fromOn: null,
    untilOn: null,
    waits,
    version: 1,
  });
  it('is the one that is named, the one that waits for a document, or the only one', () => {
    const three = [candidate(1, true), candidate(2, false), candidate(12, false)];
    expect(obvious(three, '')?.number).toBe(1);
    expect(obvious(three, '病假条 #12')?.number).toBe(12);
    expect(obvious(three, '#7')).toBeNull();
    expect(obvious([candidate(2, false), candidate(3, false)], '')).toBeNull();
    expect(obvious([candidate(2, false)], '')?.number).toBe(2);
    expect(obvious([], '')).toBeNull();
  });
});
