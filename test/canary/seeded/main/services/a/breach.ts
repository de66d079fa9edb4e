// Breaks only-host-knows-concrete-drivers.
import { target } from '../../../drivers/b/target.ts';

export const used = target;
