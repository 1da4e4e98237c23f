import type { Slice } from '../../runtime/route.ts';
import { showHome } from './handle.ts';
import { homeText } from './text.ts';

/** App Home in Slack, the bot menu in Feishu, `主页 · home` on both: what is mine and what waits for me. */
export const homeSlice: Slice = {
  name: 'home',
  home: showHome,
  commands: [
    {
      id: 'home',
      words: { zh: ['主页'], en: ['home'] },
      slack: { command: 'duty', sub: 'home' },
      summary: homeText.summary,
      usage: { zh: '', en: '' },
      run: showHome,
    },
  ],
};
