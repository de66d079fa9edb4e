// Breaks screens-do-not-import-screens.
import { target } from '../board/target.ts';

export const used = target;
