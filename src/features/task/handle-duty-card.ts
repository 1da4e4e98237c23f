import type { Ctx } from '../../runtime/context.ts';
import { notice } from '../../view/build.ts';
import { contactsOf, type Desk, leadsShift, tell } from '../people/index.ts';
import { type Crews, membersOf } from './handle-crew.ts';
import type { Task } from './task.ts';
import { text } from './text.ts';
import { crewOf } from './who.ts';

/** The duty card: everybody in a shift gets the duty leader's name and number, from the bot itself. */
export async function sendDutyCards(ctx: Ctx, desk: Desk, task: Task, crews: Crews): Promise<void> {
  const crew = crewOf(task, crews.duties, crews.at);
  const leading = crew.filter(({ role }) => leadsShift(role)).map(({ person }) => person);
  const holders = membersOf(crews, desk)
    .filter(({ roles }) => roles.includes('duty-leader'))
    .map(({ person }) => person);
  const leaders = leading.length > 0 ? leading : holders;
  const people = [...new Set(crew.map(({ person }) => person))];
  const contacts = await contactsOf(ctx, [...people, ...leaders]);
  tell(
    ctx,
    people.flatMap((person) => contacts.get(person) ?? []),
    (locale, contact) => {
      const lines = leaders.flatMap((leader) => {
        const one = contacts.get(leader);
        return one === undefined ? [] : [`${text.dutyLeader[locale]} ${one.name[locale]} ${one.phone ?? text.noPhone[locale]}`];
      });
      return {
        view: notice('info', text.dutyCard(desk.name), lines.length === 0 ? [text.noLeader] : lines, locale),
        id: `task ${task.id} duty-card ${contact.person}`,
      };
    },
  );
}
