// Breaks simulators-share-no-code-with-drivers.
import { target } from '../../drivers/b/target.ts';

export const used = target;
