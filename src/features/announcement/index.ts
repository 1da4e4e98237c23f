import type { Slice } from '../../runtime/route.ts';
import { listenToChannels } from '../people/index.ts';
import { showRunning } from './handle.ts';
import { tellPinRefused } from './handle-pin.ts';
import { announcementDue, announcementPlanners } from './routes.ts';

/** What channels and people are told by the clock: shift changes, digests, the week ahead, reminders; a new channel is told of the shift that runs. */
export function createAnnouncementSlice(): Slice {
  listenToChannels(showRunning);
  return {
    name: 'announcement',
    due: announcementDue,
    planners: announcementPlanners,
    pinRefused: tellPinRefused,
  };
}
