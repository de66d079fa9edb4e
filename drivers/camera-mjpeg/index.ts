import { httpKeys } from '../core/http-client.ts';
import { cameraKeys } from '../core/picture-judge.ts';
import { definePlugin } from '../core/plugin.ts';
import { createMjpegCamera } from './driver.ts';

export const cameraMjpeg = definePlugin({
  name: 'camera-mjpeg',
  deviceClass: 'camera',
  schemes: ['http://', 'https://'],
  options: { ...httpKeys, ...cameraKeys },
  create: createMjpegCamera,
});
