const secretKey =
    /(pass(word|wd)?|secret|token|credential|api[-_]?key|access[-_]?key|account[-_]?key|shared[-_]?key|private[-_]?key|connection[-_]?string|conn[-_]?str|sas|signature|authorization|cookie|identity[-_]?header)/i;
const mask = '********';

const shapes: readonly RegExp[] = [
    /\beyJ[\w-]{4,}\.[\w-]{8,}\.[\w-]*/g, // JSON web tokens
    /(?<=\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi,
    /(?<=[?&](?:sig|se|sv|code|access_token|refresh_token|token|key|x-functions-key)=)[^&\s"']+/gi,
    /(?<=:\/\/[^\s:/@]+:)[^\s@/]+(?=@)/g, // user:password@host
    /(?<=\b(?:AccountKey|SharedAccessKey|Password|Pwd)=)[^;\s"']+/gi,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    /\bgh[pousr]_\w{20,}/g,
    /\bAKIA[0-9A-Z]{16}\b/g,
    /(?<="?(?:access_token|refresh_token|identitytoken|password|client_secret|secureValue)"?\s*[:=]\s*"?)[^"&,\s}]{4,}/gi,
];

/** True when a variable or field of this name usually carries a secret. */
export function isSecretName(name: string): boolean {
    return secretKey.test(name);
}

/** Masks what looks like a secret, by shape and as the value of a tell-tale name. Safe to call twice. */
export function redact(text: string): string {
    let clean = text;
    for (const shape of shapes) {
        clean = clean.replace(shape, mask);
    }
    return clean;
}

/** The value as it may be shown beside its name. */
export function redactValue(name: string, value: string): string {
    return isSecretName(name) ? mask : redact(value);
}
