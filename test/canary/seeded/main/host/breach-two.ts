// Breaks nobody-imports-the-renderer.
import { target } from '../../renderer/board/target.ts';

export const used = target;
