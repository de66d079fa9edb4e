// The control of the power-cut rig: the same host, but with synchronous=NORMAL, as the database library has it by
// default. It must lose promised numbers; if it does not, the rig is blind.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { destination } from 'pino';
import { loadConfig } from '../../main/host/config.ts';
import { createApp } from '../../main/host/create-app.ts';
import { createLogger } from '../../main/host/logger.ts';
import { realClocks } from '../../main/host/rehearsal.ts';
import { openDatabase } from '../../main/store/open-db.ts';

const { values } = parseArgs({
  options: { config: { type: 'string', default: 'site.yaml' } },
});

const app = await createApp({
  loaded: loadConfig(values.config),
  logger: createLogger('warn', destination({ sync: true })),
  version: 'control',
  openDatabase: (file) => {
    const db = openDatabase(file);
    db.pragma('synchronous = NORMAL');
    return db;
  },
  ...realClocks,
  maxGroup: 256,
  screensFolder: path.resolve('dist/screens'),
  packFolders: [path.resolve('dist/packs')],
  kind: 'real',
});
process.on('disconnect', () => process.exit());
process.send?.({ type: 'ready', url: app.url });
