// A fee that a counter asks for: a code to pay by, and the clerk's word that it was paid. No payment passes through here.
import { z } from 'zod';
import { amountMaxDong } from './dong.ts';

/** Whole đồng. */
export const FeeDong = z.int().min(1).max(amountMaxDong);

/** How the clerk says it was paid. */
export const PaidHow = z.enum(['transfer', 'cash']);
export type PaidHow = z.infer<typeof PaidHow>;

/** `asked`: the citizen is to pay now. */
export type FeeState = 'asked' | PaidHow | 'withdrawn';
