import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A key and a self-signed certificate for it. */
export interface SigningCertificate {
    readonly privateKey: KeyObject;
    readonly pem: string;
    /** Base64 of the certificate's DER, as a token's `x5c` header carries it. */
    readonly der: string;
}

/**
 * Node makes keys but no certificates, and openssl is not everywhere: the few ASN.1 structures of an X.509 certificate are written by hand.
 * Elliptic curve rather than RSA, because such a key is made in a millisecond.
 */
export function createSigningCertificate(commonName: string, nowMs: number): SigningCertificate {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
    const name = sequence(set(sequence(objectId('550403'), element(0x0c, Buffer.from(commonName)))));
    const day = 86_400_000;
    const content = sequence(
        element(0xa0, element(0x02, Buffer.from([2]))),
        element(0x02, Buffer.from([1])),
        ecdsaWithSha256,
        name,
        sequence(time(nowMs - day), time(nowMs + 30 * day)),
        name,
        publicKey.export({ type: 'spki', format: 'der' }),
        // A root must say that it is one: basicConstraints, critical, CA.
        element(
            0xa3,
            sequence(
                sequence(
                    objectId('551d13'),
                    element(0x01, Buffer.from([0xff])),
                    element(0x04, sequence(element(0x01, Buffer.from([0xff])))),
                ),
            ),
        ),
    );
    const signature = sign('sha256', content, privateKey);
    const der = sequence(content, ecdsaWithSha256, element(0x03, Buffer.concat([Buffer.from([0]), signature]))).toString('base64');
    const pem = `-----BEGIN CERTIFICATE-----\n${der.replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`;
    return { privateKey, pem, der };
}

function element(tag: number, content: Buffer): Buffer {
    const length =
        content.length < 128
            ? Buffer.from([content.length])
            : content.length < 256
              ? Buffer.from([0x81, content.length])
              : Buffer.from([0x82, content.length >> 8, content.length & 255]);
    return Buffer.concat([Buffer.from([tag]), length, content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
    return element(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Buffer[]): Buffer {
    return element(0x31, Buffer.concat(parts));
}

function objectId(hex: string): Buffer {
    return element(0x06, Buffer.from(hex, 'hex'));
}

function time(ms: number): Buffer {
    return element(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}
