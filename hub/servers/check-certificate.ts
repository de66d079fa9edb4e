// A certificate that cannot work is told at the start, rather than by every site later.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { HubError } from '../hub-error.ts';

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
}

/** The authority's certificate, PEM. Errors: HubError when sites would refuse what stands in these files. */
export const checkCertificate = (
  { certFile, keyFile, caFile }: TlsFiles,
  { name, nowMs }: { readonly name: string; readonly nowMs: number },
): string => {
  let certificate: X509Certificate;
  let fits: boolean;
  let ca: string;
  try {
    certificate = new X509Certificate(readFileSync(certFile));
    fits = certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)));
    ca = readFileSync(caFile, 'utf8');
  } catch (cause) {
    throw new HubError(
      `The certificate cannot be used: ${cause instanceof Error ? cause.message : String(cause)}. Look at --tls-cert ${certFile}, --tls-key ${keyFile}, --tls-ca ${caFile}.`,
    );
  }
  if (!fits) throw new HubError(`${keyFile} is not the key of ${certFile}. Give the two that were made together.`);
  if (certificate.checkHost(name) === undefined)
    throw new HubError(
      `${certFile} is for ${certificate.subjectAltName ?? 'no name'}, and sites reach this hub as ${name}. With certificates the hub needs a DNS name that they name too: --public-host hub.city.example`,
    );
  if (Date.parse(certificate.validTo) < nowMs)
    throw new HubError(`${certFile} was good until ${certificate.validTo}. Get a new one.`);
  return ca;
};
