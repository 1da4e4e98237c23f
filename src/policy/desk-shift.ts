import { z } from 'zod';
import { deskCitation } from './adopted.ts';
import { edgeOf, segmentOf } from './compile.ts';
import type { PolicyConflict } from './conflict.ts';
import { daysRule } from './days.ts';
import type { Policy } from './policy.ts';
import { segmentSchema, shiftSchema } from './schema/duty-plan.ts';
import { clockText } from './schema/scalars.ts';

/** A shift as a desk writes it: clock times (`HH:MM`, `HH:MM+1`, `24:00`), segments with clock times or anchors, what people call it. */
export const deskShiftSchema = z.strictObject({
  code: z.string().trim().min(1),
  name: shiftSchema.shape.name,
  start: clockText,
  end: clockText,
  segments: z.array(segmentSchema).default([]),
  aliases: z.array(z.string().trim().min(1)).default([]),
  days: shiftSchema.shape.days,
});

export type DeskShift = z.input<typeof deskShiftSchema>;

/** The desk's own shifts as policy; each cites the desk. */
export function deskShifts(shifts: readonly DeskShift[]): {
  readonly shifts: Policy['shifts'];
  readonly conflicts: readonly PolicyConflict[];
} {
  const conflicts: PolicyConflict[] = [];
  const made = shifts.flatMap((shift): Policy['shifts'] => {
    const parsed = deskShiftSchema.safeParse(shift);
    if (!parsed.success) {
      conflicts.push({
        code: 'policy.deskShiftInvalid',
        shift: shift.code,
        problems: parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`),
      });
      return [];
    }
    const { code, name, start, end, segments, aliases, days } = parsed.data;
    const value = {
      code,
      name,
      start: edgeOf(start),
      end: edgeOf(end),
      existsOn: daysRule(days),
      segments: segments.map(segmentOf),
      aliases,
    };
    return [{ value, cites: [deskCitation], reaction: 'flag' }];
  });
  return { shifts: made, conflicts };
}
