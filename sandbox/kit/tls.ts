import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signCertificate } from './certificate.ts';

/** Key and certificate of one sandbox; the certificate is its own authority. */
export interface SandboxTls {
  readonly key: string;
  readonly cert: string;
  /** File with the authority's certificate, for clients. */
  readonly caFile: string;
}

let made: { key: string; cert: string } | undefined;

/** A certificate for 127.0.0.1 and localhost that clients trust through `caFile`; one key pair per process, being slow. */
export function makeTls(folder: string): SandboxTls {
  made ??= makeKeyPair();
  const { key, cert } = made;
  mkdirSync(folder, { recursive: true });
  const caFile = join(folder, 'ca.crt');
  writeFileSync(caFile, cert);
  return { key, cert, caFile };
}

/** A key and its certificate, an authority of their own. */
export function makeKeyPair(): { key: string; cert: string } {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();
  return { key, cert: selfSign(key) };
}

function selfSign(key: string): string {
  const name = [{ name: 'commonName', value: 'Berth sandbox' }];
  const altNames = [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
  ];
  const extensions = [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames },
  ];
  return signCertificate({ key, subject: name, issuer: name, issuerKey: key, extensions });
}
