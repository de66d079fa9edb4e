// Breaks contract-is-a-leaf.
import { target } from '../main/host/target.ts';

export const used = target;
