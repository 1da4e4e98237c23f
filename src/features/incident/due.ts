/** An answer that was waited for until now. */
export const answerKind = 'incident.answer';
/** A limit of something that is done by hand comes near or has passed. */
export const limitKind = 'incident.limit';

/** Reminders of one thing end after so many: a day of them has been overlooked for good. */
const mostReminders = 48;

export const actsOnLimit = (times: number): boolean => times <= mostReminders;
