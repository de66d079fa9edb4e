import { expect, it } from 'vitest';
import { kernelBytes } from '../models/gallery/kernel-bytes.ts';
import { compileKernel } from './compile-kernel.ts';

it('the kernel in the repository is the one that its source compiles to', async () => {
  expect(kernelBytes).toBe(Buffer.from(await compileKernel()).toString('base64'));
});
