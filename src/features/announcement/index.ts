import type { Slice } from '../../runtime/route.ts';
import { tellPinRefused } from './handle-pin.ts';
import { announcementDue, announcementPlanners } from './routes.ts';

/** What channels and people are told by the clock: shift changes, digests, the week ahead, reminders. */
export const announcementSlice: Slice = {
  name: 'announcement',
  due: announcementDue,
  planners: announcementPlanners,
  pinRefused: tellPinRefused,
};
