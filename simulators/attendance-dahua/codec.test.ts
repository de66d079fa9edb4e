import { expect, it } from 'vitest';
import { bytesOf, readFrames } from '../core/test-frames.ts';
import { heartbeat, passage } from './codec.ts';

const frames = readFrames('attendance-hikvision/frames/hikvision_dahua.json');

it('the heartbeat is the vector, with a line end behind it', () => {
  expect(heartbeat(false).toString()).toBe(`${Buffer.from(bytesOf(frames, 'dahua_heartbeat')).toString()}\r\n`);
});

it('a face has the fields of the captured one', () => {
  const captured = Buffer.from(bytesOf(frames, 'dahua_doorface')).toString();
  const [, face = Buffer.alloc(0)] = passage(
    { serial: 1, atMs: 0, person: '1', method: 'face', direction: 'in' },
    false,
  );
  const dataOf = (text: string) => JSON.parse(text.slice(text.indexOf('data=') + 5)) as Record<string, unknown>;
  const { UserID, Similarity, Alive } = dataOf(captured);
  expect(dataOf(face.toString())).toMatchObject({ UserID, Similarity, Alive });
});
