// motcua: the command line of a site. In a clone: npm run -s motcua -- <verb>
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../../main/host/config.ts';
import { StoreError } from '../../main/store/store-error.ts';
import { backupVerbs } from './backup-verbs.ts';
import { deviceVerbs } from './device-verbs.ts';
import { faceVerbs } from './face-verbs.ts';
import { frameVerbs } from './frame-verbs.ts';
import { hostVerbs } from './host-verbs.ts';
import { hubVerbs } from './hub-verbs.ts';
import { modelVerbs } from './model-verbs.ts';
import { peopleVerbs } from './people-verbs.ts';
import { procedureVerbs } from './procedure-verbs.ts';
import { satelliteVerbs } from './satellite-verbs.ts';
import { staffVerbs } from './staff-verbs.ts';
import { traceVerbs } from './trace-verbs.ts';
import { VerbError } from './verb.ts';
import { voiceVerbs } from './voice-verbs.ts';

const version: string = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
).version;

const program = new Command('motcua')
  .description('Một Cửa: the software of a one-stop counter. Every verb takes --help.')
  .version(version)
  .showHelpAfterError('(motcua <verb> --help tells what it takes)')
  .showSuggestionAfterError()
  .exitOverride();
for (const add of [
  hostVerbs,
  backupVerbs,
  staffVerbs,
  faceVerbs,
  modelVerbs,
  frameVerbs,
  traceVerbs,
  voiceVerbs,
  deviceVerbs,
  procedureVerbs,
  peopleVerbs,
  hubVerbs,
  satelliteVerbs,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else if (error instanceof ConfigError || error instanceof StoreError || error instanceof VerbError) {
    console.error(error.message);
    process.exitCode = 1;
  } else throw error;
}
