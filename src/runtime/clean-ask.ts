import type { Ask } from './intent.ts';

/** A text without what a database cannot keep: NUL, and halves of a surrogate pair. */
const clean = (text: string): string => text.replaceAll('\0', '').replace(/\p{Cs}/gu, '');

const cleanEach = <Values extends Readonly<Record<string, string | readonly string[]>>>(values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value.map(clean)]),
  ) as unknown as Values;

/** What was asked, as it can be kept: nobody's form is lost for a character nobody sees. */
export function cleanAsk(ask: Ask): Ask {
  switch (ask.kind) {
    case 'words':
      return ask.quoted == null
        ? { ...ask, text: clean(ask.text) }
        : { ...ask, text: clean(ask.text), quoted: { ...ask.quoted, text: clean(ask.quoted.text) } };
    case 'press':
      return { ...ask, args: cleanEach(ask.args) };
    case 'submit':
      return { ...ask, args: cleanEach(ask.args), values: cleanEach(ask.values) };
    case 'file':
      return { ...ask, text: clean(ask.text), file: { ...ask.file, name: clean(ask.file.name) } };
    case 'shortcut':
    case 'edited':
      return { ...ask, text: clean(ask.text) };
    case 'home':
      return ask;
  }
}
