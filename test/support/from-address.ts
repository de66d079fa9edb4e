// Requests of many phones: each from a loopback address of its own, which httpLink cannot choose.
import { type Agent, request } from 'node:http';
import type { RatingInput } from '../../contract/rating.ts';
import { newKey } from './site.ts';

export interface SentFrom {
  readonly url: string;
  /** 127.0.0.1 to 127.255.255.254; Linux has them all. */
  readonly localAddress: string;
  readonly agent: Agent;
}

/** What the host answered: `ok`, or the code of its refusal. */
export const rateFrom = ({ url, localAddress, agent }: SentFrom, token: string, rating: RatingInput): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = request(
      `${url}/rpc/ratings.give`,
      { method: 'POST', localAddress, agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const answer = JSON.parse(text)?.result?.data;
          if (answer === undefined) reject(new Error(`${response.statusCode}: ${text.slice(0, 200)}`));
          else resolve(answer.ok === true ? 'ok' : String(answer.error.code));
        });
      },
    );
    asked.on('error', reject);
    asked.end(JSON.stringify({ ...rating, token, key: newKey() }));
  });
