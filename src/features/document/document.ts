import { Temporal } from '../../core/time.ts';

/** What evidence may come as. */
export type EvidenceKind = 'pdf' | 'jpg' | 'png' | 'heic';

/** A photo of a page is two or three megabytes; what is larger is seldom evidence. */
export const largestEvidence = 10 * 1024 * 1024;

export const mimeOf: Readonly<Record<EvidenceKind, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  heic: 'image/heic',
};

/** A file this is for: by its ending, or without one (a picture of Feishu has none; its bytes tell). */
export const mayBeEvidence = (name: string): boolean => /\.(?:pdf|jpe?g|png|hei[cf])$/i.test(name) || !/\.[a-z0-9]{1,5}$/i.test(name);

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte);
const textAt = (bytes: Uint8Array, from: number, length: number): string => String.fromCharCode(...bytes.subarray(from, from + length));
const heicBrands = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'];

/** What the bytes are, whatever the name says; null: none of the kinds. */
export function kindOfEvidence(bytes: Uint8Array): EvidenceKind | null {
  if (textAt(bytes, 0, 5) === '%PDF-') return 'pdf';
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'jpg';
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  return textAt(bytes, 4, 4) === 'ftyp' && heicBrands.includes(textAt(bytes, 8, 4)) ? 'heic' : null;
}

/** Proofs of illness: each covers days, and together they cover the leave without a gap. */
export const medicalDocuments: readonly string[] = ['medical-certificate', 'public-hospital-sick-note'];

/** Days included at both ends, `YYYY-MM-DD`. */
export interface Days {
  readonly from: string;
  readonly until: string;
}

/** The days of `leave` that none of the stretches covers, as stretches in order. */
export function uncovered(leave: Days, covering: readonly Days[]): readonly Days[] {
  const gaps: Days[] = [];
  let at = leave.from;
  for (const days of covering.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (days.until < at || days.from > leave.until) continue;
    if (days.from > at) gaps.push({ from: at, until: shifted(days.from, -1) });
    at = shifted(days.until, 1);
  }
  return at <= leave.until ? [...gaps, { from: at, until: leave.until }] : gaps;
}

const shifted = (on: string, days: number): string => Temporal.PlainDate.from(on).add({ days }).toString();

/** A request evidence may belong to. */
export interface Candidate {
  readonly id: string;
  readonly desk: string;
  readonly number: number;
  readonly type: string;
  readonly kind: string | null;
  readonly subject: string;
  readonly subjectName: { readonly zh: string; readonly en: string };
  readonly fromOn: string | null;
  readonly untilOn: string | null;
  /** It stands, or may stand, only when a document arrives. */
  readonly waits: boolean;
  readonly version: number;
}

/** Evidence that was sent. `request` null: not yet said, or meant for a request still to be filed. `document` null: not yet said what it is. */
export interface Evidence {
  readonly id: string;
  readonly request: string | null;
  readonly document: string | null;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly days: Days | null;
  readonly by: string;
}

/** The request evidence goes to without asking: the one that waits for a document, else the only one there is; null: the person says. */
export function obvious(candidates: readonly Candidate[], said: string): Candidate | null {
  const number = said.match(/#\s?(\d+)/)?.[1];
  if (number !== undefined) return only(candidates.filter((candidate) => candidate.number === Number(number)));
  return only(candidates.filter((candidate) => candidate.waits)) ?? only(candidates);
}

const only = <Item>(items: readonly Item[]): Item | null => (items.length === 1 ? (items[0] ?? null) : null);
