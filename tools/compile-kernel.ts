import { readFileSync } from 'node:fs';
import path from 'node:path';
import wabt from 'wabt';
import { projectFolder } from '../test/support/site.ts';

/** models/gallery/kernel.wat as WebAssembly. Throws with the line when it does not compile. */
export const compileKernel = async (): Promise<Uint8Array> => {
  const file = path.join(projectFolder, 'models/gallery/kernel.wat');
  const { parseWat } = await wabt();
  const parsed = parseWat(file, readFileSync(file, 'utf8'), { simd: true, relaxed_simd: true });
  try {
    parsed.validate();
    return parsed.toBinary({}).buffer;
  } finally {
    parsed.destroy();
  }
};
