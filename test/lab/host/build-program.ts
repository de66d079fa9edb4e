// The guest's program, bundled by the host: in a machine without KVM each file that need not be found and read counts.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'rolldown';

/** Packages with binaries of their own, found from the program's folder, and what is loaded by a path. */
const EXTERNAL = /^(node:|serialport$|node-hid$|sharp$|@napi-rs\/|better-sqlite3$|onnxruntime)/;

/** Checks of the lab's own, and tests that hold a driver against its simulator, by name or folder. */
const findTests = async (root: string, names: readonly string[]): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  const checks = path.join(root, 'test/lab/checks');
  const own = await readdir(checks);
  for (const name of names) {
    if (own.includes(`${name}.ts`)) {
      found.set(name, path.join(checks, `${name}.ts`));
      continue;
    }
    const folder = path.join(root, 'drivers', name);
    for (const one of await readdir(folder)) {
      const file = path.join(folder, one);
      if (one.endsWith('.test.ts') && (await readFile(file, 'utf8')).includes('driverConforms(')) found.set(name, file);
    }
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

/** Writes `main.js` into `outDir`; `names` as in wirings.ts. */
export const buildProgram = async (root: string, outDir: string, names: readonly string[]): Promise<void> => {
  const tests = await findTests(root, names);
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
