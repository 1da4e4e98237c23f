import type { RequestType } from '../../policy/request/type.ts';
import type { Effect } from './handle-effects.ts';

let registered: readonly Effect[] | null = null;

/** Hands over what approved requests do. Called once, by the register, before the first request. */
export function registerEffects(effects: readonly Effect[]): void {
  const names = effects.map((effect) => effect.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two effects are named '${twice}'`);
  registered = effects;
}

/** The effects that take part in a type, in the order of the register. */
export function effectsOf(type: RequestType): readonly Effect[] {
  if (registered === null) throw new Error('No effects were handed to the request slice');
  return registered.filter((effect) => ('type' in effect.of ? effect.of.type === type.code : effect.of.effect === type.effect));
}
