import type { Box } from '../face.ts';

/** Shared area over the area that both cover together: 0 apart, 1 the same. */
export const overlap = (one: Box, other: Box): number => {
  const width = Math.min(one.leftPx + one.widthPx, other.leftPx + other.widthPx) - Math.max(one.leftPx, other.leftPx);
  const height = Math.min(one.topPx + one.heightPx, other.topPx + other.heightPx) - Math.max(one.topPx, other.topPx);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (one.widthPx * one.heightPx + other.widthPx * other.heightPx - shared);
};
