import { parse } from 'yaml';
import { type RequestType, requestTypesSchema } from './type.ts';

/** The request types of one file, in its order. Throws on a file that does not hold: types are shipped, nobody else writes them. */
export function readRequestTypes(yaml: string): readonly RequestType[] {
  const text: unknown = parse(yaml);
  return Object.entries(requestTypesSchema.parse(text)).map(([code, type]) => ({ code, ...type }));
}
