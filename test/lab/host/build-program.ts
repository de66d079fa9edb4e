// The guest's program, bundled by the host: in a machine without KVM each file that need not be found and read counts.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'rolldown';

/** Packages with binaries of their own, found from the program's folder, and what is loaded by a path. */
const EXTERNAL = /^(node:|serialport$|node-hid$|sharp$|@napi-rs\/|better-sqlite3$|onnxruntime)/;

/** Tests that hold a driver against its simulator, by the folder of the driver. */
const conformanceTests = async (drivers: string, folders: readonly string[]): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  for (const folder of folders)
    for (const name of await readdir(path.join(drivers, folder))) {
      const file = path.join(drivers, folder, name);
      if (name.endsWith('.test.ts') && (await readFile(file, 'utf8')).includes('driverConforms('))
        found.set(folder, file);
    }
  return found;
};

const labPlugin = (root: string, tests: ReadonlyMap<string, string>): Plugin => {
  const lab = path.join(root, 'test/lab/guest');
  return {
    name: 'lab',
    resolveId(source, importer) {
      if (source === 'vitest') return path.join(lab, 'vitest.ts');
      const isOfTheLab = importer?.startsWith(lab) ?? false;
      if (!isOfTheLab && /\/test-kit\.ts$/.test(source)) return path.join(lab, 'test-kit.ts');
      return null;
    },
    load(id) {
      if (id !== path.join(lab, 'files.ts')) return null;
      const lines = [...tests].map(
        ([folder, file]) => `${JSON.stringify(folder)}: () => import(${JSON.stringify(file)})`,
      );
      return `export const files = {${lines.join(',')}};`;
    },
    // Vectors are read beside the file that names them, not beside the bundle.
    transform: (code, id) =>
      id.startsWith(root) && !id.includes('node_modules')
        ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
        : null,
  };
};

/** Writes `main.js` into `outDir`; `folders`: of drivers, whose tests are taken along. */
export const buildProgram = async (root: string, outDir: string, folders: readonly string[]): Promise<void> => {
  const tests = await conformanceTests(path.join(root, 'drivers'), folders);
  await build({
    cwd: root,
    input: { main: path.join(root, 'test/lab/guest/main.ts') },
    platform: 'node',
    external: EXTERNAL,
    plugins: [labPlugin(root, tests)],
    logLevel: 'warn',
    output: { dir: outDir, format: 'esm', entryFileNames: '[name].js' },
  });
};
