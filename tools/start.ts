// `npm start`: builds the screens when needed, opens the simulated hall, restarts its host when that falls over, and ends
// everything with Ctrl-C.
import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { demoLogins } from '../main/host/demo.ts';
import { buildModels } from './build-models.ts';
import { buildScreens } from './build-screens.ts';
import { ChildEnded, type Hall, parseLine, startHall } from './hall.ts';
import { ensureSystemPackage } from './system-packages.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    'bench-port': { type: 'string', default: '8090' },
    folder: { type: 'string', default: 'data/demo' },
  },
});
const startedMs = performance.now();
const say = (text: string): void => console.log(`[${((performance.now() - startedMs) / 1000).toFixed(1)} s] ${text}`);

/** Pauses between tries to start the host again; a person must help first when it ended with `needsPerson`. */
const pausesMs = [1_000, 2_000, 5_000, 10_000];
const needsPerson = 78;

const folder = path.resolve(values.folder);
mkdirSync(path.join(folder, 'logs'), { recursive: true, mode: 0o700 });
const logFile = createWriteStream(path.join(folder, 'logs/host.log'), { flags: 'a' });

const levels: Readonly<Record<number, string>> = { 40: 'warn ', 50: 'error', 60: 'fatal' };

/** The log file has everything; the terminal shows what somebody should know, in one line. */
const show = (from: 'host' | 'rack', line: string): void => {
  logFile.write(`${line}\n`);
  const entry = parseLine(line);
  if (entry === null) {
    console.log(`${from}: ${line}`);
    return;
  }
  const word = levels[Number(entry['level'])];
  const more = typeof entry['message'] === 'string' ? ` — ${entry['message']}` : '';
  if (word !== undefined) console.log(`${word} ${entry['part'] ?? from}: ${entry['msg']}${more}`);
};

const voice = async (): Promise<void> => {
  try {
    await ensureSystemPackage({
      commands: ['espeak-ng'],
      package: 'espeak-ng',
      why: 'for the spoken call (without it the board chimes)',
    });
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
};

if (buildModels()) say('Đã chuyển đổi mô hình khuôn mặt · model pack converted');
if (await buildScreens()) say('Đã dựng màn hình · screens built');
await voice();

/** Outside the data folder, as the keys of a site must be. */
const keysFolder = `${folder}-keys`;
// Of data that somebody threw away to begin anew.
if (!existsSync(path.join(folder, 'motcua.db'))) rmSync(keysFolder, { recursive: true, force: true });

/** A door with the camera of this machine. */
const withGate = (text: string): string => `${text}
faces: { keys: ${JSON.stringify(keysFolder)} }
attendance: { gates: [{ id: cua-hoi-truong, name: { vi: Cửa hội trường, en: Door of the hall } }] }
`;

const openHall = async (): Promise<Hall> => {
  try {
    return await startHall({
      folder,
      port: Number(values.port),
      benchPort: Number(values['bench-port']),
      configure: withGate,
      onLine: show,
    });
  } catch (error) {
    if (!(error instanceof ChildEnded)) throw error;
    // What it printed stands above already.
    say(
      'Không mở được phòng mô phỏng · the simulated hall could not be opened; --port, --bench-port and --folder choose others',
    );
    process.exit(1);
  }
};

let hall = await openHall();
let isStopping = false;

const stop = async (): Promise<void> => {
  if (isStopping) return;
  isStopping = true;
  say('Đang dừng · stopping …');
  await hall.stop();
  process.exit(0);
};
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGHUP', () => void stop());

say('Phòng Một cửa mô phỏng đã mở · the simulated hall is open');
console.log(`
  Máy lấy số   · kiosk    ${hall.url}/kiosk/
  Quầy         · counter  ${hall.url}/counter/     (${demoLogins.map(({ login, password }) => `${login} / ${password}`).join(', ')})
  Bảng gọi số  · board    ${hall.url}/board/
  Điểm danh    · attend   ${hall.url}/attendance/
  Thiết bị     · bench    ${hall.benchUrl}/

  Dữ liệu · data ${folder}      Ctrl-C để dừng · to stop
`);

const startAgain = async (): Promise<Hall> => {
  for (let failures = 0; ; failures += 1) {
    await pause(pausesMs[Math.min(failures, pausesMs.length - 1)]);
    try {
      return await hall.restartHost();
    } catch (error) {
      if (error instanceof ChildEnded && error.exitCode === needsPerson) throw error;
    }
  }
};

while (!isStopping) {
  const code = await hall.hostEnded;
  if (isStopping) break;
  say(`Máy chủ dừng bất ngờ (mã ${code}), khởi động lại · the host ended unexpectedly, starting it again`);
  hall = await startAgain();
}
