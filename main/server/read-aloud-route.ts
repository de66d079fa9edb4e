// GET /read-aloud?language=vi&text=…: a page of the kiosk as sound. Kiosks only, since speaking costs the host.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Language } from '../../contract/ticket.ts';
import type { ReadAloud } from '../services/announce/index.ts';

const Query = z.strictObject({ language: Language, text: z.string().trim().min(1).max(600) });

export const registerReadAloud = (
  app: FastifyInstance,
  deps: { readonly readAloud: ReadAloud; readonly isKiosk: (request: FastifyRequest) => boolean },
): void => {
  app.get('/read-aloud', async (request, reply) => {
    if (!deps.isKiosk(request))
      return reply.code(403).send({ code: 'not-a-kiosk', message: 'Pages are read aloud to the kiosks of the site.' });
    const query = Query.safeParse(request.query);
    if (!query.success)
      return reply
        .code(400)
        .send({ code: 'bad-input', message: 'Needed: language (vi or en), and text of 1 to 600 characters.' });
    const clip = await deps.readAloud.read(query.data.text, query.data.language);
    if (clip === null)
      return reply.code(503).header('retry-after', '3').send({
        code: 'no-voice',
        message: 'Nothing can be read aloud now. If it stays so, install espeak-ng on the host.',
      });
    return reply.type('audio/wav').header('cache-control', 'private, max-age=3600').send(clip);
  });
};
