// What the stream server is told: its own file, and the file of who may connect. Only what Debian 12's 2.9.10 knows.
import { hubSubjects } from '../../contract/hub.ts';

export interface NatsNode {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly monitorPort: number;
  readonly storeFolder: string;
  readonly pidFile: string;
  /** Largest space of the streams, bytes. */
  readonly maxFileBytes: number;
  /** Null: one node alone. */
  readonly cluster: { readonly port: number; readonly routes: readonly string[] } | null;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
}

export const natsConfig = ({ name, host, port, monitorPort, ...node }: NatsNode): string =>
  [
    `server_name: "${name}"`,
    `listen: "${host}:${port}"`,
    `http: "127.0.0.1:${monitorPort}"`,
    `pid_file: "${node.pidFile}"`,
    `jetstream { store_dir: "${node.storeFolder}", max_mem: 64M, max_file: ${node.maxFileBytes}, domain: hub }`,
    ...(node.cluster === null
      ? []
      : [
          `cluster { name: hub, listen: "${host}:${node.cluster.port}", routes: [${node.cluster.routes.map((route) => `"${route}"`).join(', ')}], no_advertise: true }`,
        ]),
    ...(node.tls === null
      ? []
      : [`tls { cert_file: "${node.tls.certFile}", key_file: "${node.tls.keyFile}", timeout: 5 }`]),
    'include "./sites.conf"',
    '',
  ].join('\n');

export interface SiteRight {
  readonly site: string;
  readonly province: string;
  readonly part: number;
  readonly publicKey: string;
}

const list = (subjects: readonly string[]): string => `[${subjects.map((subject) => `"${subject}"`).join(', ')}]`;

/** A site may write under its own subjects, ask how far the hub is, hear what is for it, and answer what it is asked. */
const siteUser = ({ site, publicKey, ...where }: SiteRight): string =>
  `{ nkey: ${publicKey}, permissions: { publish: { allow: ${list([hubSubjects.events(site, where), hubSubjects.cursor(site), hubSubjects.turns(site), hubSubjects.pull(site), hubSubjects.answer(site)])} }, ` +
  `subscribe: { allow: ${list([`${hubSubjects.inbox(site)}.>`, hubSubjects.ack(site), hubSubjects.ask(site), hubSubjects.command(site)])} }, allow_responses: { max: 1, expires: "10s" } } }`;

const all = { part: '*' as unknown as number, province: '*' };
/** What sites ask of the hub: a message, and one answer. */
const asked = [hubSubjects.events('*', all), hubSubjects.cursor('*'), hubSubjects.pull('*'), hubSubjects.answer('*')];
/** What sites are told, and asked: without a site that listens, the server says so at once. */
const told = [hubSubjects.ack('*'), hubSubjects.command('*'), hubSubjects.ask('*')];
const said = [hubSubjects.turns('*'), hubSubjects.asked('*')];

const exported = (kind: 'service' | 'stream', subjects: readonly string[]): string[] =>
  subjects.map((subject) => `{ ${kind}: "${subject}" }`);
const imported = (kind: 'service' | 'stream', account: string, subjects: readonly string[]): string[] =>
  subjects.map((subject) => `{ ${kind}: { account: ${account}, subject: "${subject}" } }`);

/**
 * The whole block of accounts: a list of users cannot be pieced together from two files. Sites are in an account of their own,
 * out of which only these subjects lead: an answer goes where the question says, and there it reaches nothing of the stream.
 */
export const sitesConfig = (hubKey: string, sites: readonly SiteRight[]): string =>
  [
    'accounts {',
    `HUB: { jetstream: enabled, users: [ { nkey: ${hubKey} } ],`,
    `  exports: [ ${[...exported('service', asked), ...exported('stream', told)].join(', ')} ],`,
    `  imports: [ ${[...imported('stream', 'SITES', said)].join(', ')} ] }`,
    `SITES: { exports: [ ${[...exported('stream', said)].join(', ')} ],`,
    `  imports: [ ${[...imported('service', 'HUB', asked), ...imported('stream', 'HUB', told)].join(', ')} ],`,
    '  users: [',
    ...sites.map(siteUser),
    '] } }',
    '',
  ].join('\n');
