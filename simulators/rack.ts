// Starts a hall of simulated devices:
//
//   node simulators/rack.ts --port 8090 --dir data/rack [--static dist] [--screen kiosk=http://…]…
//   node simulators/rack.ts --port 8090 --devices <file.json | inline JSON> [--seed 7]
//
// Prints {"ready":true,"port":…} on one line when everything is plugged in. Ends on SIGINT, SIGTERM and when the parent
// goes away: end of a piped stdin, or IPC disconnect.
import { fstatSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { demoHall, RackConfig } from './hall.ts';
import { startRack } from './start-rack.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8090' },
    dir: { type: 'string', default: 'data/rack' },
    devices: { type: 'string' },
    static: { type: 'string' },
    screen: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
  },
});

const readDevices = (source: string): unknown =>
  JSON.parse(source.trimStart().startsWith('[') ? source : readFileSync(source, 'utf8'));

const config = RackConfig.parse({
  port: Number(values.port),
  devices: values.devices === undefined ? demoHall(values.dir) : readDevices(values.devices),
  screens: values.screen.map((screen) => {
    const [name, url] = screen.split(/=(.*)/s);
    return { name, url };
  }),
  staticDir: values.static ?? null,
  seed: Number(values.seed),
});

const started = await startRack(config);
if (!started.ok) {
  console.error(started.error);
  process.exit(1);
}
const rack = started.value;
console.log(JSON.stringify({ ready: true, port: rack.port }));

let isEnding = false;
const end = async () => {
  if (isEnding) return;
  isEnding = true;
  await rack.close();
  process.exit(0);
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
process.on('disconnect', end);
// A parent that holds our stdin as a pipe is watched by it; a terminal or /dev/null says nothing about parents.
const stdin = fstatSync(0, { throwIfNoEntry: false });
if (stdin?.isFIFO() || stdin?.isSocket()) {
  process.stdin.on('end', end);
  process.stdin.on('error', end);
  process.stdin.resume();
}
