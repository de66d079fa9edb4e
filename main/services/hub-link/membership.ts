// What a site keeps of its hub: two small files in the data folder, `hub/site.seed` (the private key, 0600) and `hub/member.json`.
// They are in no backup of the database.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { nkeys } from '@nats-io/nats-core';
import { JoinAnswer } from '../../../contract/hub.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { handToFolderOwner } from '../../store/owner.ts';
import { prepareClosed } from './closed-file.ts';

/** For the log and the command line. */
export interface HubProblem {
  readonly code: 'hub-key-open' | 'hub-files-damaged' | 'bad-code' | 'hub-unreachable' | 'join-refused';
  readonly message: string;
}

export interface Membership {
  readonly answer: JoinAnswer;
  readonly seed: Uint8Array;
}

const filesOf = (dataFolder: string) => ({
  folder: path.join(dataFolder, 'hub'),
  seed: path.join(dataFolder, 'hub/site.seed'),
  member: path.join(dataFolder, 'hub/member.json'),
});

/** Null where this site never joined. Errors: `hub-key-open` when others may read the key, `hub-files-damaged`. */
export const readMembership = (dataFolder: string): Result<Membership | null, HubProblem> => {
  const files = filesOf(dataFolder);
  if (!existsSync(files.member) || !existsSync(files.seed)) return ok(null);
  const mode = statSync(files.seed).mode & 0o077;
  if (mode !== 0)
    return refuse({
      code: 'hub-key-open',
      message: `Others may read ${files.seed} (mode ${(mode | 0o600).toString(8)}, allowed 600). Run "chmod 600" on it, and ask the hub for a new join code: the key may be known.`,
    });
  try {
    return ok({
      answer: JoinAnswer.parse(JSON.parse(readFileSync(files.member, 'utf8'))),
      seed: new TextEncoder().encode(readFileSync(files.seed, 'utf8').trim()),
    });
  } catch (cause) {
    return refuse({
      code: 'hub-files-damaged',
      message: `${files.member} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}. Join again with a new code.`,
    });
  }
};

/** `http://hub:8095/join#ward-7.secret` */
const parseCode = (code: string): { readonly url: string; readonly site: string; readonly secret: string } | null => {
  if (!URL.canParse(code)) return null;
  const url = new URL(code);
  const [site, secret] = url.hash.slice(1).split('.');
  if (!/^https?:$/.test(url.protocol) || !site || !secret) return null;
  url.hash = '';
  return { url: url.href, site, secret };
};

/** What the hub answers to the public half of a key. Errors: `hub-unreachable`, and what it refuses. */
const handIn = async (
  { url, site, secret }: NonNullable<ReturnType<typeof parseCode>>,
  publicKey: string,
): Promise<Result<JoinAnswer, HubProblem>> => {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ site, secret, publicKey }),
      signal: AbortSignal.timeout(15_000),
    });
  } catch (cause) {
    return refuse({
      code: 'hub-unreachable',
      message: `The hub at ${url} does not answer: ${cause instanceof Error ? cause.message : String(cause)}. Check the address and this machine's network; the code is still good.`,
    });
  }
  const body: unknown = await response.json().catch(() => null);
  const answer = JoinAnswer.safeParse(body);
  if (response.ok && answer.success) return ok(answer.data);
  const said =
    typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : response.statusText;
  return refuse({ code: 'join-refused', message: `The hub refused (${response.status}): ${said}` });
};

/**
 * Makes a key, hands its public half in with the one-time code, and puts both files in the place of those that were there. A
 * running line takes them up by itself. Errors: `bad-code`, `hub-unreachable`, and what the hub refuses; the files stay as they were.
 */
export const joinHub = async (code: string, dataFolder: string): Promise<Result<JoinAnswer, HubProblem>> => {
  const parts = parseCode(code.trim());
  if (parts === null)
    return refuse({
      code: 'bad-code',
      message: `"${code.slice(0, 60)}" is no join code. It looks like http://hub:8095/join#ward-7.SECRET; copy all of it.`,
    });
  const key = nkeys.createUser();
  const files = filesOf(dataFolder);
  mkdirSync(files.folder, { recursive: true, mode: 0o700 });
  handToFolderOwner(files.folder);
  // Before the hub hears of the key: from then on the old one is good for nothing.
  prepareClosed(files.seed, `${new TextDecoder().decode(key.getSeed())}\n`);
  const answer = await handIn(parts, key.getPublicKey());
  if (!answer.ok) {
    rmSync(`${files.seed}.new`);
    return answer;
  }
  prepareClosed(files.member, `${JSON.stringify(answer.value, null, 2)}\n`);
  renameSync(`${files.seed}.new`, files.seed);
  renameSync(`${files.member}.new`, files.member);
  return answer;
};
