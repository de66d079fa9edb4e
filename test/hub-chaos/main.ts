// npm run test:hub-chaos -- --cuts 1000 --kills 100 [--rounds 20] [--sites 3] [--seed 1]
import { parseArgs } from 'node:util';
import { type RoundReport, runChaos } from './run-chaos.ts';

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '20' },
    sites: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const count = (name: keyof typeof values, least: number): number => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < least)
    throw new Error(`--${name} takes a whole number from ${least} on, not "${values[name]}"`);
  return value;
};
const options = {
  ...{ cuts: count('cuts', 0), kills: count('kills', 0), rounds: count('rounds', 1), sites: count('sites', 1) },
  seed: count('seed', 0),
};
console.log(`${options.cuts} cuts and ${options.kills} kills in ${options.rounds} rounds, seed ${options.seed}`);

const line = ({ round, cuts, killed, events, doubles, caughtUpMs, differences }: RoundReport): string => {
  const kills = Object.entries(killed).map(([victim, times]) => `${times} ${victim}`);
  return [
    `round ${round}: ${cuts} cuts, killed ${kills.join(', ')}`,
    `${events} events, ${doubles} dropped as doubles, caught up in ${(caughtUpMs / 1000).toFixed(1)} s`,
    differences.length === 0 ? 'hub = sites' : `DIFFERENT: ${differences.join('; ')}`,
  ].join(' · ');
};
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => stopping.abort(new Error(`ended by ${signal}`)));
const reports = await runChaos({
  ...options,
  signal: stopping.signal,
  onRound: (report) => console.log(line(report)),
}).catch((error: unknown) => {
  if (!stopping.signal.aborted) throw error;
  console.error(String(stopping.signal.reason));
  process.exit(1);
});
const isSound = reports.every(({ differences }) => differences.length === 0);
console.log(
  isSound
    ? `The hub has what ${options.sites} sites have, each event once: ${reports.at(-1)?.events} events.`
    : 'The hub does not have what the sites have.',
);
process.exit(isSound ? 0 : 1);
