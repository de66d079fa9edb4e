// A Hikvision access terminal: alert stream, heartbeat, and a search for what happened.
import { z } from 'zod';
import { LoginKind } from '../../contract/bench/cameras.ts';
import { createEventStream, notFound } from '../core/event-stream.ts';
import { createWebDevice } from '../core/http-device.ts';
import { defineKind } from '../core/kind.ts';
import { heartbeat, passage, refusal, STREAM_HEAD, searchAnswer } from './codec.ts';

const STREAM = '/ISAPI/Event/notification/alertStream';
const SEARCH = '/ISAPI/AccessControl/AcsEvent?format=json';

export const attendanceHikvision = defineKind({
  kind: 'attendance-hikvision',
  options: {
    login: LoginKind.default('both'),
    username: z.string().default('nghe'),
    password: z.string().default('mat-khau-cua'),
    heartbeatMs: z.int().min(50).default(5000),
  },
  create: (setting, { login, username, password, heartbeatMs }) =>
    createWebDevice(setting, ({ unknown, changed }) => {
      const stream = createEventStream({
        ...{ login, username, password, heartbeatMs, changed },
        random: setting.random,
        heartbeat: (isLying) => heartbeat(Date.now(), isLying),
        passage: (kept, isLying) => [passage(kept, isLying)],
        refusal: (serial, isLying) => refusal(serial, Date.now(), isLying),
      });
      return {
        kind: 'attendance-hikvision',
        path: STREAM,
        onRequest(request, reply) {
          const asked = `${request.method} ${request.target}`;
          const isKnown = asked === `GET ${STREAM}` || asked === `POST ${SEARCH}`;
          if (!isKnown) return notFound(reply, unknown, request);
          if (!stream.guard.admits(request, reply)) return;
          if (request.method === 'GET') return stream.listen(reply, STREAM_HEAD);
          reply.sendPlain(searchAnswer(stream.kept, request.body));
          reply.end();
        },
        act: stream.act,
        state: stream.state,
        close: stream.close,
      };
    }),
});
