import { z } from 'zod';
import { type Command, route, type Slice } from '../../runtime/route.ts';
import { dayKinds } from './calendar.ts';
import {
  dropImport,
  openDay,
  openImport,
  openImportFor,
  previewLines,
  readFile,
  saveImport,
  setDay,
  showMonth,
  turnMonth,
} from './handle.ts';

const desk = z.object({ desk: z.uuid() });
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const waiting = z.object({ id: z.uuid() });
const scope = z.enum(['desk', 'all']).default('desk');

const routes = [
  route('calendar.month', { args: desk.extend({ month }), run: (ctx, args) => turnMonth(ctx, args.desk, args.month) }),
  route('calendar.import-open', { args: desk, run: (ctx, args) => openImportFor(ctx, args.desk) }),
  route('calendar.import', {
    args: desk,
    values: z.object({ lines: z.string(), scope }),
    run: (ctx, args, values) => previewLines(ctx, args.desk, values.lines, values.scope),
  }),
  route('calendar.import-save', { args: waiting, run: (ctx, args) => saveImport(ctx, args.id) }),
  route('calendar.import-drop', { args: waiting, run: (ctx, args) => dropImport(ctx, args.id) }),
  route('calendar.set-open', { args: desk.extend({ month }), run: (ctx, args) => openDay(ctx, args.desk, args.month) }),
  route('calendar.set', {
    args: desk,
    values: z.object({ on: z.iso.date(), kind: z.enum([...dayKinds, 'clear']), name: z.string().trim().max(40).optional(), scope }),
    run: (ctx, args, values) =>
      setDay(ctx, args.desk, { ...values, name: values.name === undefined || values.name === '' ? null : values.name }),
  }),
];

const commands: Command[] = [
  {
    id: 'calendar.show',
    words: { zh: ['日历', '节假日'], en: ['calendar', 'holidays'] },
    slack: { command: 'duty', sub: 'calendar' },
    summary: { zh: '工作日和节假日', en: 'Workdays and holidays' },
    usage: { zh: '[班组] [月]', en: '[desk] [month]' },
    run: (ctx, said) => showMonth(ctx, said.text),
  },
  {
    id: 'calendar.import',
    words: { zh: ['日历 导入', '日历导入', '导入节假日'], en: ['calendar import'] },
    slack: { command: 'duty', sub: 'calendar import' },
    summary: { zh: '导入或修改节假日(带班的人)', en: 'Import or change holidays (leads)' },
    usage: { zh: '[班组]', en: '[desk]' },
    run: (ctx, said) => openImport(ctx, said.text),
  },
];

export const calendarSlice: Slice = {
  name: 'calendar',
  routes,
  commands,
  file: (ctx, file) => readFile(ctx, file.meta, file.text, file.read),
};
