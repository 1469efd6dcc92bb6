import type { Evidence } from '../../../../src/core/diagnose/catalogue/azureEvidence';

/** A quote in the body that its service puts it in. */
export function bodyOf({ shape, code = '', quote: message }: Evidence): string {
    switch (shape) {
        case 'arm':
            return JSON.stringify({ error: { code, message } });
        case 'web':
            return JSON.stringify({
                Code: code,
                Message: message,
                Target: null,
                Details: [{ Message: message }, { Code: code }, { ErrorEntity: { Code: code, Message: message } }],
                Innererror: null,
            });
        case 'registry':
            return JSON.stringify({ errors: [{ code, message }] });
        case 'line':
            return message;
    }
}
