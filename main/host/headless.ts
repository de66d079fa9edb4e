// Runs a site without any window: under Node by hand or as a service, as a child of `npm start`, and inside Electron's
// utility process.
//
//   node main/host/headless.ts --config site.yaml [--demo [--rehearse-from 2026-11-24T07:00:00+07:00 [--rehearse-speed 48]]]
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { destination } from 'pino';
import { openDatabase } from '../store/open-db.ts';
import { StoreError } from '../store/store-error.ts';
import { ConfigError, loadConfig } from './config.ts';
import { type App, createApp } from './create-app.ts';
import { ListenError } from './listen.ts';
import { createLogger } from './logger.ts';
import { connectParent } from './parent.ts';
import { namedAsRehearsal, realClocks, rehearsalClocks } from './rehearsal.ts';

/** sysexits.h: 75 asks the supervisor to try again, 78 says that a person must change something first. */
const exitCodes = { tryAgain: 75, configuration: 78 } as const;

/** Trying again would bring the same. */
const needsPersonCodes: ReadonlySet<string> = new Set([
  'newer-database',
  'wrong-folder',
  'restore-unfinished',
  'unsafe-settings',
  'wrong-node',
]);

const projectFolder = (): string => {
  // The bundled host lies in dist/app, the source in main/host: both two levels below the folder of package.json.
  return path.resolve(import.meta.dirname, '../..');
};

/** Packed, they lie beside the archive: the face core reads them from real files. */
const packFolders = (): readonly string[] => {
  const resources: unknown = Reflect.get(process, 'resourcesPath');
  const beside = typeof resources === 'string' ? [path.join(resources, 'packs')] : [];
  return [path.join(projectFolder(), 'dist/packs'), ...beside];
};

const { values } = parseArgs({
  options: {
    config: { type: 'string', default: 'site.yaml' },
    demo: { type: 'boolean', default: false },
    'rehearse-from': { type: 'string' },
    'rehearse-speed': { type: 'string', default: '1' },
  },
});
const logger = createLogger(process.env['MOTCUA_LOG_LEVEL'] ?? 'info', destination({ sync: true }));

const run = async (): Promise<App> => {
  const rehearsal = rehearsalClocks(
    { from: values['rehearse-from'], speed: values['rehearse-speed'], isDemo: values.demo },
    realClocks,
  );
  const given = loadConfig(values.config);
  const loaded = rehearsal === null ? given : namedAsRehearsal(given);
  if (rehearsal !== null)
    logger.warn({ part: 'clock', from: values['rehearse-from'], speed: values['rehearse-speed'] }, 'a rehearsal');
  const version: string = JSON.parse(readFileSync(path.join(projectFolder(), 'package.json'), 'utf8')).version;
  const app = await createApp({
    loaded,
    logger,
    version,
    openDatabase,
    ...(rehearsal ?? realClocks),
    maxGroup: 256,
    screensFolder: path.join(projectFolder(), 'dist/screens'),
    packFolders: packFolders(),
    kind: values.demo ? 'demo' : 'real',
  });
  const screens = loaded.config.screens.map(({ page, display }) => ({
    url: `${app.url}/${page}/`,
    display,
    allowsCamera: page === 'attendance',
  }));
  let isStopping = false;
  const stop = (why: string, exitCode: number): void => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ part: 'host', why }, 'stopping');
    setTimeout(() => process.exit(exitCode === 0 ? 1 : exitCode), 5_000).unref();
    void app.stop().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        logger.error({ part: 'host', error }, 'the stop was not clean');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => stop('SIGINT', 0));
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  const parent = connectParent(() => stop('the parent asked or went away', 0));
  // A disk that failed needs a fresh start of the process: screens show their trouble page meanwhile.
  app.site.ledger.onCondition((condition) => {
    if (condition === 'failed') stop('storage failed', exitCodes.tryAgain);
  });
  parent.send({ type: 'ready', port: app.port, url: app.url, screens });
  logger.info({ part: 'host', url: app.url, pid: process.pid, data: loaded.dataFolder }, 'ready');
  return app;
};

run().catch((error: unknown) => {
  const isExpected = error instanceof ConfigError || error instanceof StoreError || error instanceof ListenError;
  logger.fatal(
    { part: 'host', error: isExpected ? undefined : error },
    error instanceof Error ? error.message : String(error),
  );
  const needsPerson = error instanceof ConfigError || (error instanceof StoreError && needsPersonCodes.has(error.code));
  process.exitCode = needsPerson ? exitCodes.configuration : exitCodes.tryAgain;
});
