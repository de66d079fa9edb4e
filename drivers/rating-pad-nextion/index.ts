import { definePlugin } from '../core/plugin.ts';
import { createRatingPad } from '../core/rating-pad.ts';
import { nextionProbe } from './probe.ts';
import { NEXTION_PROFILES, NextionProfileName } from './profiles.ts';
import { createNextionTalk } from './talk.ts';

export const ratingPadNextion = definePlugin({
  name: 'rating-pad-nextion',
  deviceClass: 'rating-pad',
  schemes: ['serial:', 'tcp://'],
  probe: nextionProbe,
  options: { profile: NextionProfileName.default('motcua-1') },
  create: (id, { profile }, deps) =>
    createRatingPad({
      id,
      deps,
      talk: (session, events) => createNextionTalk({ id, deps, profile: NEXTION_PROFILES[profile] }, session, events),
    }),
});
