import { z } from 'zod';

/** A route with its arguments, as it stands in the value of a button, an option of a menu, or the private metadata of a form. */
export interface Call {
  readonly route: string;
  readonly args: Readonly<Record<string, string>>;
}

const wire = z.tuple([z.string()], z.string());

/** `["roster.publish","desk","d1"]`: short, because an option's value holds 150 characters only. Any text round-trips. */
export function encodeCall(call: Call): string {
  return JSON.stringify([call.route, ...Object.entries(call.args).flat()]);
}

/** Null for anything {@link encodeCall} did not write. */
export function decodeCall(value: string): Call | null {
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const read = wire.safeParse(json);
  if (!read.success || read.data.length % 2 === 0) return null;
  const [route, ...flat] = read.data;
  const entries: [string, string][] = [];
  for (let at = 0; at < flat.length; at += 2) entries.push([flat[at] ?? '', flat[at + 1] ?? '']);
  return { route, args: Object.fromEntries(entries) };
}
