// Breaks production-never-loads-simulators.
import { target } from '../../simulators/b/target.ts';

export const used = target;
