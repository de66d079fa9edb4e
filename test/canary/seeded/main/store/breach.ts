// Breaks lower-main-does-not-import-host-or-shell.
import { target } from '../host/target.ts';

export const used = target;
