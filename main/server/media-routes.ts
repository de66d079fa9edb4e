// Pictures and films of the boards: fetched by the boards, sent by managers. Films are fetched in parts (byte ranges).
import path from 'node:path';
import type { Readable } from 'node:stream';
import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { mediaMaxBytes, mediaName } from '../../contract/media.ts';
import type { Media } from '../services/media/index.ts';
import type { Staff } from '../services/staff/index.ts';
import { readCookie } from './cookies.ts';

export interface MediaRoutesDeps {
  readonly media: Media;
  readonly staff: Pick<Staff, 'office'>;
}

export const registerMedia = async (app: FastifyInstance, { media, staff }: MediaRoutesDeps): Promise<void> => {
  await app.register(async (files) => {
    await files.register(serveStatic, { root: path.resolve(media.folder), serve: false, decorateReply: false });
    // The body is a stream: a film is never held in memory.
    files.addContentTypeParser('application/octet-stream', (_request, body, done) => done(null, body));
    files.get<{ Params: { name: string } }>('/media/:name', (request, reply) => {
      const { name } = request.params;
      const isShown = media.list().some((file) => file.name === name && file.problem === null);
      if (!isShown) return reply.code(404).send({ code: 'not-found', message: `No board shows "${name}".` });
      return reply.header('cache-control', 'no-cache').sendFile(name, path.resolve(media.folder));
    });
    files.put<{ Params: { name: string } }>('/media/:name', { bodyLimit: mediaMaxBytes }, async (request, reply) => {
      const allowed = staff.office.allow(readCookie(request, 'office'), 'manager');
      if (!allowed.ok) return reply.code(allowed.error.code === 'not-logged-in' ? 401 : 403).send(allowed.error);
      const { name } = request.params;
      // Without a length nothing would end it.
      if (!mediaName.test(name) || !(Number(request.headers['content-length']) <= mediaMaxBytes))
        return reply.code(400).send({
          code: 'bad-input',
          message: `"${name}" is no picture or film for the boards, or does not say that it is at most ${mediaMaxBytes} bytes.`,
        });
      const added = await media.add(allowed.value.id, name, request.body as Readable);
      return added.ok ? reply.send(added.value) : reply.code(400).send(added.error);
    });
  });
};
