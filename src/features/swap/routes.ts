import { z } from 'zod';
import { type Command, route, type Slice } from '../../runtime/route.ts';
import { askedFromWords } from '../request/index.ts';
import { askBack, giveBack, showReturnable } from './handle-give-back.ts';

const swap = z.object({ id: z.uuid() });

const routes = [
  route('swap.back', { args: swap, run: (ctx, args) => askBack(ctx, args.id) }),
  route('swap.back-send', {
    args: swap,
    values: z.object({ reason: z.string().trim().min(1).max(200) }),
    run: (ctx, args, values) => giveBack(ctx, args.id, values.reason),
  }),
];

const commands: Command[] = [
  {
    id: 'swap.ask',
    words: { zh: ['换班'], en: ['swap'] },
    slack: { command: 'swap', sub: '' },
    summary: { zh: '和同事换班', en: 'Swap a shift with a colleague' },
    usage: { zh: '[我的班 和 @同事 他的班]', en: '[my shift with @colleague their shift]' },
    run: (ctx, said) => askedFromWords(ctx, 'swap', said.text, said.mentions),
  },
  {
    id: 'swap.back',
    words: { zh: ['退班', '退回换班'], en: ['swap back', 'give back'] },
    slack: { command: 'swap', sub: 'back' },
    summary: { zh: '退回已经换的班', en: 'Give a swap back' },
    usage: { zh: '', en: '' },
    run: (ctx) => showReturnable(ctx),
  },
];

export const swapSlice: Slice = { name: 'swap', routes, commands };
