import { z } from 'zod';
import { type Planner, route, type Slice } from '../../runtime/route.ts';
import { attach, loadFile, openPlace, readEvidence, showEvidence } from './handle.ts';
import { dropForgotten } from './store.ts';

const placing = z.object({ file: z.uuid(), request: z.union([z.uuid(), z.literal('')]).default('') });

const routes = [
  route('document.place', { args: placing, run: (ctx, args) => openPlace(ctx, args.file, args.request) }),
  route('document.attach', {
    args: placing,
    values: z.object({
      document: z.string().max(80).default(''),
      from: z.union([z.iso.date(), z.literal('')]).default(''),
      until: z.union([z.iso.date(), z.literal('')]).default(''),
    }),
    run: (ctx, args, values) => attach(ctx, args.file, args.request, values),
  }),
  route('document.show', { args: z.object({ file: z.uuid() }), run: (ctx, args) => showEvidence(ctx, args.file) }),
];

const planners: Planner[] = [{ id: 'document.forgotten', plan: (ctx) => Promise.resolve(dropForgotten(ctx)) }];

/** Evidence people send: which request it belongs to, and whoever decides looks at it alone. */
export const documentSlice: Slice = {
  name: 'document',
  routes,
  planners,
  files: [{ kind: 'document', load: loadFile }],
  file: (ctx, file) => readEvidence(ctx, file.meta, file.text, file.read),
};
