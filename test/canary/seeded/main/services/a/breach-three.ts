// Breaks services-through-their-index.
import { target } from '../b/rules.ts';

export const used = target;
