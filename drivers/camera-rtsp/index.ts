import { z } from 'zod';
import { accountKeys } from '../core/account.ts';
import { cameraKeys } from '../core/picture-judge.ts';
import { definePlugin } from '../core/plugin.ts';
import { createRtspCamera, inputArguments } from './driver.ts';

export const cameraRtsp = definePlugin({
  name: 'camera-rtsp',
  deviceClass: 'camera',
  schemes: ['rtsp://'],
  options: {
    ...accountKeys,
    ...cameraKeys,
    framesPerSecond: z.int().min(1).max(30).default(5),
    ffmpeg: z.string().min(1).default('ffmpeg'),
  },
  create: createRtspCamera(inputArguments),
});
