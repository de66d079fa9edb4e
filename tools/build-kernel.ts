// node tools/run.cjs tools/build-kernel.ts: compiles models/gallery/kernel.wat into models/gallery/kernel-bytes.ts.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../test/support/site.ts';
import { compileKernel } from './compile-kernel.ts';

const bytes = await compileKernel();
const file = path.join(projectFolder, 'models/gallery/kernel-bytes.ts');
const base64 = Buffer.from(bytes).toString('base64');
writeFileSync(
  file,
  `// kernel.wat, compiled by tools/build-kernel.ts; a test compares both.\nexport const kernelBytes =\n  '${base64}';\n`,
);
console.log(`${file}: ${bytes.length} bytes`);
