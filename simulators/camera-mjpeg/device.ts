// An IP camera over HTTP: MJPEG and snapshots at the paths of Hikvision, Dahua and mjpg-streamer.
import { z } from 'zod';
import { type CameraSight, LoginKind } from '../../contract/bench/cameras.ts';
import { createWebDevice } from '../core/http-device.ts';
import { createGuard } from '../core/http-guard.ts';
import type { HttpReply } from '../core/http-port.ts';
import { defineKind } from '../core/kind.ts';
import { NOT_FOUND, streamHead, streamPart, wanted, wholePicture } from './codec.ts';
import { drawBlack, drawHall, walkerAt } from './scene.ts';

export const cameraMjpeg = defineKind({
  kind: 'camera-mjpeg',
  options: {
    login: LoginKind.default('none'),
    username: z.string().default('xem'),
    password: z.string().default('mat-khau-cam'),
    framing: z.enum(['usual', 'no-length', 'line-feeds']).default('usual'),
    framesPerSecond: z.int().min(1).max(30).default(5),
  },
  create: (setting, { login, username, password, framing, framesPerSecond }) =>
    createWebDevice(setting, ({ unknown, changed }) => {
      const guard = createGuard({ login, username, password, random: setting.random });
      const viewers = new Set<HttpReply>();
      let sight: CameraSight = 'alive';
      let step = 0;
      let pictures = 0;
      let last: Buffer | null = null;
      let isDrawing = false;

      /** The picture of now; half of one where pictures break. */
      const see = async (): Promise<Buffer> => {
        if (sight === 'black') return drawBlack();
        if (sight !== 'frozen' || last === null) last = await drawHall(step);
        return sight === 'broken' ? last.subarray(0, Math.floor(last.length / 2)) : last;
      };

      const tick = async () => {
        for (const viewer of viewers) if (!viewer.isOpen) viewers.delete(viewer);
        if (sight !== 'frozen') step++;
        if (viewers.size === 0 || sight === 'silent' || isDrawing) return;
        isDrawing = true;
        const part = streamPart(framing, await see());
        isDrawing = false;
        pictures++;
        for (const viewer of viewers) viewer.send(part);
        if (pictures % framesPerSecond === 0) changed();
      };

      const shoot = async (reply: HttpReply) => {
        // As from a camera that hangs: connected, and no answer.
        if (sight === 'silent') return;
        const jpeg = await see();
        pictures++;
        const whole = wholePicture(jpeg);
        reply.send(sight === 'broken' ? whole.subarray(0, -2) : whole);
        reply.end();
      };

      const hangUp = () => {
        for (const viewer of viewers) viewer.end();
      };

      const ticking = setInterval(() => void tick(), 1000 / framesPerSecond);

      return {
        kind: 'camera-mjpeg',
        path: '/mjpeg',
        onRequest(request, reply) {
          const what = wanted(request);
          if (what === null) {
            unknown(`${request.method} ${request.target}`);
            reply.sendPlain(NOT_FOUND);
            return reply.end();
          }
          if (!guard.admits(request, reply)) return;
          if (what === 'snapshot') return void shoot(reply);
          reply.sendPlain(streamHead(framing));
          viewers.add(reply);
        },
        act(action) {
          if (action.verb !== 'set-sight') return guard.act(action, hangUp);
          sight = action.sight;
          return true;
        },
        state: () => ({
          ...guard.state(),
          sight,
          viewers: [...viewers].filter((viewer) => viewer.isOpen).length,
          pictures,
          walker: walkerAt(step),
        }),
        close: () => clearInterval(ticking),
      };
    }),
});
