// Breaks drivers-do-not-import-siblings.
import { target } from '../b/target.ts';

export const used = target;
