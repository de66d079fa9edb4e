// Sets everything up, then runs one TypeScript file of ours under Node 24.
//
//   node tools/run.cjs <file.ts> [arguments]
//
// It is CommonJS without dependencies, since it runs on whatever Node the machine has (14 or newer). Where that Node
// is too old for better-sqlite3's prebuilt binary and for running TypeScript, Node 24 comes as an npm package into
// tools/runtime. npm itself always runs under the machine's own Node: its configuration hangs on that prefix (ADR-0006).
const { spawn } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const runtime = path.join(__dirname, 'runtime');
const [entry, ...args] = process.argv.slice(2);
const startedAt = Date.now();
// The host keeps thousands of phones in little memory: a small nursery, and garbage taken away early.
const flags = entry === 'main/host/headless.ts' ? require('../main/host/node-flags.json') : [];
const say = (text) => process.stderr.write(`[${((Date.now() - startedAt) / 1000).toFixed(1)} s] ${text}\n`);

const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypeScript = major > 24 || (major === 24 && minor >= 2);
const platform = process.platform === 'win32' ? 'win' : process.platform;
const ownNode = path.join(
  runtime,
  'node_modules',
  `node-${platform}-${process.arch}`,
  'bin',
  platform === 'win' ? 'node.exe' : 'node',
);
const node = runsTypeScript ? process.execPath : ownNode;

const npmCli = () => {
  const candidates = [
    process.env.npm_execpath,
    path.join(path.dirname(fs.realpathSync(process.execPath)), '../lib/node_modules/npm/bin/npm-cli.js'),
    path.join(path.dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
  ];
  const found = candidates.find((file) => file && /npm-cli\.js$/.test(file) && fs.existsSync(file));
  if (!found) throw new Error('npm was not found beside Node. Run the command through npm: npm start, npm test.');
  return found;
};

/** The environment without what the outer `npm run` put there: it would steer the inner npm into this package's settings. */
const cleanEnvironment = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^npm_(package|lifecycle|config_local_prefix|command)/.test(key)),
  );

const run = (command, commandArgs, options) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, commandArgs, options);
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ? 128 : code));
    if (options.forwardSignals) {
      // Ctrl-C reaches the whole foreground group by itself; a signal sent to us alone has to be passed on.
      process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
      process.on('SIGTERM', () => child.kill('SIGTERM'));
    }
  });

const lockHash = (folder) =>
  createHash('sha256')
    .update(fs.readFileSync(path.join(folder, 'package-lock.json')))
    .digest('hex');
const stampOf = (folder) => path.join(folder, 'node_modules', '.motcua-lock');
const isInstalled = (folder) =>
  fs.existsSync(stampOf(folder)) && fs.readFileSync(stampOf(folder), 'utf8') === lockHash(folder);

const install = async (folder, what) => {
  if (isInstalled(folder)) return;
  say(`Đang tải ${what} · fetching ${what} …`);
  // Install scripts stay off: the native packages carry their binaries, and their scripts would download or compile.
  const code = await run(
    process.execPath,
    [npmCli(), 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'],
    {
      cwd: folder,
      stdio: ['ignore', 2, 2],
      env: cleanEnvironment(),
    },
  );
  if (code !== 0)
    throw new Error(
      `npm ci in ${path.relative(root, folder) || '.'} ended with ${code}. Is the npm registry reachable, is the disk full? Run the same command again.`,
    );
  fs.writeFileSync(stampOf(folder), lockHash(folder));
  say(`${what}: ready`);
};

const main = async () => {
  if (!entry) throw new Error('Usage: node tools/run.cjs <file.ts> [arguments]');
  await Promise.all([
    runsTypeScript ? undefined : install(runtime, `Node 24 (this machine has ${process.versions.node})`),
    install(root, 'packages'),
  ]);
  process.exitCode = await run(
    node,
    ['--disable-warning=ExperimentalWarning', ...flags, path.join(root, entry), ...args],
    {
      cwd: root,
      stdio: 'inherit',
      forwardSignals: true,
      // Pictures are decoded on several threads; with glibc's default of eight arenas a core each keeps memory for itself.
      env: { MALLOC_ARENA_MAX: '2', ...process.env, PATH: path.dirname(node) + path.delimiter + process.env.PATH },
    },
  );
};

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
