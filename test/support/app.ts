// The whole site in this process: real database, real server on a free port, devices as the configuration says.
import path from 'node:path';
import { parseConfig } from '../../main/host/config.ts';
import { type App, createApp } from '../../main/host/create-app.ts';
import { createLogger } from '../../main/host/logger.ts';
import { realClocks } from '../../main/host/rehearsal.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { demoConfigText, projectFolder } from './site.ts';

export interface TestApp extends App, AsyncDisposable {
  /** What it logged at warn and above, a JSON line each. */
  readonly logged: readonly string[];
}

export interface TestAppOptions {
  /** Data folder; devices' PTYs are looked for in its `rack`. */
  readonly folder: string;
  /** Changes the text of the demo configuration. */
  readonly configure: (text: string) => string;
  /** Wall clock, in place of this machine's. */
  readonly now?: () => number;
}

export const startApp = async ({ folder, configure, now = realClocks.now }: TestAppOptions): Promise<TestApp> => {
  const logged: string[] = [];
  const text = demoConfigText()
    .replace(/^( {2}port:).*$/m, '$1 0')
    .replaceAll('serial:data/rack/', `serial:${path.join(folder, 'rack')}/`);
  const app = await createApp({
    loaded: { ...parseConfig(configure(text), 'test.yaml'), dataFolder: folder },
    logger: createLogger('warn', { write: (line: string) => void logged.push(line) }),
    version: 'test',
    openDatabase,
    ...{ ...realClocks, now },
    maxGroup: 256,
    screensFolder: path.join(projectFolder, 'dist/screens'),
    packFolders: [path.join(projectFolder, 'dist/packs')],
    kind: 'demo',
  });
  return { ...app, logged, [Symbol.asyncDispose]: () => app.stop() };
};

/** Where phones of the simulated hall open their pages (`server.phoneHosts` of site.demo.yaml). */
export const phonesAt = (url: string): string => url.replace('//127.0.0.1:', '//localhost:');
