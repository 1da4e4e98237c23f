import type { Client } from '@larksuiteoapi/node-sdk';
import { type ApiAnswer, type ApiRequest, type ApiRoute, failure, success } from '../api-server.ts';
import { carriedBy, type FeishuState } from '../state.ts';

type Uploaded = NonNullable<Awaited<ReturnType<Client['im']['v1']['file']['create']>>>;
type UploadedImage = NonNullable<Awaited<ReturnType<Client['im']['v1']['image']['create']>>>;

const mostFile = 30 * 1024 * 1024;
const mostImage = 10 * 1024 * 1024;

/** Files and images: up for sending, and down again from the message that carries them. */
export function fileRoutes(state: FeishuState): ApiRoute[] {
  const im = { access: 'tenant', errorStatus: 400 } as const;
  const scopes = ['im:resource', 'im:resource:upload'];
  return [
    {
      name: 'im.file.create',
      method: 'POST',
      path: '/open-apis/im/v1/files',
      scopes,
      ...im,
      handle: (request) => {
        const part = multipart(request, 'file');
        if (part === null || part.fields.get('file_name') === undefined) return failure(400, 234001, 'Invalid request param.');
        if (part.content.length === 0) return failure(400, 234010, "File's size can't be 0.");
        if (part.content.length > mostFile) return failure(400, 234006, 'The file size exceed the max value.');
        const file = state.addFile({ name: part.fields.get('file_name') ?? '', type: 'file', content: part.content });
        return success({ file_key: file.key } satisfies Uploaded);
      },
    },
    {
      name: 'im.image.create',
      method: 'POST',
      path: '/open-apis/im/v1/images',
      scopes,
      ...im,
      handle: (request) => {
        const part = multipart(request, 'image');
        if (part === null || part.fields.get('image_type') !== 'message') return failure(400, 234001, 'Invalid request param.');
        if (part.content.length === 0) return failure(400, 234010, "File's size can't be 0.");
        if (part.content.length > mostImage) return failure(400, 234006, 'The file size exceed the max value.');
        const file = state.addFile({ name: 'image', type: 'image', content: part.content });
        return success({ image_key: file.key } satisfies UploadedImage);
      },
    },
    {
      name: 'im.resource.get',
      method: 'GET',
      path: '/open-apis/im/v1/messages/:id/resources/:key',
      scopes: ['im:message', 'im:message:readonly', 'im:resource'],
      ...im,
      handle: ({ params, query }): ApiAnswer => {
        const message = state.messages.get(params['id'] ?? '');
        if (message === undefined) return failure(400, 234003, 'File not in msg.');
        if (state.chats.get(message.chat)?.bot !== true) return failure(400, 234004, 'The bot is not in the chat.');
        const file = carriedBy(message).find(({ key }) => key === params['key']);
        if (file === undefined || file.type !== query.get('type')) return failure(400, 234003, 'File not in msg.');
        return {
          status: 200,
          body: file.content,
          headers: { 'content-disposition': `attachment; filename="${encodeURIComponent(file.name)}"` },
        };
      },
    },
  ];
}

/** The one file part of a form upload, and its text fields. Null: not such a form. */
function multipart(request: ApiRequest, name: string): { content: Buffer; fields: ReadonlyMap<string, string> } | null {
  const boundary = request.headers['content-type']?.match(/^multipart\/form-data;.*boundary="?([^";]+)"?/)?.[1];
  if (boundary === undefined) return null;
  const fields = new Map<string, string>();
  let content: Buffer | null = null;
  const mark = Buffer.from(`--${boundary}`);
  for (let at = request.raw.indexOf(mark); at >= 0; ) {
    const next = request.raw.indexOf(mark, at + mark.length);
    if (next < 0) break;
    const part = request.raw.subarray(at + mark.length + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    const field = part
      .subarray(0, split)
      .toString('utf8')
      .match(/name="([^"]+)"/)?.[1];
    const value = part.subarray(split + 4);
    if (field === name) content = Buffer.from(value);
    else if (field !== undefined) fields.set(field, value.toString('utf8'));
    at = next;
  }
  return content === null ? null : { content, fields };
}
