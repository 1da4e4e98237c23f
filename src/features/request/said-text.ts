/** A text beside its tidy form (width and case folded), with the way back from one to the other. */
export interface TidyText {
  readonly tidy: string;
  /** The words between two places of the tidy form, as they were typed. */
  typed(start: number, end: number): string;
}

/** Folds width and case character by character, so that what is left of a sentence can be given back as it was typed. */
export function tidyText(text: string): TidyText {
  let tidy = '';
  const from: number[] = [];
  let at = 0;
  for (const character of text) {
    const folded = character.normalize('NFKC').toLowerCase();
    for (let index = 0; index < folded.length; index += 1) from.push(at);
    tidy += folded;
    at += character.length;
  }
  from.push(text.length);
  return { tidy, typed: (start, end) => text.slice(from[start], from[end]) };
}

/** Stands where words have been taken out: a character for private use, which is no letter and no blank. */
const taken = '\ue000';

/** A text from which patterns take words, each place once. */
export class Takings {
  text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Every place of the pattern that is not taken yet; `accept` returns false to leave one where it is. */
  each(pattern: RegExp, accept: (match: RegExpExecArray) => boolean): void {
    const search = new RegExp(pattern.source, 'gu');
    for (let match = search.exec(this.text); match !== null; match = search.exec(this.text)) {
      if (match[0] === '') search.lastIndex += 1;
      else if (accept(match))
        this.text = this.text.slice(0, match.index) + taken.repeat(match[0].length) + this.text.slice(search.lastIndex);
    }
  }
}

/** A name as a pattern: blanks are any blanks, and a Latin name stands between other characters than letters. */
export function namePattern(name: string): RegExp {
  const body = name
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/\s+/g, '\\s+');
  return new RegExp(`${/^[a-z0-9]/.test(body) ? '(?<![a-z0-9])' : ''}${body}${/[a-z0-9]$/.test(body) ? '(?![a-z0-9])' : ''}`);
}
