import { z } from 'zod';

/** `HH:MM` on the desk's wall. */
export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM, 00:00 to 23:59');
/** `MM-DD`; 29 February is refused, because most years do not have it. */
export const monthDay = z
  .string()
  .regex(/^(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])$|^(0[469]|11)-(0[1-9]|[12]\d|30)$|^02-(0[1-9]|1\d|2[0-8])$/, 'MM-DD');

const minutes = (least: number, most: number) => z.number().int().min(least).max(most);

/** What the calendar of a desk takes from its settings. */
export const calendarSettings = z.strictObject({
  /** Public holidays: the published Chinese ones, or only what was imported. */
  holidays: z.enum(['china', 'own']).default('china'),
  /** First day of summer hours, `MM-DD`. */
  summer_from: monthDay.default('05-01'),
  /** First day of winter hours, `MM-DD`: the day after the last of summer. */
  winter_from: monthDay.default('10-01'),
  /** Office hours, the anchors `work_start` and `work_end`: all year, or in winter where summer differs. */
  work_start: wallTime.default('09:00'),
  work_end: wallTime.default('17:00'),
  /** Office hours in summer; null: as in winter. */
  summer_work_start: wallTime.nullable().default(null),
  summer_work_end: wallTime.nullable().default(null),
  /** Usual time of other anchors by name, such as `first-sailing: "06:30"`; a day's own data wins. */
  anchors: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), wallTime).default({}),
});

/** Days on which nobody is to be away, and what leave years are. */
const leaveSettings = z.strictObject({
  /** First day of the leave year, `MM-DD`. */
  year_from: monthDay.default('01-01'),
  /** Days of yearly leave that may go over into the next leave year; 0: none. */
  carry_over_days: z.number().min(0).max(366).default(0),
  /** Last day of the next leave year on which they can be taken, `MM-DD`; null: all of that year. */
  carry_over_until: monthDay.nullable().default(null),
  /** Stretches in which leave is refused, first and last day included. */
  block_out: z
    .array(
      z
        .strictObject({ from: z.iso.date(), until: z.iso.date(), name: z.string().trim().min(1).max(60) })
        .refine((days) => days.from <= days.until, 'the end is before the start'),
    )
    .max(50)
    .default([]),
});

/** Giving back a shift that was swapped or taken over, and who hears that somebody is wanted. */
const swapSettings = z.strictObject({
  /** Hours before the first shift of it until which a swap or cover can be given back; 0: until it begins. */
  give_back_until_hours: z.number().int().min(0).max(336).default(24),
  /** Whom an open call goes to: the channels of the desk, or each member who is free; members where there is no channel. */
  call: z.enum(['channel', 'members']).default('channel'),
});

/** What a desk decides for itself, as stored in `desk.settings` and written in a desk file. Every key has a default. */
export const deskSettings = z.strictObject({
  /** Minutes before a shift at which its people are reminded; null: no reminder. A person's own setting wins. */
  reminder_lead_minutes: minutes(1, 1440).nullable().default(30),
  /** Daily digest to the channels; null: none. */
  digest_at: wallTime.nullable().default(null),
  /** Weekly look-ahead to the channels: ISO weekday (1 = Monday) and time; null: none. */
  look_ahead: z
    .strictObject({ weekday: z.number().int().min(1).max(7), at: wallTime })
    .nullable()
    .default(null),
  phones_in_announcements: z.boolean().default(false),
  /** Minutes after the start of a shift at which the leads hear of who is missing. */
  no_show_after_minutes: minutes(0, 240).default(15),
  announce_shift_change: z.boolean().default(true),
  /** The card of the running shift is pinned in the channels, the next one in its place. */
  pin_duty_card: z.boolean().default(true),
  /** Minutes before a shift from which a clock-in counts for it. */
  clock_in_opens_minutes: minutes(0, 720).default(120),
  /** Hours after which somebody who has not decided a request is reminded, and again after as many; null: never. */
  request_reminder_hours: z.number().int().min(1).max(336).nullable().default(12),
  /** Days after which a request nobody decided lapses; one that begins earlier lapses then. */
  request_expiry_days: z.number().int().min(1).max(90).default(14),
  /** Hours counted as night hours, on the desk's wall. */
  night_hours: z.strictObject({ from: wallTime, to: wallTime }).default({ from: '22:00', to: '06:00' }),
  /** Hours in which people off duty are not written to about what is due, unless it cannot wait; null: there are none. */
  quiet_hours: z.strictObject({ from: wallTime, to: wallTime }).nullable().default({ from: '22:00', to: '07:00' }),
  swap: swapSettings.prefault({}),
  calendar: calendarSettings.prefault({}),
  leave: leaveSettings.prefault({}),
});

export type DeskSettings = z.output<typeof deskSettings>;
export type CalendarSettings = z.output<typeof calendarSettings>;

export const defaultDeskSettings: DeskSettings = deskSettings.parse({});

/** What a person decides for themselves in chat, as stored in `person.settings`; a desk file never touches it. */
export const personSettings = z.object({
  /** Overrides the language of the directory. */
  locale: z.enum(['zh', 'en']).optional(),
  /** Minutes before a shift; null: no reminder; absent: as the desk says. */
  reminder_minutes: minutes(1, 1440).nullable().optional(),
  /** The messenger to be written to, where both are linked. */
  preferred: z.enum(['slack', 'feishu']).optional(),
});

export type PersonSettings = z.output<typeof personSettings>;
