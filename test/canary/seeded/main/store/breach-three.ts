// Breaks sites-do-not-import-the-hub.
import { target } from '../../hub/target.ts';

export const used = target;
