// face-api as its users run it: SSD MobileNet, 68 points, recognition.
import path from 'node:path';
import { modules, type Pixels, require, startWasm } from './peer.ts';

export interface FaceApiFace {
  readonly detection: { readonly box: { readonly area: number } };
  readonly descriptor: Float32Array;
}

export const openFaceApi = async (): Promise<(frame: Pixels) => Promise<FaceApiFace[]>> => {
  const tf = await startWasm();
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const weights = path.join(modules, '@vladmandic/face-api/model');
  await faceApi.nets.ssdMobilenetv1.loadFromDisk(weights);
  await faceApi.nets.faceLandmark68Net.loadFromDisk(weights);
  await faceApi.nets.faceRecognitionNet.loadFromDisk(weights);
  return async ({ data, widthPx, heightPx }) => {
    const tensor = tf.tensor3d(data, [heightPx, widthPx, 3], 'int32');
    try {
      return await faceApi.detectAllFaces(tensor).withFaceLandmarks().withFaceDescriptors();
    } finally {
      tensor.dispose();
    }
  };
};
