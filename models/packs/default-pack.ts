// The default pack: which weights of the npm packages become which networks, and what its manifest says. The weights of the
// packages are checked by SHA-256 before they are converted; the manifest then names the SHA-256 of the results.
import { convertDlibResnet } from '../convert/dlib-resnet.ts';
import { convertGraphModel } from '../convert/graph-model.ts';
import type { Manifest, Normalisation } from './manifest.ts';

/** Folders of the two packages that carry the weights. */
export interface WeightFolders {
  /** `model` of @vladmandic/face-api 1.7.15. */
  readonly faceApi: string;
  /** `models` of @vladmandic/human 3.3.6. */
  readonly human: string;
}

export interface Source {
  readonly from: keyof WeightFolders;
  /** File name → SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  readonly convert: (folder: string) => Uint8Array;
}

export const sources = {
  'blazeface.onnx': {
    from: 'human',
    files: {
      'blazeface.json': 'cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f',
      'blazeface.bin': 'dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72',
    },
    convert: (folder) =>
      // The original takes 256 x 256; nothing in it depends on that.
      convertGraphModel(`${folder}/blazeface.json`, {
        input: [1, 3, 'side', 'side'],
        outputs: {
          scores16: ['Identity:0', [1, 'anchors16', 1]],
          boxes16: ['Identity_2:0', [1, 'anchors16', 16]],
          scores8: ['Identity_1:0', [1, 'anchors8', 1]],
          boxes8: ['Identity_3:0', [1, 'anchors8', 16]],
        },
      }),
  },
  'facemesh.onnx': {
    from: 'human',
    files: {
      'facemesh.json': 'b60ca26f404724f43bd2b1575761d8265180e1f053cc0731caa68462927309e7',
      'facemesh.bin': '3826da640b0a3021161605369ee6af293f75d518040355b960ec71a3390c1c0b',
    },
    convert: (folder) =>
      convertGraphModel(`${folder}/facemesh.json`, {
        input: ['N', 3, 192, 192],
        outputs: { points: ['Identity_2:0', ['N', 1404]], flag: ['Identity_1:0', ['N', 1]] },
      }),
  },
  'dlib-resnet.onnx': {
    from: 'faceApi',
    files: {
      'face_recognition_model-weights_manifest.json':
        'cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b',
      'face_recognition_model.bin': 'b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589',
    },
    convert: convertDlibResnet,
  },
  'antispoof.onnx': {
    from: 'human',
    files: {
      'antispoof.json': '7fd698ae1cebabbcad79d3b8b448587b0365eb7911987418231bdcf36583112a',
      'antispoof.bin': '4490fecb2becdb6869edc7e60f5e59962be013a8def8719b1373afb0f905c094',
    },
    convert: (folder) =>
      convertGraphModel(`${folder}/antispoof.json`, {
        input: ['N', 3, 128, 128],
        outputs: { real: ['Identity:0', ['N', 1]] },
      }),
  },
  'liveness.onnx': {
    from: 'human',
    files: {
      'liveness.json': '9e51c8acf83b80abbf329b2735309ab5c90611c66905ade8b1bd130d473df9c8',
      'liveness.bin': 'fc6a6b6b3b9721bdb8bff67a457a15b7cbfd81715cfb27f3e65b757e81dd663e',
    },
    convert: (folder) =>
      convertGraphModel(`${folder}/liveness.json`, {
        input: ['N', 3, 32, 32],
        outputs: { live: ['Identity:0', ['N', 2]] },
      }),
  },
} as const satisfies Readonly<Record<string, Source>>;

export type NetworkFile = keyof typeof sources;

/** 0 to 255 → 0 to 1. */
const unit: Normalisation = { order: 'rgb', mean: [0, 0, 0], deviation: [255, 255, 255] };
/** 0 to 255 → −1 to 1. */
const signed: Normalisation = { order: 'rgb', mean: [127.5, 127.5, 127.5], deviation: [127.5, 127.5, 127.5] };

/**
 * Everything of the manifest but the hashes of what was converted.
 * @param sha256 of each network.
 */
export const defaultManifest = (
  sha256: Readonly<Record<NetworkFile, string>>,
  calibration: Manifest['calibration'],
): Manifest => ({
  format: 1,
  name: 'default',
  version: '1.0.0',
  licence: [
    'blazeface, facemesh: Apache-2.0 (MediaPipe, Google)',
    'dlib-resnet: public domain (dlib_face_recognition_resnet_model_v1, Davis King)',
    'antispoof, liveness: MIT (as distributed with human, Vladimir Mandic)',
  ],
  source: [
    '@vladmandic/human 3.3.6: blazeface, facemesh, antispoof, liveness',
    '@vladmandic/face-api 1.7.15: face_recognition_model',
  ],
  limits: [
    'The embedder was trained mostly on adults of European looks; its author warns that it is weak on children and on Asian faces. Calibrate with your own people before you let it name anybody.',
    'The passive scores were never measured here against printed photographs, screens or masks: they decide nothing.',
  ],
  detector: {
    kind: 'blazeface',
    file: 'blazeface.onnx',
    sha256: sha256['blazeface.onnx'],
    input: 'input',
    looks: [
      { sidePx: 128, zoom: 1 },
      { sidePx: 256, zoom: 1 },
      { sidePx: 256, zoom: 0.5 },
    ],
    normalisation: signed,
    scoreMin: 0.5,
  },
  landmarks: {
    kind: 'facemesh',
    file: 'facemesh.onnx',
    sha256: sha256['facemesh.onnx'],
    input: 'input',
    sidePx: 192,
    normalisation: unit,
    cropScale: 1.5,
  },
  embedder: {
    file: 'dlib-resnet.onnx',
    sha256: sha256['dlib-resnet.onnx'],
    input: 'input',
    sidePx: 150,
    normalisation: { order: 'rgb', mean: [122.782, 117.001, 104.298], deviation: [255, 255, 255] },
    output: 'embedding',
    // dlib's own chip, drawn 1.08 times larger and two pixels higher: fits the points of FaceMesh better (ADR-0011).
    template: [
      [45.39, 42.37],
      [102.56, 42.37],
      [73.97, 74.72],
      [48.48, 103.3],
      [99.46, 103.3],
    ],
    length: 128,
    distance: 'euclidean',
  },
  antispoof: {
    file: 'antispoof.onnx',
    sha256: sha256['antispoof.onnx'],
    input: 'input',
    sidePx: 128,
    normalisation: unit,
    output: 'real',
    at: 0,
    cropScale: 1.4,
    scoreMin: null,
  },
  liveness: {
    file: 'liveness.onnx',
    sha256: sha256['liveness.onnx'],
    input: 'input',
    sidePx: 32,
    normalisation: unit,
    output: 'live',
    at: 1,
    cropScale: 1.4,
    scoreMin: null,
  },
  calibration,
});
