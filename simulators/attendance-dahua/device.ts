// A Dahua access terminal: its event stream and its heartbeat. It keeps nothing that one could ask for later.
import { z } from 'zod';
import { LoginKind } from '../../contract/bench/cameras.ts';
import { createEventStream, notFound } from '../core/event-stream.ts';
import { createWebDevice } from '../core/http-device.ts';
import { defineKind } from '../core/kind.ts';
import { heartbeat, passage, refusal, STREAM_HEAD } from './codec.ts';

const STREAM = '/cgi-bin/eventManager.cgi?action=attach&codes=[All]&heartbeat=5';

export const attendanceDahua = defineKind({
  kind: 'attendance-dahua',
  options: {
    login: LoginKind.default('md5'),
    username: z.string().default('nghe'),
    password: z.string().default('mat-khau-cua'),
    heartbeatMs: z.int().min(50).default(5000),
  },
  create: (setting, { login, username, password, heartbeatMs }) =>
    createWebDevice(setting, ({ unknown, changed }) => {
      const stream = createEventStream({
        ...{ login, username, password, heartbeatMs, changed, heartbeat, passage },
        random: setting.random,
        refusal: (serial, isLying) => refusal(serial, Date.now(), isLying),
      });
      return {
        kind: 'attendance-dahua',
        path: '/',
        onRequest(request, reply) {
          if (request.method !== 'GET' || decodeURIComponent(request.target) !== STREAM)
            return notFound(reply, unknown, request);
          if (stream.guard.admits(request, reply)) stream.listen(reply, STREAM_HEAD);
        },
        act: stream.act,
        state: stream.state,
        close: stream.close,
      };
    }),
});
