import { Temporal } from '../../core/time.ts';
import { type CalendarEntry, dayKinds, type KnownDayKind } from './calendar.ts';

/** What cannot be read, with its line (1 is the first). */
export interface LineProblem {
  readonly line: number;
  readonly text: string;
  readonly code: 'date' | 'kind' | 'backwards' | 'long' | 'twice' | 'format';
}

export interface CalendarReading {
  readonly entries: readonly CalendarEntry[];
  readonly problems: readonly LineProblem[];
}

/** A run of days longer than this is a slip of the pen: no public holiday comes near. */
const longestRun = 31;

const kindWords: Readonly<Record<KnownDayKind, readonly string[]>> = {
  holiday: ['holiday', 'public-holiday', '节假日', '假日', '节日', '放假', '法定节假日', '休', '假'],
  'lieu-day': ['lieu-day', 'lieu', 'in-lieu', '调休', '补休', '调休日', '放假调休'],
  'make-up-workday': ['make-up-workday', 'make-up', 'makeup', '调休上班日', '调休上班', '补班', '上班', '班'],
  workday: ['workday', 'work', '工作日'],
  weekend: ['weekend', '周末', '双休'],
};

/** `holiday`, `节假日`, `补班` …; null: no kind of day. */
export function readKind(word: string): KnownDayKind | null {
  const wanted = word.normalize('NFKC').trim().toLowerCase().replaceAll('_', '-');
  return dayKinds.find((kind) => kindWords[kind].includes(wanted)) ?? null;
}

/** `2027-10-01`, `2027/10/1`, `2027年10月1日`, `20271001` → `2027-10-01`; null: no date. */
export function readDate(word: string): string | null {
  const match =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(word.trim()) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(word.trim());
  if (match === null) return null;
  try {
    return Temporal.PlainDate.from(
      { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) },
      { overflow: 'reject' },
    ).toString();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Collects days one after the other; a date that comes twice with another kind is a problem. */
function collector(source: string) {
  const entries = new Map<string, CalendarEntry>();
  const problems: LineProblem[] = [];
  return {
    problems,
    put(line: number, text: string, from: string | null, until: string | null, kind: KnownDayKind | null, name: string | null): void {
      if (from === null || until === null) return void problems.push({ line, text, code: 'date' });
      if (kind === null) return void problems.push({ line, text, code: 'kind' });
      if (until < from) return void problems.push({ line, text, code: 'backwards' });
      let date = Temporal.PlainDate.from(from);
      if (date.until(until, { largestUnit: 'days' }).days >= longestRun) return void problems.push({ line, text, code: 'long' });
      for (; date.toString() <= until; date = date.add({ days: 1 })) {
        const on = date.toString();
        const before = entries.get(on);
        if (before !== undefined && before.kind !== kind) return void problems.push({ line, text, code: 'twice' });
        entries.set(on, { on, kind, name: name === null || name === '' ? null : name.slice(0, 40), source });
      }
    },
    done: (): CalendarReading => ({ entries: [...entries.values()].sort((a, b) => (a.on < b.on ? -1 : 1)), problems }),
  };
}

/**
 * Lines such as `2027-10-01 holiday 国庆节`, `2027-10-01~2027-10-07 节假日 国庆节` or `2027-10-09,补班,国庆节`. Empty lines, lines that start
 * with `#` and a line of headings are passed over.
 */
export function readLines(text: string, source: string): CalendarReading {
  const days = collector(source);
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.normalize('NFKC').trim();
    if (line === '' || line.startsWith('#') || /^["']?(?:date|日期|day|on)["']?\s*[,\t;]/i.test(line)) return;
    const match =
      /^["']?([\d年月日/.-]+?)["']?(?:(\s*(?:~|至|到|\.\.|–|—|\bto\b)\s*)["']?([\d年月日/.-]+)["']?)?[\s,;\t]+["']?([^\s,;\t"']+)["']?[\s,;\t]*["']?(.*?)["']?$/u.exec(
        line,
      );
    if (match === null) return void days.problems.push({ line: index + 1, text: line, code: 'format' });
    const [, from = '', mark, until, kind = '', name = ''] = match;
    const first = readDate(from);
    days.put(index + 1, line, first, mark === undefined ? first : readUntil(until ?? '', first), readKind(kind), name);
  });
  return days.done();
}

/** The end of a run may be short: `10-07`, `10月7日`, `07`. */
function readUntil(word: string, first: string | null): string | null {
  if (first === null) return null;
  const full = readDate(word);
  if (full !== null) return full;
  const short = /^(?:(\d{1,2})\s*[-/.月]\s*)?(\d{1,2})\s*日?$/.exec(word);
  return short === null ? null : readDate(`${first.slice(0, 4)}-${short[1] ?? first.slice(5, 7)}-${short[2] ?? ''}`);
}

