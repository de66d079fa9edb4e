import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createPictureJudge, isBlack, isSame, SAMPLE_SIDE_PX, samplePicture } from './picture-judge.ts';

const grey = (value: number) => new Uint8Array(SAMPLE_SIDE_PX * SAMPLE_SIDE_PX).fill(value);
const withPoint = (value: number) => grey(16).with(100, value);

describe('whether a camera sees anything', () => {
  it('a covered lens is black, a dark hall with one emergency light is not', () => {
    expect(isBlack(grey(16))).toBe(true);
    expect(isBlack(withPoint(120))).toBe(false);
  });

  it('a grey wall in daylight is not black', () => {
    expect(isBlack(grey(90))).toBe(false);
  });

  it('the noise of one pixel is another picture, the rounding of a decoder is not', () => {
    expect(isSame(grey(90), grey(91))).toBe(true);
    expect(isSame(grey(90), grey(90).with(7, 94))).toBe(false);
  });

  it('the same picture for 15 s is frozen, one moved pixel thaws it', () => {
    const judge = createPictureJudge({ frozenAfterSeconds: 15 });
    expect(judge.see(grey(90), 0)).toBe('alive');
    expect(judge.see(grey(90), 14_999)).toBe('alive');
    expect(judge.see(grey(90), 15_000)).toBe('frozen');
    expect(judge.see(grey(90).with(7, 99), 16_000)).toBe('alive');
  });

  it('a hand before the lens for two seconds is no alarm, a cap is', () => {
    const judge = createPictureJudge({ frozenAfterSeconds: 60 });
    expect(judge.see(grey(3), 0)).toBe('alive');
    expect(judge.see(grey(3), 2000)).toBe('alive');
    expect(judge.see(grey(90), 2500)).toBe('alive');
    expect(judge.see(grey(3), 3000)).toBe('alive');
    expect(judge.see(grey(3), 6000)).toBe('black');
  });

  it('a JPEG becomes a sample, half a JPEG is refused', async () => {
    const whole = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#808080' } })
      .jpeg()
      .toBuffer();
    const sample = await samplePicture(whole);
    expect(sample).toHaveLength(SAMPLE_SIDE_PX * SAMPLE_SIDE_PX);
    expect(sample.every((value) => Math.abs(value - 128) <= 2)).toBe(true);
    await expect(samplePicture(whole.subarray(0, 200))).rejects.toThrow();
  });
});
