import type { Ctx } from '../../runtime/context.ts';
import type { PinRefused } from '../../runtime/route.ts';
import { notice, typed } from '../../view/build.ts';
import { contactsOf, leadsOf, tell } from '../people/index.ts';
import { announcementText as text } from './text.ts';

const platformName = { slack: { zh: 'Slack', en: 'Slack' }, feishu: { zh: '飞书', en: 'Feishu' } } as const;

/** The messenger would not pin the duty card: each lead of the desks that use the channel hears once what has to be granted or cleared away. */
export async function tellPinRefused(ctx: Ctx, { platform, channel, desks, remedy }: PinRefused): Promise<void> {
  const leads = await Promise.all(desks.map((desk) => leadsOf(ctx, desk)));
  const contacts = await contactsOf(ctx, [...new Set(leads.flat())]);
  tell(ctx, [...contacts.values()], (locale) => {
    const where = channel === null ? platformName[platform][locale] : `${platform === 'slack' ? '#' : ''}${channel}`;
    return {
      view: notice('warn', text.notPinned(where), [remedy, text.notPinnedStill], locale, [typed(text.who, text.whoWord[locale], locale)]),
    };
  });
}
