import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as der from './der';

const ecdsaWithSha256 = '1.2.840.10045.4.3.2';
const commonName = '2.5.4.3';
const subjectAltName = '2.5.29.17';
const basicConstraints = '2.5.29.19';
const validDays = 30;
const dayMs = 86_400_000;

/**
 * A key and a certificate that vouches for itself, made now and valid for a month: EC P-256, X.509 v3.
 *
 * @param names host names it is for
 * @param addresses IPv4 addresses it is for
 * @returns PEM texts, as `node:https` takes them
 * @see https://www.rfc-editor.org/rfc/rfc5280 §4.1
 */
export function selfSignedCertificate(
  names: readonly string[],
  addresses: readonly string[],
): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der.sequence(der.objectIdentifier(ecdsaWithSha256));
  const issuer = der.sequence(
    der.set(der.sequence(der.objectIdentifier(commonName), der.utf8String('Stand-in archive'))),
  );
  const now = Date.now();
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))), // version 3
    der.integer(randomBytes(16)),
    algorithm,
    issuer,
    der.sequence(der.utcTime(new Date(now - dayMs)), der.utcTime(new Date(now + validDays * dayMs))),
    issuer, // the subject is the issuer
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(extension(basicConstraints, der.sequence()), alternativeNames(names, addresses))),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = der.sequence(toBeSigned, algorithm, der.bitString(signature));
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: pem('CERTIFICATE', certificate) };
}

function alternativeNames(names: readonly string[], addresses: readonly string[]): Buffer {
  const dns = names.map((name) => der.implicit(2, Buffer.from(name, 'ascii')));
  const ip = addresses.map((address) => der.implicit(7, Buffer.from(address.split('.').map(Number))));
  return extension(subjectAltName, der.sequence(...dns, ...ip));
}

function extension(identifier: string, value: Buffer): Buffer {
  return der.sequence(der.objectIdentifier(identifier), der.octetString(value));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
