import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { STREAM_DECODERS } from './list.ts';

it.each(STREAM_DECODERS)(
  '$name: noise, spoiled and cut frames come; nothing false is heard, the second frame is',
  (decoder) => {
    const { examples, exceptions, falseMessages, lost } = fuzz(decoder, { seed: 7, bytes: 200_000 });
    expect({ exceptions, falseMessages, lost }, examples.join('\n')).toEqual({
      exceptions: 0,
      falseMessages: 0,
      lost: 0,
    });
  },
);