/** An iCalendar file of all-day events; a title with 班 or `work` is a make-up workday, every other a holiday. */
export function readIcs(text: string, source: string): CalendarReading {
  const days = collector(source);
  // RFC 5545, 3.1: a line that starts with a blank continues the one before.
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  let event: { line: number; start: string | null; end: string | null; summary: string } | null = null;
  lines.forEach((line, index) => {
    const [, name = '', value = ''] = /^([A-Za-z-]+)[^:]*:(.*)$/.exec(line) ?? [];
    const key = name.toUpperCase();
    if (key === 'BEGIN' && value.toUpperCase() === 'VEVENT') event = { line: index + 1, start: null, end: null, summary: '' };
    else if (event !== null && key === 'DTSTART') event.start = readDate(value.slice(0, 8));
    else if (event !== null && key === 'DTEND') event.end = readDate(value.slice(0, 8));
    else if (event !== null && key === 'SUMMARY') event.summary = value.replaceAll('\\,', ',').trim();
    else if (event !== null && key === 'END' && value.toUpperCase() === 'VEVENT') {
      const { start, end, summary } = event;
      // The end of an all-day event is the day after its last one.
      const until =
        start === null ? null : end === null || end <= start ? start : Temporal.PlainDate.from(end).subtract({ days: 1 }).toString();
      const kind = /班|work/i.test(summary) ? 'make-up-workday' : 'holiday';
      days.put(
        event.line,
        summary === '' ? 'VEVENT' : summary,
        start,
        until,
        kind,
        summary.replace(/\s*[((]?(?:休|班|补班|调休|假期)[))]?\s*$/, ''),
      );
      event = null;
    }
  });
  return days.done();
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON in one of three shapes people have: `{holidays: {date: name}, workdays: …, inLieuDays: …}`, `{days: [{date, name, isOffDay}]}`, or a list
 * of `{on|date, kind|type, name}`. Problems count entries instead of lines.
 */
export function readJson(text: string, source: string): CalendarReading {
  const days = collector(source);
  let data: Json;
  try {
    data = JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { entries: [], problems: [{ line: 1, text: text.slice(0, 40), code: 'format' }] };
  }
  const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const string = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  const list = Array.isArray(data) ? data : isObject(data) && Array.isArray(data['days']) ? data['days'] : null;
  if (list !== null) {
    list.forEach((item: Json, index: number) => {
      const entry = isObject(item) ? item : {};
      const on = readDate(string(entry['on'] ?? entry['date']));
      const off = entry['isOffDay'];
      const kind = typeof off === 'boolean' ? (off ? 'holiday' : 'make-up-workday') : readKind(string(entry['kind'] ?? entry['type']));
      days.put(index + 1, JSON.stringify(item).slice(0, 60), on, on, kind, string(entry['name']));
    });
    return days.done();
  }
  const groups: readonly (readonly [string, KnownDayKind])[] = [
    ['inLieuDays', 'lieu-day'],
    ['holidays', 'holiday'],
    ['workdays', 'make-up-workday'],
  ];
  let count = 0;
  const lieu = isObject(data) && isObject(data['inLieuDays']) ? Object.keys(data['inLieuDays']) : [];
  for (const [group, kind] of groups) {
    const found = isObject(data) ? data[group] : undefined;
    if (!isObject(found)) continue;
    for (const [date, name] of Object.entries(found)) {
      count += 1;
      // A lieu day stands among the holidays too.
      if (kind === 'holiday' && lieu.includes(date)) continue;
      const [english = '', chinese] = string(name).split(',');
      days.put(count, `${date} ${string(name)}`, readDate(date), readDate(date), kind, chinese ?? english);
    }
  }
  if (count === 0) days.problems.push({ line: 1, text: text.slice(0, 40), code: 'format' });
  return days.done();
}

/** Reads a calendar file by its name: `.ics`, `.json`, anything else as lines. */
export function readCalendarFile(fileName: string, text: string): CalendarReading {
  const source = `file ${fileName}`;
  if (/\.ics$/i.test(fileName) || /^BEGIN:VCALENDAR/i.test(text)) return readIcs(text, source);
  if (/\.json$/i.test(fileName)) return readJson(text, source);
  return readLines(text, source);
}

/** True for a file that is sent as a calendar and not as a roster: `calendar.csv`, `节假日2027.json`, anything `.ics`. */
export function isCalendarFile(fileName: string): boolean {
  const name = fileName.normalize('NFKC').trim();
  return /\.ics$/i.test(name) || /^(?:calendar|holidays?|日历|节假日|放假安排).*\.(?:csv|json|txt)$/i.test(name);
}
