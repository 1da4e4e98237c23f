import type { Effect } from '../../request/index.ts';
import { excusePunchEffect } from './handle-excuse.ts';
import { creditHoursEffect } from './handle-hours.ts';
import { recountEffect } from './handle-recount.ts';

/** What requests do to attendance: punches confirmed, hours credited, days counted anew. */
export const attendanceEffects: readonly Effect[] = [excusePunchEffect, creditHoursEffect, recountEffect];
