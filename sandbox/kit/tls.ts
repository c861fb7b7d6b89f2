import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import forge from 'node-forge';

/** Key and certificate of one sandbox; the certificate is its own authority. */
export interface SandboxTls {
  readonly key: string;
  readonly cert: string;
  /** File with the authority's certificate, for clients. */
  readonly caFile: string;
}

const LIFETIME_DAYS = 30;

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

function selfSign(keyPem: string): string {
  const key = forge.pki.privateKeyFromPem(keyPem);
  const cert = forge.pki.createCertificate();
  cert.publicKey = forge.pki.rsa.setPublicKey(key.n, key.e);
  cert.serialNumber = `01${randomBytes(8).toString('hex')}`;
  cert.validity.notBefore = new Date(Date.now() - 60_000);
  cert.validity.notAfter = new Date(Date.now() + LIFETIME_DAYS * 86_400_000);
  const name = [{ name: 'commonName', value: 'Berth sandbox' }];
  cert.setSubject(name);
  cert.setIssuer(name);
  cert.setExtensions([
    { name: 'basicConstraints', cA: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ]);
  cert.sign(key, forge.md.sha256.create());
  return forge.pki.certificateToPem(cert);
}
