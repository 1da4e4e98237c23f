import { describe, expect, it } from 'vitest';
import { loadPreset, type Policy, requestTypes, resolvePolicy } from '../../../policy/index.ts';
import { papersNote } from './papers.ts';

function policyOf(preset: string): Policy {
  const adoptions = [{ preset, overrides: [], from: '2025-01-01', until: null }];
  const found = resolvePolicy({ adoptions, deskShifts: [], deskKinds: [], calendarSettings: {}, on: '2026-12-01', load: loadPreset });
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
}
const note = (presets: string[], code: string, kind: string | null) => {
  const type = requestTypes().find((one) => one.code === code);
  if (type === undefined) throw new Error(`There is no request type ${code}`);
  return papersNote(
    presets.flatMap((preset) => policyOf(preset).requests),
    type,
    kind,
  );
};

describe('papers of a request', () => {
  it('that have to be there are sent first; those no rule asks for at any time [attendance-leave-10]', () => {
    expect(note(['attendance-leave'], 'leave', 'sick')).toEqual({
      zh: '先把照片或文件直接发给我,再提交:公立医院病假条、病历复印件。有就发给我,提交前后都可以:医院诊断证明。',
      en: 'Before you send this, send me a photo or file of: Sick note of a public hospital, Copy of the medical record. If you have it, send it before or after this: Medical certificate.',
    });
  });

  it('that may follow say until when [telecom-leave-12]', () => {
    const said = note(['telecom-leave'], 'leave', 'sick');
    expect(said?.zh).toContain('提交后再把照片或文件直接发给我也可以:医院诊断证明(结束后 1 天内)。');
    expect(said?.en).toContain('May follow, sent to me as a photo or file: Medical certificate (within 1 day after it ends).');
  });

  it('go by the stricter of two regulations', () => {
    const said = note(['telecom-leave', 'attendance-leave'], 'leave', 'sick');
    expect(said?.zh).toContain('再提交:公立医院病假条、病历复印件。');
    expect(said?.zh).toContain('也可以:医院诊断证明(结束后 1 天内)。');
  });

  it('are named by sub-type while none is chosen [attendance-leave-24]', () => {
    const said = note(['attendance-leave'], 'leave', null);
    expect(said?.zh).toContain('这些要先把照片或文件直接发给我,再提交:病假(公立医院病假条、病历复印件)、婚假(结婚证复印件)、');
    expect(said?.en).toContain('For these, send me a photo or file before you send this: Sick leave (Sick note of a public hospital,');
  });

  it('are nothing where no rule and no form asks for any', () => {
    expect(note(['telecom-leave'], 'leave', 'personal')).toBeNull();
    expect(note(['telecom-swap'], 'swap', null)).toBeNull();
    expect(note(['telecom-leave'], 'leave', null)).toBeNull();
  });
});
