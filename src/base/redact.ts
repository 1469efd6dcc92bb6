const secretKey =
    /(pass(word|wd)?|secret|token|credential|api[-_]?key|access[-_]?key|account[-_]?key|shared[-_]?key|private[-_]?key|connection[-_]?string|conn[-_]?str|sas|signature|authorization|cookie|identity[-_]?header)/i;
/** Further names under which a value is masked where it is shown; too many that are none go by them for a rule that warns. */
const tellTaleName = /(^|[-_])(pwd|key|dsn|sas)($|[-_\d])/i;
const mask = '********';

// Whatever a container or a server says goes through these: each takes time in proportion to the text.
const shapes: readonly RegExp[] = [
    /(?<![\w-])eyJ[\w-]{4,}\.[\w-]{8,}\.[\w-]*/g, // JSON web tokens
    /(?<=\b(?:bearer|basic)\s{1,4})[\w.~+/=-]{8,}/gi,
    /(?<=[?&](?:sig|se|sv|code|access_token|refresh_token|token|key|x-functions-key)=)[^&\s"']+/gi,
    // user:password@host, where the user may be nobody; the port of an address with an @ later on is none
    /(?<=:\/\/[^\s:/@]{0,256}:)(?!\d{1,5}\/)[^\s@]{1,512}(?=@)/g,
    /(?<=\b(?:AccountKey|SharedAccessKey|Password|Pwd)=)[^;\s"']+/gi,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    /\bgh[pousr]_\w{20,}/g,
    /\bAKIA[0-9A-Z]{16}\b/g,
    /\bsk-[\w-]{20,}/g, // keys of models
    /\bxox[abprs]-[\w-]{10,}/g,
    /(?<=\b(?:api[-_]?key|subscription[-_]key|x-identity-header)["']?\s{0,4}[:=]\s{0,4}["']?)[\w.~+/=-]{16,}/gi,
    /(?<="?(?:access_token|refresh_token|identitytoken|password|client_secret|secureValue)"?\s{0,4}[:=]\s{0,4}"?)[^"&,\s}]{4,}/gi,
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

/** True when what goes under this name is never shown: wider than isSecretName, for a mask too many costs less than one too few. */
export function isMaskedName(name: string): boolean {
    return isSecretName(name) || tellTaleName.test(name) || /[a-z\d]Key$/.test(name);
}

/** The value as it may be shown beside its name. */
export function redactValue(name: string, value: string): string {
    return isMaskedName(name) ? mask : redact(value);
}
