// Breaks hub-knows-the-contract-alone.
import { target } from '../main/host/target.ts';

export const used = target;
