// Answers that every door for phones outside the hall gives.
import type { FastifyReply } from 'fastify';
import { fill } from '../../contract/texts/catalogue.ts';
import { anyTrouble } from '../../contract/texts/trouble-any.ts';

export const silentHall = { code: 'hall-silent', message: 'The hall does not answer at the moment.' } as const;

/** For whoever asks too much: in both languages, since nobody knows here which one the phone shows. */
export const tooMany = (reply: FastifyReply, seconds: number): FastifyReply => {
  const message = (['vi', 'en'] as const)
    .map((language) => fill(anyTrouble[language]['refusal.too-many-requests'], { seconds }))
    .join(' · ');
  return reply
    .code(429)
    .header('retry-after', String(seconds))
    .send({ code: 'too-many-requests', message, params: { seconds } });
};
