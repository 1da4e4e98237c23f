import { z } from 'zod';
import type { Reaction } from './policy.ts';

/** What the bot does about a rule, as the catalogue words it. */
export const enforceSchema = z.enum(['block', 'warn', 'remind', 'route', 'compute', 'record', 'checklist', 'none']);
export type Enforce = z.infer<typeof enforceSchema>;

/** The six things that can follow when a rule applies. */
export type Response = 'refuse' | 'flag' | 'remind' | 'route' | 'compute' | 'capture';

const responses: Readonly<Record<Exclude<Enforce, 'none'>, Response>> = {
  block: 'refuse',
  warn: 'flag',
  remind: 'remind',
  route: 'route',
  compute: 'compute',
  record: 'capture',
  checklist: 'capture',
};

/** What follows from a rule; null where the bot does nothing. */
export function responseOf(enforce: Enforce): Response | null {
  return enforce === 'none' ? null : responses[enforce];
}

/** What a rule makes of a roster or punch that does not meet it: only `block` refuses, everything else is accepted and flagged. */
export function reactionOf(enforce: Enforce): Reaction {
  return enforce === 'block' ? 'refuse' : enforce === 'none' ? 'off' : 'flag';
}

const strength: Readonly<Record<Reaction, number>> = { off: 0, flag: 1, refuse: 2 };

/** The strictest of several reactions; `off` without any. */
export function strictest(reactions: readonly Reaction[]): Reaction {
  return reactions.reduce<Reaction>((most, one) => (strength[one] > strength[most] ? one : most), 'off');
}

/** A desk may soften refuse → flag → off, never harden: null when `to` would be stricter. */
export function soften(from: Reaction, to: Reaction): Reaction | null {
  return strength[to] > strength[from] ? null : to;
}

/** A refusal that a person set aside once: kept with name, time and reason. */
export interface OverrideRecord {
  readonly rule: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/**
 * Sets a refusal aside for one decision. `mayOverride` are the roles the desk names for it; without any nobody may.
 * `at` is an ISO instant. Returns null when the person holds none of the roles or gives no reason.
 */
export function overrideOnce(input: {
  readonly rule: string;
  readonly mayOverride: readonly string[];
  readonly by: string;
  readonly roles: readonly string[];
  readonly at: string;
  readonly reason: string;
}): OverrideRecord | null {
  const reason = input.reason.trim();
  if (reason === '' || !input.roles.some((role) => input.mayOverride.includes(role))) return null;
  return { rule: input.rule, by: input.by, at: input.at, reason };
}

/** What a desk can make of a rule. */
export const softenedSchema = z.enum(['flag', 'off']);
