import type { Ctx } from '../../../runtime/context.ts';
import { allDesks, type Desk } from '../../people/index.ts';

/** The desk people came from, by its code; null: there is no such desk. */
export async function formerDesk(ctx: Ctx, code: string): Promise<Desk | null> {
  return (await allDesks(ctx)).find((desk) => desk.code === code) ?? null;
}
