import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { oneFace } from '../../test/models/pack.ts';
import { seededRandom } from '../eval/bootstrap.ts';
import { bytesMax, decode, sideMaxPx } from './decode.ts';

const small = () => oneFace('an').then((face) => sharp(face).resize(96).jpeg().toBuffer());
const refusal = async (bytes: Uint8Array): Promise<string> => {
  const decoded = await decode(bytes);
  return decoded.ok ? 'decoded' : decoded.error.code;
};

/** The header of a JPEG with another size written into it. */
const withSize = (jpeg: Buffer, widthPx: number, heightPx: number): Buffer => {
  const changed = Buffer.from(jpeg);
  // SOF0 (baseline): marker, length, precision, height, width.
  const at = changed.indexOf(Buffer.from([0xff, 0xc0]));
  changed.writeUInt16BE(heightPx, at + 5);
  changed.writeUInt16BE(widthPx, at + 7);
  return changed;
};

describe('a picture that is none is refused with a reason', () => {
  it.each([
    ['an empty file', () => Buffer.alloc(0), 'not-an-image'],
    ['a letter', () => Buffer.from('Kính gửi Ủy ban nhân dân phường'), 'not-an-image'],
    [
      'a drawing program',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'not-an-image',
    ],
    ['more than 12 MB', () => Buffer.alloc(bytesMax + 1), 'image-too-large'],
    ['nothing but a header', async () => (await small()).subarray(0, 20), 'not-an-image'],
    ['cut off in the middle', async () => (await small()).subarray(0, 900), 'image-broken'],
    ['0 x 0 pixels', async () => withSize(await small(), 0, 0), 'not-an-image'],
    ['65,000 x 65,000 pixels by its header', async () => withSize(await small(), 65_000, 65_000), 'image-too-large'],
  ] as const)('%s', async (_, make, code) => {
    expect(await refusal(await make())).toBe(code);
  });
});

describe('an unusual picture becomes eight-bit RGB', () => {
  it.each([
    ['CMYK', (face: Buffer) => sharp(face).toColourspace('cmyk').jpeg().toBuffer()],
    ['16 bits', (face: Buffer) => sharp(face).toColourspace('rgb16').png().toBuffer()],
    ['grey', (face: Buffer) => sharp(face).greyscale().jpeg().toBuffer()],
    ['transparent', (face: Buffer) => sharp(face).ensureAlpha(0.5).png().toBuffer()],
    ['a palette', (face: Buffer) => sharp(face).png({ palette: true }).toBuffer()],
    [
      'animated',
      (face: Buffer) =>
        sharp([face, face], { join: { animated: true } })
          .gif()
          .toBuffer(),
    ],
  ] as const)('%s', async (_, make) => {
    const face = await oneFace('an');
    const decoded = await decode(await make(face));
    const { width, height } = await sharp(face).metadata();
    expect(decoded).toMatchObject({ ok: true, value: { widthPx: width, heightPx: height } });
    if (decoded.ok) expect(decoded.value.data.length).toBe(width * height * 3);
  });

  it('a large photograph is shrunk while it is read', async () => {
    const large = await sharp(await oneFace('an'))
      .resize(3000, 4000, { fit: 'fill' })
      .jpeg()
      .toBuffer();
    const decoded = await decode(large);
    expect(decoded).toMatchObject({ ok: true, value: { widthPx: 1200, heightPx: sideMaxPx } });
  });
});

/** Flipped, zeroed, inserted or cut bytes: what bad cables and bad people do. */
const mutate = (original: Buffer, random: () => number): Buffer => {
  const at = Math.floor(random() * original.length);
  const kind = Math.floor(random() * 4);
  if (kind === 0) return original.subarray(0, at);
  const changed = Buffer.from(original);
  if (kind === 1)
    return Buffer.concat([changed.subarray(0, at), Buffer.from([random() * 256, 0xff]), changed.subarray(at)]);
  if (kind === 2) return changed.fill(0, at, Math.min(changed.length, at + Math.floor(random() * 64)));
  for (let bit = 0; bit < 1 + random() * 20; bit += 1) {
    const byte = Math.floor(random() * changed.length);
    changed[byte] = (changed[byte] ?? 0) ^ (1 << Math.floor(random() * 8));
  }
  return changed;
};

it('10,000 damaged pictures are decoded or refused, and none ends the program', async () => {
  const random = seededRandom(20_261_124);
  const face = sharp(await small());
  const originals = await Promise.all([
    face.clone().jpeg().toBuffer(),
    face.clone().jpeg({ progressive: true }).toBuffer(),
    face.clone().png().toBuffer(),
    face.clone().webp().toBuffer(),
    face.clone().gif().toBuffer(),
    face.clone().tiff().toBuffer(),
  ]);
  const seen = new Map<string, number>();
  const work = async (): Promise<void> => {
    for (let done = 0; done < 2_500; done += 1) {
      const original = originals[Math.floor(random() * originals.length)] as Buffer;
      const code = await refusal(mutate(original, random));
      seen.set(code, (seen.get(code) ?? 0) + 1);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(10_000);
  expect([...seen.keys()].toSorted()).toEqual(expect.arrayContaining(['decoded', 'image-broken', 'not-an-image']));
}, 120_000);
