import type { BlocksValidateResponse } from '@slack/web-api';
import { z } from 'zod';
import { blockFaults, viewFaults } from '../blocks/blocks.ts';
import { ApiError, arg, method } from './method.ts';

export const blockMethods = {
  'blocks.validate': method({
    scopes: [],
    rate: 'tier4',
    token: 'none',
    args: z.strictObject({ blocks: arg.json.optional(), message: arg.json.optional(), view: arg.json.optional() }),
    run(args) {
      const given = [args.blocks, args.message, args.view].filter((part) => part !== undefined);
      if (given.length !== 1)
        throw new ApiError('invalid_arguments', { response_metadata: { messages: ['[ERROR] exactly one of blocks, message and view'] } });
      const view = z.looseObject({ type: z.enum(['home', 'modal']) }).safeParse(args.view);
      const message = z.looseObject({ blocks: z.unknown() }).safeParse(args.message);
      const faults = view.success
        ? viewFaults(args.view, view.data.type)
        : blockFaults(message.success ? message.data.blocks : args.blocks, 'message', message.success ? '/message/blocks' : '/blocks');
      const answer: BlocksValidateResponse = {
        ok: true,
        errors: faults.map((fault) => ({ pointer: fault.pointer, code: 'invalid', message: fault.message })),
      };
      return answer;
    },
  }),
};
