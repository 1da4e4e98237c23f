import type { Command, Slice } from '../../runtime/route.ts';
import { askedFromWords } from '../request/index.ts';
import { showReturnable } from './handle.ts';

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

export const swapSlice: Slice = { name: 'swap', commands };
