// Breaks services-are-below-the-server.
import { target } from '../../server/target.ts';

export const used = target;
