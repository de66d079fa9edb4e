// Breaks store-is-below-services.
import { target } from '../services/b/index.ts';

export const used = target;
