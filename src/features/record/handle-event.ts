import type { Ctx } from '../../runtime/context.ts';
import type { Punched } from '../attendance/index.ts';
import { type Desk, policyFor } from '../people/index.ts';
import { fieldNamed } from './fields.ts';
import { typeOf } from './handle-registry.ts';
import { dateAt } from './handle-world.ts';
import { writeEntry } from './handle-write.ts';
import type { EntryFields } from './record.ts';
import { text } from './text.ts';

/** Writes what a rule of the desk has written by itself when somebody clocks in or out: the arrival, in the duty log. */
export async function notePunch(ctx: Ctx, desk: Desk, punched: Punched): Promise<void> {
  const policy = await policyFor(ctx, desk, dateAt(punched.at, desk));
  const event = `clock-${punched.kind}`;
  const rules = policy.records.filter(({ value, reaction }) => value.key === 'event' && value.value === event && reaction !== 'off');
  for (const rule of rules)
    for (const code of rule.records) {
      const type = typeOf(code);
      if (type === null) continue;
      const named = policy.records.flatMap(({ entry, value }) =>
        entry === rule.entry && value.key === 'fields' && value.value !== 'configurable' ? value.value : [],
      );
      const moments = named.filter((name) => fieldNamed(type, name).kind === 'moment');
      const fields: EntryFields = {
        ...Object.fromEntries(moments.map((name) => [name, punched.at.toString()])),
        [type.line]: text.punched[punched.kind][desk.locale],
      };
      await writeEntry(
        ctx,
        desk,
        { type: type.code, fields, author: punched.person, slot: punched.slot, at: punched.at },
        { incomplete: true },
      );
    }
}
