import { generateKeyPair } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Extension, signCertificate } from '../../sandbox/kit/certificate.ts';

/** Whom a certificate is for. */
export interface CertificateOrder {
  readonly commonName: string;
  /** Kubernetes reads groups from here. */
  readonly organisation?: string;
  /** Names and addresses a server answers under; absent for a client. */
  readonly hosts?: readonly string[];
}

export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
  readonly keyFile: string;
  readonly certFile: string;
}

/** A certificate authority for one run. */
export interface Authority {
  readonly cert: string;
  readonly caFile: string;
  /** Key (mode 0600) and certificate, written as `<name>.key` and `<name>.crt`. */
  issue(name: string, order: CertificateOrder): Promise<KeyAndCertificate>;
}

const generate = promisify(generateKeyPair);

export async function makeAuthority(folder: string): Promise<Authority> {
  mkdirSync(folder, { recursive: true });
  const subject = [{ name: 'commonName', value: 'Berth stack' }];
  const key = await makeKey();
  const usage: Extension[] = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ];
  const cert = signCertificate({ key, subject, issuer: subject, issuerKey: key, extensions: usage });
  const caFile = join(folder, 'ca.crt');
  writeFileSync(caFile, cert);
  return {
    cert,
    caFile,
    async issue(name, order) {
      const own = await makeKey();
      const signed = signCertificate({
        key: own,
        subject: subjectOf(order),
        issuer: subject,
        issuerKey: key,
        extensions: usageOf(order),
      });
      const keyFile = join(folder, `${name}.key`);
      const certFile = join(folder, `${name}.crt`);
      writeFileSync(keyFile, own, { mode: 0o600 });
      writeFileSync(certFile, signed);
      return { key: own, cert: signed, keyFile, certFile };
    },
  };
}

async function makeKey(): Promise<string> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

function subjectOf({ commonName, organisation }: CertificateOrder): { name: string; value: string }[] {
  const common = { name: 'commonName', value: commonName };
  return organisation ? [{ name: 'organizationName', value: organisation }, common] : [common];
}

function usageOf({ hosts }: CertificateOrder): Extension[] {
  const key = { name: 'keyUsage', digitalSignature: true, keyEncipherment: true };
  if (!hosts) return [key, { name: 'extKeyUsage', clientAuth: true }];
  const altNames = hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }));
  return [key, { name: 'extKeyUsage', serverAuth: true }, { name: 'subjectAltName', altNames }];
}
