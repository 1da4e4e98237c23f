/** Choices that come out the same for the same seed. */
export interface Choice {
  /** A whole number from 0 to `below - 1`. */
  number(below: number): number;
  /** True so often: 0 never, 1 always. */
  chance(share: number): boolean;
  /** One of them; undefined: there is none. */
  one<Item>(items: readonly Item[]): Item | undefined;
  /** One of the names, each as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
}

/** mulberry32: 32 bits of state, more than enough to tell two storms apart. */
export function createChoice(seed: number): Choice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const number = (below: number): number => Math.floor(next() * below);
  return {
    number,
    chance: (share) => next() < share,
    one: (items) => items[number(items.length)],
    weighted(weights) {
      const names = Object.keys(weights) as (keyof typeof weights)[];
      const all = names.reduce((sum, name) => sum + weights[name], 0);
      let at = next() * all;
      for (const name of names) {
        at -= weights[name];
        if (at < 0) return name;
      }
      throw new Error('There is nothing to choose from');
    },
  };
}
