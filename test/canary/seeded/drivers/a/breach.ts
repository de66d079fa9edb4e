// Breaks drivers-stay-below-main.
import { target } from '../../main/host/target.ts';

export const used = target;
