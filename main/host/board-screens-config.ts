// `boardScreens` of site.yaml: the large screens of the hall, and what each shows.
import { z } from 'zod';
import { CounterId } from '../../contract/ids.ts';
import { LocalisedText } from '../../contract/ticket.ts';

export const boardScreensSchema = z
  .array(
    z.strictObject({
      /** In its address: /board/<id>/. */
      id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, 1 to 40 of them'),
      name: LocalisedText,
      /** Whose calls it shows; all of them when it is left out. */
      counters: z.array(CounterId).min(1).optional(),
      layout: z.enum(['calls', 'list', 'media', 'counters']).default('calls'),
      /** Whether it speaks; two that hear each other should not both. */
      speaks: z.boolean().default(true),
    }),
  )
  .default([]);

export const boardScreenProblems = (
  screens: z.infer<typeof boardScreensSchema>,
  counters: readonly string[],
): string[] =>
  screens.flatMap(({ id, counters: shown }, at) => [
    ...(screens.findIndex((one) => one.id === id) === at
      ? []
      : [`boardScreens: "${id}" stands there twice; each must be there once.`]),
    ...(shown ?? []).flatMap((counter) =>
      counters.includes(counter)
        ? []
        : [`boardScreens ${id}, counters: "${counter}" does not exist. Known: ${counters.join(', ')}.`],
    ),
  ]);
