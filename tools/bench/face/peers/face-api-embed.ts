// Embeds pictures of people by face-api, for the comparison of accuracy: one line of JSON with [{personId, image, embedding}].
//
//   node tools/bench/face/peers/face-api-embed.ts --folder <folder>

import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBundle, personOf } from '../../../../models/bundle.ts';
import { openFaceApi } from './face-api-net.ts';
import { decodeFile } from './peer.ts';

const { values } = parseArgs({ options: { folder: { type: 'string', default: '' } } });
const bundle = await openBundle(values.folder);
if (!bundle.ok) throw new Error(bundle.error);
const look = await openFaceApi();
const embedded: { personId: string; image: string; embedding: number[] | null }[] = [];
for (const file of bundle.value.files) {
  const personId = personOf(file);
  if (personId === null) continue;
  const faces = await look(await decodeFile(path.join(values.folder, file.name)));
  const largest = faces.toSorted((one, other) => other.detection.box.area - one.detection.box.area)[0];
  embedded.push({ personId, image: file.name, embedding: largest === undefined ? null : [...largest.descriptor] });
}
console.log(JSON.stringify(embedded));
