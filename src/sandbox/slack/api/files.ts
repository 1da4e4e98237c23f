import type { FilesCompleteUploadExternalResponse, FilesGetUploadURLExternalResponse, FilesInfoResponse } from '@slack/web-api';
import { z } from 'zod';
import { newId } from '../state.ts';
import { fileShape, mayPost } from './message.ts';
import { ApiError, arg, method } from './method.ts';

const completed = z.array(z.strictObject({ id: z.string(), title: z.string().optional() })).min(1);

export const fileMethods = {
  'files.info': method({
    scopes: ['files:read'],
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({
      file: arg.text,
      count: arg.count.optional(),
      page: arg.count.optional(),
      cursor: arg.text.optional(),
      limit: arg.count.optional(),
    }),
    run(args, { workspace, baseUrl }) {
      const file = workspace.files.get(args.file);
      if (file === undefined || !file.complete) throw new ApiError('file_not_found');
      const answer: FilesInfoResponse = { ok: true, file: fileShape(file, baseUrl) };
      return answer;
    },
  }),
  'files.getUploadURLExternal': method({
    scopes: ['files:write'],
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({
      filename: arg.text,
      length: z.coerce.number().int().min(1),
      alt_txt: arg.text.optional(),
      snippet_type: arg.text.optional(),
    }),
    run(args, { workspace, baseUrl }) {
      const id = newId('F');
      workspace.files.set(id, {
        id,
        name: args.filename,
        mimeType: 'application/octet-stream',
        owner: workspace.bot.userId,
        content: Buffer.alloc(0),
        complete: false,
      });
      const answer: FilesGetUploadURLExternalResponse = { ok: true, upload_url: `${baseUrl}/upload/${id}`, file_id: id };
      return answer;
    },
  }),
  'files.completeUploadExternal': method({
    scopes: ['files:write'],
    rate: 'tier4',
    token: 'bot',
    args: z.strictObject({
      files: arg.json,
      channel_id: arg.text.optional(),
      initial_comment: arg.text.optional(),
      thread_ts: arg.text.optional(),
    }),
    run(args, { workspace, baseUrl }) {
      const wanted = completed.safeParse(args.files);
      if (!wanted.success)
        throw new ApiError('invalid_arguments', { response_metadata: { messages: ['[ERROR] files must be a list of {id, title}'] } });
      const files = wanted.data.map(({ id }) => {
        const file = workspace.files.get(id);
        if (file === undefined || file.content.length === 0) throw new ApiError('file_not_found');
        return file;
      });
      if (args.channel_id !== undefined) {
        // Unlike chat.postMessage, a person's id is no address here.
        const conversation = workspace.conversations.get(args.channel_id);
        if (conversation === undefined) throw new ApiError('channel_not_found');
        mayPost(workspace, conversation);
        workspace.post(conversation, {
          user: workspace.bot.userId,
          text: args.initial_comment ?? '',
          blocks: null,
          metadata: null,
          threadTs: args.thread_ts ?? null,
          ephemeralTo: null,
          files,
        });
      }
      for (const file of files) file.complete = true;
      const answer: FilesCompleteUploadExternalResponse = { ok: true, files: files.map((file) => fileShape(file, baseUrl)) };
      return answer;
    },
  }),
};
