// Commands on their way down: kept in the database until the site has answered. The subjects only carry them, so nothing is lost
// with a message (ADR-0047).
import type { Msg, NatsConnection } from '@nats-io/nats-core';
import type pg from 'pg';
import { AnswerMessage, PullQuestion } from '../../contract/downlink.ts';
import { hubSubjects } from '../../contract/hub.ts';
import type { HubLog } from '../hub-error.ts';
import { forget, newCommands, openPage, storeAnswer } from './store.ts';

interface Downlink {
  stop(): Promise<void>;
}

interface DownlinkDeps {
  readonly pool: pg.Pool;
  readonly connection: NatsConnection;
  readonly now: () => number;
  readonly log: HubLog;
}

/** Commands are given by another process: the command line. */
const LOOK_EVERY_MS = 1000;
const FORGET_EVERY_LOOKS = 60;

export const startDownlink = async (deps: DownlinkDeps): Promise<Downlink> => {
  const { pool, connection, now, log } = deps;
  let told = (await newCommands(pool, 0)).newest;
  let looks = 0;
  let busy: Promise<void> = Promise.resolve();

  const nudge = (site: string): void => connection.publish(hubSubjects.command(site));
  const siteOf = ({ subject }: Msg): string => subject.slice(subject.indexOf('.') + 1);

  const serve = (subjects: string, answer: (message: Msg) => Promise<unknown>) =>
    connection.subscribe(subjects, {
      queue: 'downlink',
      callback: (error, message) => {
        if (error !== null) return;
        answer(message)
          .then((said) => message.respond(JSON.stringify(said)))
          // The site asks again; what cannot be read gets no answer.
          .catch((cause: unknown) =>
            log('warn', 'a site’s question about commands failed', { subject: message.subject, error: String(cause) }),
          );
      },
    });

  const pulls = serve(hubSubjects.pull('*'), async (message) => {
    const { after } = PullQuestion.parse(message.json());
    return openPage(pool, { site: siteOf(message), after, nowMs: now() });
  });
  const answers = serve(hubSubjects.answer('*'), async (message) => {
    const { id, answer } = AnswerMessage.parse(message.json());
    const site = siteOf(message);
    await storeAnswer(pool, { site, id, answer, nowMs: now() });
    if (!answer.ok && answer.error.code === 'command-failed')
      log('warn', 'a site gave a command up: its work throws', { site, id, ...answer.error.params });
    return { stored: true };
  });

  const look = async (): Promise<void> => {
    const found = await newCommands(pool, told);
    for (const site of found.sites) nudge(site);
    told = found.newest;
    looks += 1;
    if (looks % FORGET_EVERY_LOOKS === 1) await forget(pool, now());
  };
  const timer = setInterval(() => {
    busy = busy.then(look).catch((error: unknown) => log('warn', 'commands cannot be read', { error: String(error) }));
  }, LOOK_EVERY_MS);

  return {
    stop: async () => {
      clearInterval(timer);
      pulls.unsubscribe();
      answers.unsubscribe();
      await busy;
    },
  };
};
