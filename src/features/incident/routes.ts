import { z } from 'zod';
import { type Command, dueHandler, route, type Slice } from '../../runtime/route.ts';
import { answerKind, limitKind } from './due.ts';
import { openAbsent, openRefuse, pressApprove, pressComing, pressReceived, submitAbsent, submitRefuse } from './handle-answer.ts';
import { openName, openReach, pressCall, pressToldSkipped, submitName, submitReach } from './handle-by-hand.ts';
import { showIncident, showTimeline, viewBoard, viewCard } from './handle-card.ts';
import { answerDue, limitDue } from './handle-due.ts';
import {
  answerFact,
  openEvent,
  openFact,
  openNote,
  openProvide,
  submitEvent,
  submitFact,
  submitNote,
  submitProvide,
} from './handle-facts.ts';
import { listIncidents } from './handle-list.ts';
import type { IncidentListener } from './handle-listeners.ts';
import { reportEntry } from './handle-of-entry.ts';
import { reportIncident, reportMessage, submitReport } from './handle-open.ts';
import { registerListeners } from './handle-registry.ts';
import { loadReport, openReport, sendMeReport, submitReportText } from './handle-report.ts';
import { reportKind } from './handle-send-report.ts';
import { openClose, openHandled, openReopen, pressFalseAlarm, submitClose, submitHandled, submitReopen } from './handle-state.ts';
import { openUp, submitUp } from './handle-up.ts';

const one = z.object({ id: z.uuid() });
const word = z.string().min(1).max(80);
const fact = one.extend({ fact: word });
const of = z.object({ notice: z.uuid() });
const values = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const message = z.object({ text: z.string().max(20_000), author: z.string().default('') });

const routes = [
  route('incident.file', { args: z.object({ desk: z.uuid() }), values, run: (ctx, args, given) => submitReport(ctx, args.desk, given) }),
  /** Message shortcut “Report an incident”. */
  route('incident.note-message', { args: message, run: (ctx, args) => reportMessage(ctx, args.text) }),
  /** Under what was entered in a register. */
  route('incident.of-entry', { args: z.object({ entry: z.uuid() }), run: (ctx, args) => reportEntry(ctx, args.entry) }),
  route('incident.show', { args: one, run: (ctx, args) => showIncident(ctx, args.id) }),
  route('incident.timeline', { args: one, run: (ctx, args) => showTimeline(ctx, args.id) }),
  route('incident.fact', { args: fact.extend({ value: word }), run: (ctx, args) => answerFact(ctx, args.id, args.fact, args.value) }),
  route('incident.fact-open', { args: fact, run: (ctx, args) => openFact(ctx, args.id, args.fact) }),
  route('incident.fact-file', { args: fact, values, run: (ctx, args, given) => submitFact(ctx, args.id, args.fact, given) }),
  route('incident.event-open', { args: one, run: (ctx, args) => openEvent(ctx, args.id) }),
  route('incident.event', { args: one, values, run: (ctx, args, given) => submitEvent(ctx, args.id, given) }),
  route('incident.provide-open', { args: one.extend({ what: word }), run: (ctx, args) => openProvide(ctx, args.id, args.what) }),
  route('incident.provide', {
    args: one.extend({ what: word }),
    values,
    run: (ctx, args, given) => submitProvide(ctx, args.id, args.what, given),
  }),
  route('incident.note-open', { args: one, run: (ctx, args) => openNote(ctx, args.id) }),
  route('incident.note', { args: one, values, run: (ctx, args, given) => submitNote(ctx, args.id, given) }),
  route('incident.received', { args: one, run: (ctx, args) => pressReceived(ctx, args.id) }),
  route('incident.approve', { args: one, run: (ctx, args) => pressApprove(ctx, args.id) }),
  route('incident.refuse-open', { args: one, run: (ctx, args) => openRefuse(ctx, args.id) }),
  route('incident.refuse', { args: one, values, run: (ctx, args, given) => submitRefuse(ctx, args.id, given) }),
  route('incident.coming', { args: one, run: (ctx, args) => pressComing(ctx, args.id) }),
  route('incident.absent-open', { args: one, run: (ctx, args) => openAbsent(ctx, args.id) }),
  route('incident.absent', { args: one, values, run: (ctx, args, given) => submitAbsent(ctx, args.id, given) }),
  route('incident.reach-open', { args: of, run: (ctx, args) => openReach(ctx, args.notice) }),
  route('incident.reach', { args: of, values, run: (ctx, args, given) => submitReach(ctx, args.notice, given) }),
  route('incident.name-open', { args: of, run: (ctx, args) => openName(ctx, args.notice) }),
  route('incident.name', { args: of, values, run: (ctx, args, given) => submitName(ctx, args.notice, given) }),
  route('incident.call', { args: of, run: (ctx, args) => pressCall(ctx, args.notice) }),
  route('incident.told-skipped', { args: of, run: (ctx, args) => pressToldSkipped(ctx, args.notice) }),
  route('incident.up-open', { args: one, run: (ctx, args) => openUp(ctx, args.id) }),
  route('incident.up', { args: one, values, run: (ctx, args, given) => submitUp(ctx, args.id, given) }),
  route('incident.handle-open', { args: one, run: (ctx, args) => openHandled(ctx, args.id) }),
  route('incident.handle', { args: one, values, run: (ctx, args, given) => submitHandled(ctx, args.id, given) }),
  route('incident.close-open', { args: one, run: (ctx, args) => openClose(ctx, args.id) }),
  route('incident.close', { args: one, values, run: (ctx, args, given) => submitClose(ctx, args.id, given) }),
  route('incident.false-alarm', { args: one, run: (ctx, args) => pressFalseAlarm(ctx, args.id) }),
  route('incident.reopen-open', { args: one, run: (ctx, args) => openReopen(ctx, args.id) }),
  route('incident.reopen', { args: one, values, run: (ctx, args, given) => submitReopen(ctx, args.id, given) }),
  route('incident.report-open', { args: one, run: (ctx, args) => openReport(ctx, args.id) }),
  route('incident.report', { args: one, values, run: (ctx, args, given) => submitReportText(ctx, args.id, given) }),
  route('incident.get-report', { args: one, run: (ctx, args) => sendMeReport(ctx, args.id) }),
];

