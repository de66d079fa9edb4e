// An authority and a certificate, as `openssl` of Debian makes them.
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const openssl = (args: readonly string[], cwd: string): void => {
  const { status, stderr } = spawnSync('openssl', args, { cwd });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${String(stderr)}`);
};

export const hasOpenssl = (): boolean => spawnSync('openssl', ['version']).status === 0;

/** For a DNS name. Paths of three PEM files in the folder, which anybody may read. */
export const makeCertificates = (folder: string, name = 'localhost'): Certificates => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(['req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Hub', '-days', '2'], folder);
  openssl(['req', '-new', ...key, '-keyout', 'node.key', '-out', 'node.csr', '-subj', `/CN=${name}`], folder);
  writeFileSync(
    path.join(folder, 'node.ext'),
    `subjectAltName=DNS:${name},IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n`,
  );
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'node.ext', '-days', '2'];
  openssl(['x509', '-req', '-in', 'node.csr', '-out', 'node.pem', ...signing], folder);
  chmodSync(path.join(folder, 'node.key'), 0o644);
  return {
    ca: path.join(folder, 'ca.pem'),
    cert: path.join(folder, 'node.pem'),
    key: path.join(folder, 'node.key'),
  };
};
