import type { Aftermath } from '../storm.ts';
import { checkAnswers } from './answers.ts';
import { checkLimits } from './limits.ts';
import { checkRequests } from './requests.ts';
import { checkRoster } from './roster.ts';

/** Everything that must hold after any storm; each line says what does not. */
export async function checkAll(after: Aftermath): Promise<readonly string[]> {
  const found = [await checkRoster(after), await checkLimits(after), await checkRequests(after), await checkAnswers(after)];
  return found.flat();
}
