import { authMethods } from './api/auth.ts';
import { blockMethods } from './api/blocks.ts';
import { chatMethods } from './api/chat.ts';
import { conversationMethods } from './api/conversations.ts';
import { fileMethods } from './api/files.ts';
import type { Method } from './api/method.ts';
import { pinMethods } from './api/pins.ts';
import { userMethods } from './api/users.ts';
import { viewMethods } from './api/views.ts';

/** Every Web API method the sandbox answers. */
export const methods: Readonly<Record<string, Method>> = {
  ...authMethods,
  ...blockMethods,
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...pinMethods,
  ...userMethods,
  ...viewMethods,
};
