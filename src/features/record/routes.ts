import { z } from 'zod';
import { type Command, dueHandler, route, type Slice } from '../../runtime/route.ts';
import { listenToPunches } from '../attendance/index.ts';
import type { Typed } from './fields.ts';
import { viewEntry } from './handle-card.ts';
import { remind } from './handle-due.ts';
import { notePunch } from './handle-event.ts';
import { expectPhoto, loadPhotoFile, readPhoto, sendPhotos } from './handle-file.ts';
import type { EntryListener } from './handle-listeners.ts';
import { messageEdited, noteMessage, noteOn, writeLog } from './handle-log.ts';
import {
  addTry,
  openAmend,
  openStock,
  pressDelete,
  pressMove,
  pressSign,
  pressStamp,
  showEntry,
  showHistory,
  submitAmend,
  submitMove,
  submitStock,
} from './handle-press.ts';
import { fileRegister, openRegisterBy, register } from './handle-register.ts';
import { registerListeners } from './handle-registry.ts';
import { loadTable, sendTable, showReport, turnReport } from './handle-report.ts';
import { remindKind } from './handle-tell.ts';

const one = z.object({ id: z.uuid() });
const code = z.string().min(1).max(80);
const values = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const message = z.object({ text: z.string().max(20_000), author: z.string().default('') });
const stock = one.extend({ way: z.enum(['in', 'out']) });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const typed = z
  .string()
  .max(8000)
  .default('{}')
  .transform((text, context): Typed => {
    const read = z.record(z.string(), z.string()).safeParse(parse(text));
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: 'typed values' });
    return z.NEVER;
  });

const querySchema = z.object({
  desk: z.uuid(),
  types: z.array(code).nullable(),
  ledger: code.nullable(),
  open: z.boolean(),
  from: z.iso.date().nullable(),
  until: z.iso.date(),
  words: z.array(z.string().max(200)).max(20),
});
const query = z.string().transform((text, context) => {
  const read = querySchema.safeParse(parse(text));
  if (read.success) return read.data;
  context.addIssue({ code: 'custom', message: 'a query' });
  return z.NEVER;
});

const routes = [
  route('record.open', {
    args: z.object({ type: code, desk: z.uuid(), typed }),
    run: (ctx, args) => openRegisterBy(ctx, args.type, args.desk, args.typed),
  }),
  route('record.file', {
    args: z.object({ type: code, desk: z.uuid() }),
    values,
    run: (ctx, args, given) => fileRegister(ctx, args.type, args.desk, given),
  }),
  route('record.show', { args: one, run: (ctx, args) => showEntry(ctx, args.id) }),
  route('record.history', { args: one, run: (ctx, args) => showHistory(ctx, args.id) }),
  route('record.move', {
    args: one.extend({ state: code, version: z.string().optional() }),
    run: (ctx, args) => pressMove(ctx, args.id, args.state),
  }),
  route('record.move-with', {
    args: one.extend({ state: code }),
    values,
    run: (ctx, args, given) => submitMove(ctx, args.id, args.state, given),
  }),
  route('record.amend-open', { args: one, run: (ctx, args) => openAmend(ctx, args.id) }),
  route('record.amend', { args: one, values, run: (ctx, args, given) => submitAmend(ctx, args.id, given) }),
  route('record.try', { args: one.extend({ field: code }), run: (ctx, args) => addTry(ctx, args.id, args.field) }),
  route('record.stamp', { args: one.extend({ field: code }), run: (ctx, args) => pressStamp(ctx, args.id, args.field) }),
  route('record.sign', { args: one, run: (ctx, args) => pressSign(ctx, args.id) }),
  route('record.photo', { args: one, run: (ctx, args) => expectPhoto(ctx, args.id) }),
  route('record.photos', { args: one, run: (ctx, args) => sendPhotos(ctx, args.id) }),
  route('record.stock-open', { args: stock, run: (ctx, args) => openStock(ctx, args.id, args.way) }),
  route('record.stock', { args: stock, values, run: (ctx, args, given) => submitStock(ctx, args.id, args.way, given) }),
  route('record.delete', { args: one, run: (ctx, args) => pressDelete(ctx, args.id) }),
  route('record.report', {
    args: z.object({ query, page: z.coerce.number().int().min(0).max(10_000) }),
    run: (ctx, args) => turnReport(ctx, args.query, args.page),
  }),
  route('record.csv', { args: z.object({ query }), run: (ctx, args) => sendTable(ctx, args.query) }),
  /** Message shortcut “Add to duty log”. */
  route('record.note', { args: message, run: (ctx, args) => noteMessage(ctx, args.text, args.author === '' ? null : args.author, false) }),
  /** Reaction on a message: nothing can be asked, so what is missing is asked for on the entry. */
  route('record.react', { args: message, run: (ctx, args) => noteMessage(ctx, args.text, args.author === '' ? null : args.author, true) }),
  route('record.note-on', {
    args: z.object({ desk: z.uuid(), text: z.string().max(4000), source: z.string().max(200) }),
    run: (ctx, args) => noteOn(ctx, args.desk, args.text, args.source),
  }),
];

const commands: Command[] = [
  {
    id: 'record.log',
    words: { zh: ['记录', '值班日志', '日志'], en: ['log', 'duty log'] },
    slack: { command: 'duty', sub: 'log' },
    summary: { zh: '记一笔值班日志', en: 'Write in the duty log' },
    usage: { zh: '[种类] 一句话', en: '[register] what happened' },
    run: (ctx, said) => writeLog(ctx, { text: said.text, quoted: said.quoted ?? null, mentions: said.mentions, kept: true }),
  },
  {
    id: 'record.register',
    words: { zh: ['登记', '登记簿'], en: ['register'] },
    slack: { command: 'duty', sub: 'register' },
    summary: { zh: '按表登记:来访、电话、钥匙…', en: 'Fill in a register: visitors, calls, keys…' },
    usage: { zh: '[什么]', en: '[what]' },
    run: (ctx, said) => register(ctx, said.text),
  },
  {
    id: 'record.report',
    words: { zh: ['报表 记录', '报表记录', '查记录', '查日志'], en: ['report log', 'find in log'] },
    slack: { command: 'duty', sub: 'report log' },
    summary: { zh: '查值班记录和台账', en: 'Search the duty log and registers' },
    usage: { zh: '[种类] [未结] [时间] [词]', en: '[register] [open] [when] [words]' },
    run: (ctx, said) => showReport(ctx, said.text),
  },
];

/** The duty log and the registers; `listeners` hear of entries in the unit that writes them. */
export function createRecordSlice(listeners: readonly EntryListener[]): Slice {
  registerListeners(listeners);
  listenToPunches(notePunch);
  return {
    name: 'record',
    routes,
    commands,
    due: [
      dueHandler({
        kind: remindKind,
        payload: z.object({ id: z.uuid(), times: z.number().int().min(1), remind: z.boolean(), due: z.string().optional() }),
        title: { zh: '登记事项到期', en: 'entry of a register due' },
        run: (ctx, work) => remind(ctx, work.payload, work.dueAt),
      }),
    ],
    subjects: [{ kind: 'record.entry', view: viewEntry }],
    files: [
      { kind: 'record', load: loadPhotoFile },
      { kind: 'record-table', load: loadTable },
    ],
    file: (ctx, file) => readPhoto(ctx, file.meta, file.text, file.read),
    edited: async (ctx, said) => {
      const edited = await messageEdited(ctx, said);
      return edited.ok && edited.value === null ? null : { kind: 'nothing', locale: ctx.locale };
    },
  };
}
