import { z } from 'zod';
import { definePlugin } from '../core/plugin.ts';
import { createRatingPad } from '../core/rating-pad.ts';
import { dwinProbe } from './probe.ts';
import { DWIN_PROFILES, DwinProfileName } from './profiles.ts';
import { createDwinTalk } from './talk.ts';

export const ratingPadDwin = definePlugin({
  name: 'rating-pad-dwin',
  deviceClass: 'rating-pad',
  schemes: ['serial:', 'tcp://'],
  probe: dwinProbe,
  options: { profile: DwinProfileName.default('motcua-1'), checksum: z.enum(['none', 'crc']).default('none') },
  create: (id, { profile, checksum }, deps) =>
    createRatingPad({
      id,
      deps,
      talk: (session, events) =>
        createDwinTalk({ id, deps, profile: DWIN_PROFILES[profile], checksum }, session, events),
    }),
});
