import { numbersFrom } from '../when.ts';

/**
 * Draws `size` of the people, each with the same chance, in the order drawn; everybody where there are not more. The same seed draws the
 * same people whatever order they come in, so that a draw can be checked afterwards; a secret seed keeps it unpredictable.
 */
export function drawSample(people: readonly string[], size: number, seed: string): readonly string[] {
  const rest = [...new Set(people)].toSorted();
  const numbers = numbersFrom(seed);
  const drawn: string[] = [];
  while (drawn.length < size && rest.length > 0) drawn.push(...rest.splice(Math.floor(numbers.next().value * rest.length), 1));
  return drawn;
}
