// GET /rate-aloud/<language>/<question>.wav: the questions of a rating as sound, for phones. They are few and the same for
// everybody, so that each is spoken once and kept: a hall of phones costs the host no more than one.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { RatingQuestions } from '../../contract/rating.ts';
import { fill, type KeyOf } from '../../contract/texts/catalogue.ts';
import { rate as words } from '../../contract/texts/rate.ts';
import { Language, type LocalisedText } from '../../contract/ticket.ts';
import { halfRate, type ReadAloud } from '../services/announce/index.ts';

const Params = z.object({ language: Language, file: z.string().regex(/^[a-z0-9-]{1,60}\.wav$/) });

export interface RateAloudDeps {
  readonly readAloud: ReadAloud;
  readonly questions: () => RatingQuestions;
}

/** What is said of a question; null where the form has none of that name. */
const spoken = (
  question: string,
  language: Language,
  { levels, criteria, reasons }: RatingQuestions,
): string | null => {
  const say = (key: KeyOf<typeof words>) => words[language][key];
  const choices = (asked: string, all: readonly { readonly name: LocalisedText }[]) =>
    fill(say('rate.spokenChoices'), { question: asked, choices: all.map(({ name }) => name[language]).join(', ') });
  if (question === 'level') return choices(say('rate.level'), levels);
  if (question === 'why') return choices(say('rate.why'), reasons);
  if (question === 'text') return `${say('rate.text')} ${say('rate.textHint')}`;
  if (question === 'thanks') return `${say('rate.thanks')} ${say('rate.thanksHint')}`;
  const criterion = criteria.find(({ id }) => question === `criterion-${id}`);
  return criterion === undefined ? null : choices(`${criterion.name[language]}. ${say('rate.criterionHint')}`, levels);
};

export const registerRateAloud = (app: FastifyInstance, { readAloud, questions }: RateAloudDeps): void => {
  /** By what is said: headquarters may set another form. */
  const kept = new Map<string, Buffer>();
  const speak = async (text: string, language: Language) => {
    const wav = await readAloud.read(text, language);
    return wav === null ? null : halfRate(wav);
  };
  app.get('/rate-aloud/:language/:file', async (request, reply) => {
    const params = Params.safeParse(request.params);
    const { language, file } = params.success ? params.data : { language: 'vi' as const, file: '' };
    const text = spoken(file.replace('.wav', ''), language, questions());
    if (text === null) return reply.code(404).send({ code: 'not-found', message: 'The form has no such question.' });
    const clip = kept.get(text) ?? (await speak(text, language));
    if (clip === null)
      return reply.code(503).header('retry-after', '3').send({
        code: 'no-voice',
        message: 'Nothing can be read aloud now. If it stays so, install espeak-ng on the host.',
      });
    kept.set(text, clip);
    return reply.type('audio/wav').header('cache-control', 'private, max-age=60').send(clip);
  });
};
