// Breaks renderer-reaches-contract-only.
import { target } from '../../main/host/target.ts';

export const used = target;
