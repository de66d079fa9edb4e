// Breaks passwords-know-no-service.
import { target } from '../services/b/index.ts';

export const used = target;
