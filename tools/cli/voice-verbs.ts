// `motcua voice`: for whoever records the calling voice of a site.
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readVoicePack, speak } from '../../main/services/announce/index.ts';
import { type Reading, vocabulary } from '../../main/services/announce/words.ts';
import { VerbError } from './verb.ts';

const readingNamed = (name: string): Reading => {
  if (name === 'north' || name === 'south') return name;
  throw new VerbError(`The reading is "${name}"; allowed: north, south`);
};

const packIn = (folder: string) => {
  const pack = readVoicePack(folder);
  if (pack.ok) return pack.value;
  throw new VerbError(`${folder} is no usable voice pack:\n${pack.error.map((problem) => `  ${problem}`).join('\n')}`);
};

const counterNamed = (text: string): number => {
  const counter = Number(text);
  if (Number.isInteger(counter) && counter >= 1 && counter <= 99) return counter;
  throw new VerbError(`The counter is "${text}"; allowed: 1 to 99`);
};

const check = (folder: string): void => {
  const { name, reading, clips, sampleRateHz } = packIn(folder);
  console.log(`${name}: ${clips.size} clips of ${sampleRateHz} Hz, reading of the ${reading}: complete`);
};

const say = (folder: string, number: string, counter: string, { out }: { readonly out: string }): void => {
  writeFileSync(out, speak(packIn(folder), number, counterNamed(counter)));
  console.log(`${out} calls ${number} to counter ${counter}`);
};

export const voiceVerbs = (program: Command): void => {
  const voice = program.command('voice').description('voice packs: folders of recorded words (docs/voice.md)');
  voice
    .command('words')
    .description('print every word and phrase that a pack must have, a line each')
    .option('-r, --reading <reading>', 'north: linh and nghìn; south: lẻ and ngàn', 'north')
    .action(({ reading }: { reading: string }) => console.log(vocabulary(readingNamed(reading)).join('\n')));
  voice.command('check <folder>').description('tell everything that a pack lacks; exit 1 if it does').action(check);
  voice
    .command('say <folder> <number> <counter>')
    .description('write the call of a number to a counter as a WAV file, to hear a pack')
    .option('-o, --out <file>', 'the file', 'call.wav')
    .action(say);
};
