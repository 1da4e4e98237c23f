import { formatMoment } from '../../core/format.ts';
import type { Locale, Words } from '../../core/locale.ts';
import { eventWords } from '../../policy/index.ts';
import type { Desk } from '../people/index.ts';
import { answerWords, eventOf } from './incident-case.ts';
import type { IncidentLine } from './incident-record.ts';
import { needWords } from './status.ts';
import { text } from './text.ts';
import { type Names, nameIn, reachedWords, receiverName } from './views.ts';

const words = (zh: string, en: string): Words => ({ zh, en });
const withText = (head: Words, said: string): Words => withWords(head, words(said, said));
const withWords = (head: Words, said: Words): Words => (said.zh === '' ? head : words(`${head.zh}:${said.zh}`, `${head.en}: ${said.en}`));

/** What a deed leads to stands below it: what comes of a report was written down in the same moment. */
const follows: ReadonlyMap<IncidentLine['kind'], number> = new Map([
  ['opened', -1],
  ['extended', 1],
  ['entry', 2],
  ['told', 3],
]);

const minuteOf = ({ at }: IncidentLine): number => Math.floor(at.epochMilliseconds / 60_000);
const isCall = ({ detail }: IncidentLine): boolean => detail.kind === 'call';

/**
 * The deeds in the order of what happened: by their moment, those of one moment with what they led to below. Somebody who was told by several rules in one
 * minute was told once; a call-out is another matter than the news.
 */
export function timelineOf(lines: readonly IncidentLine[]): readonly IncidentLine[] {
  const ordered = lines.toSorted(
    (left, right) =>
      left.at.epochMilliseconds - right.at.epochMilliseconds || (follows.get(left.kind) ?? 0) - (follows.get(right.kind) ?? 0),
  );
  return ordered.filter((line, at) => {
    const { person } = line.detail;
    if (line.kind !== 'told' || person === undefined || person === '') return true;
    const same = (other: IncidentLine): boolean =>
      other.kind === 'told' && other.detail.person === person && minuteOf(other) === minuteOf(line) && isCall(other) === isCall(line);
    return ordered.findIndex(same) === at;
  });
}

/** What was done, without who and when. */
export function deedWords(line: IncidentLine, names: Names): Words {
  const { detail } = line;
  const said = (name: string): string => String(detail[name] ?? '');
  const receiver = (): Words => {
    const role = receiverName(said('word'));
    const person = said('person');
    if (person === '') return role;
    const name = nameIn(names, person);
    return words(`${role.zh} ${name.zh}`, `${role.en} ${name.en}`);
  };
  switch (line.kind) {
    case 'opened':
      return withText(words('报告', 'reported'), line.text);
    case 'fact': {
      const question = eventWords().questions.find(({ fact }) => fact === said('fact'));
      const value = detail.value;
      if (question === undefined || value === undefined) return words(said('fact'), said('fact'));
      const answer = answerWords(question, value);
      return words(`${question.ask.zh} ${answer.zh}`, `${question.ask.en} ${answer.en}`);
    }
    case 'event': {
      const { name } = eventOf(said('event'), eventWords());
      return words(`事件类型改为${name.zh}`, `kind changed to ${name.en}`);
    }
    case 'told':
      return words(`通知 ${receiver().zh}`, `told ${receiver().en}`);
    case 'answer':
      return withText(answers[said('answer')] ?? text.buttons.received, line.text);
    case 'unanswered':
      return words(`${receiver().zh} 没有答复`, `no answer from ${receiver().en}`);
    case 'delivered':
      if (detail.agreed === true) return withWords(words(`${receiver().zh} 同意`, `${receiver().en} agreed`), reachedWords(line.text));
      return withWords(words(`人工通知 ${receiver().zh}`, `reached ${receiver().en} by hand`), reachedWords(line.text));
    case 'provided':
      return withText(needWords(said('what')), line.text);
    case 'note':
      return words(line.text, line.text);
    case 'up':
      return withText(words(`上报 ${receiver().zh}`, `brought up to ${receiver().en}`), line.text);
    case 'call':
      return words(`指定 ${receiver().zh}`, `named ${receiver().en}`);
    case 'extended':
      return words('在岗的人延长值班', 'those on duty stay on');
    case 'entry':
      return words('已记入值班记录', 'entered in the log');
    case 'report':
      return words('交书面报告', 'handed in the written report');
    case 'handled':
      return withText(text.states.handled, line.text);
    case 'closed':
      return withText(text.states.closed, line.text);
    case 'reopened':
      return withText(words('重新打开', 'reopened'), line.text);
    case 'false-alarm':
      return text.falseAlarm;
  }
}

const answers: Readonly<Record<string, Words>> = {
  received: text.buttons.received,
  approved: text.buttons.approve,
  refused: words('不同意', 'refused'),
  coming: text.buttons.coming,
  'not-coming': words('来不了', 'cannot come'),
};

/** `12月1日(周二)10:03 · 陈队 · 收到` */
export function timelineLine(line: IncidentLine, names: Names, desk: Pick<Desk, 'zone'>, locale: Locale): string {
  const who = line.by === null ? null : nameIn(names, line.by)[locale];
  return [formatMoment(line.at, desk.zone, locale), who, deedWords(line, names)[locale]]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}
