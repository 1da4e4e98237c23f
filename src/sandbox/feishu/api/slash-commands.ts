import { z } from 'zod';
import { type ApiRoute, failure, success } from '../api-server.ts';
import { randomKey } from '../state.ts';

const body = z.strictObject({
  command: z
    .string()
    .regex(/^[a-z0-9_-]+$/)
    .max(32),
  description: z.strictObject({
    default_value: z.string().min(1),
    i18n: z.partialRecord(z.enum(['zh_cn', 'en_us', 'ja_jp']), z.string()).optional(),
  }),
  icon: z.strictObject({ icon_key: z.string() }).optional(),
});

type Command = z.output<typeof body>;

const most = 100;
const path = '/open-apis/application/v7/app_slash_commands';

/** The app's native slash commands. A second one of the same name is refused. */
export class SlashCommands {
  readonly #commands = new Map<string, Command>();

  all(): readonly Command[] {
    return [...this.#commands.values()];
  }

  routes(): ApiRoute[] {
    const write = { scopes: ['application:app_slash_command:write'], access: 'tenant', errorStatus: 200 } as const;
    const read = {
      scopes: ['application:app_slash_command:read', 'application:app_slash_command:write'],
      access: 'tenant',
      errorStatus: 200,
    } as const;
    const taken = (command: string, except: string | null) =>
      [...this.#commands].some(([id, each]) => id !== except && each.command === command);
    return [
      {
        name: 'slash_command.create',
        method: 'POST',
        path,
        ...write,
        handle: ({ json }) => {
          const parsed = body.safeParse(json);
          if (!parsed.success) return failure(200, 40000000, `invalid param: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
          if (taken(parsed.data.command, null)) return failure(200, 40000000, 'command already exists');
          if (this.#commands.size >= most) return failure(200, 40000000, 'too many commands');
          const id = randomKey('cmd_');
          this.#commands.set(id, parsed.data);
          return success({ command_id: id });
        },
      },
      {
        name: 'slash_command.list',
        method: 'GET',
        path,
        ...read,
        handle: () => success({ items: [...this.#commands].map(([id, command]) => ({ command_id: id, ...command })), has_more: false }),
      },
      {
        name: 'slash_command.update',
        method: 'PATCH',
        path: `${path}/:id`,
        ...write,
        handle: ({ json, params }) => {
          const id = params['id'] ?? '';
          const parsed = body.partial().safeParse(json);
          const before = this.#commands.get(id);
          if (!parsed.success || before === undefined) return failure(200, 40000000, 'invalid param');
          const after = body.parse({ ...before, ...parsed.data });
          if (taken(after.command, id)) return failure(200, 40000000, 'command already exists');
          this.#commands.set(id, after);
          return success({});
        },
      },
      {
        name: 'slash_command.delete',
        method: 'DELETE',
        path: `${path}/:id`,
        ...write,
        handle: ({ params }) => (this.#commands.delete(params['id'] ?? '') ? success({}) : failure(200, 40000000, 'command not found')),
      },
    ];
  }
}
