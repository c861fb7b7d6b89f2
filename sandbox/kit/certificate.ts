import { createSign, randomBytes } from 'node:crypto';
import forge from 'node-forge';

/** As node-forge takes them. */
export type Extension = Readonly<Record<string, unknown>>;

/** A part of who it is for, or who signed it: `commonName` and what that is. */
export interface NameInCertificate {
  readonly name: string;
  readonly value: string;
}

const LIFETIME_DAYS = 30;

/** A certificate to be made; `issuerKey` is the same as `key` where it signs itself. */
export interface CertificateToSign {
  readonly key: string;
  readonly subject: NameInCertificate[];
  readonly issuer: NameInCertificate[];
  readonly issuerKey: string;
  readonly extensions: readonly Extension[];
}

/** The certificate as PEM, valid from now on for longer than any run. */
export function signCertificate({ key, subject, issuer, issuerKey, extensions }: CertificateToSign): string {
  const own = forge.pki.privateKeyFromPem(key);
  const cert = forge.pki.createCertificate();
  cert.publicKey = forge.pki.rsa.setPublicKey(own.n, own.e);
  cert.serialNumber = `01${randomBytes(8).toString('hex')}`;
  cert.validity.notBefore = new Date(Date.now() - 60_000);
  cert.validity.notAfter = new Date(Date.now() + LIFETIME_DAYS * 86_400_000);
  cert.setSubject(subject);
  cert.setIssuer(issuer);
  cert.setExtensions([...extensions]);
  const signer: Pick<forge.pki.rsa.PrivateKey, 'sign'> = { sign: () => signature(cert, issuerKey) };
  cert.sign(signer as forge.pki.rsa.PrivateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(cert);
}

/** By OpenSSL: forge signs in JavaScript, which takes seconds where the machine is busy. */
function signature({ tbsCertificate }: forge.pki.Certificate, issuerKey: string): string {
  const bytes = forge.asn1.toDer(tbsCertificate).getBytes();
  return createSign('sha256').update(Buffer.from(bytes, 'latin1')).sign(issuerKey).toString('latin1');
}
