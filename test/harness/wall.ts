import { Temporal } from '../../src/core/time.ts';

/** A wall time of Asia/Shanghai, where the example desks are. */
export const wall = (text: string): Temporal.Instant => Temporal.PlainDateTime.from(text).toZonedDateTime('Asia/Shanghai').toInstant();