const commands: Command[] = [
  {
    id: 'incident.report',
    words: { zh: ['上报', '突发', '报告', '报事'], en: ['incident', 'report incident'] },
    slack: { command: 'duty', sub: 'incident' },
    summary: { zh: '上报突发事件,一句话就行', en: 'Report an incident in one line' },
    usage: { zh: '发生了什么', en: 'what happened' },
    run: (ctx, said) => reportIncident(ctx, { text: said.text, quoted: said.quoted ?? null }),
  },
  {
    id: 'incident.list',
    words: { zh: ['突发事件', '事件列表'], en: ['incidents'] },
    slack: { command: 'duty', sub: 'incidents' },
    summary: { zh: '看未结束和最近的突发事件', en: 'Open and recent incidents' },
    usage: { zh: '', en: '[desk]' },
    run: (ctx, said) => listIncidents(ctx, said.text),
  },
];

const due = z.object({ notice: z.uuid(), times: z.number().int().min(1) });

/** Incidents: who must know, in what order, how fast; `listeners` hear of them in the unit that opens them or moves them on. */
export function createIncidentSlice(listeners: readonly IncidentListener[]): Slice {
  registerListeners(listeners);
  return {
    name: 'incident',
    routes,
    commands,
    due: [
      dueHandler({
        kind: answerKind,
        payload: due,
        title: { zh: '突发事件没有答复,找下一个', en: 'an incident was not answered' },
        run: (ctx, work) => answerDue(ctx, work.payload),
      }),
      dueHandler({
        kind: limitKind,
        payload: due,
        title: { zh: '突发事件上报时限', en: 'a limit of an incident' },
        run: (ctx, work) => limitDue(ctx, { ...work.payload, at: work.dueAt }),
      }),
    ],
    subjects: [
      { kind: 'incident.card', view: viewCard },
      { kind: 'incident.board', view: viewBoard },
    ],
    files: [{ kind: reportKind, load: loadReport }],
  };
}
