import { type Pack, readPack } from '../../../models/packs/read-pack.ts';
import { buildModels, defaultPackFolder } from '../../build-models.ts';

/** The default pack, converted first where that has not been done. */
export const benchPack = async (): Promise<Pack> => {
  buildModels();
  const pack = await readPack(defaultPackFolder);
  if (!pack.ok) throw new Error(pack.error.message);
  return pack.value;
};
