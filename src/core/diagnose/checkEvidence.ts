import { isMaskedName, redact, redactValue } from '../../base/redact';
import { parseCheckOutput, plainText } from './parseCheckOutput';

const mask = '********';

const labels: Readonly<Record<string, string>> = {
    http: 'answer',
    listen: 'listener',
    env: '',
    absent: 'not installed',
    required: 'required',
    dns: 'name',
    cert: 'certificate of',
    authorities: 'trusted authorities',
    readonly: 'read-only',
    uses: 'reads the variable',
};

/** One line of a check's output as it may be shown: plain text, secrets masked by name and by shape, facts in words. */
export function evidenceLine(line: string): string {
    const { facts, lines } = parseCheckOutput(line);
    const fact = facts[0];
    if (fact === undefined) {
        return masked(lines[0] ?? '');
    }
    const [kind = '', ...rest] = fact.key.split('.');
    if (kind === 'env') {
        const at = fact.value.indexOf('=');
        const name = fact.value.slice(0, at);
        return `${name}=${redactValue(name, fact.value.slice(at + 1)).replaceAll('\u001e', '⏎')}`;
    }
    if (kind === 'http') {
        const [status = '', ms = ''] = fact.value.split(' ');
        return `${rest.join('.')}: ${status === '0' ? 'no answer' : `HTTP ${status}`}, ${ms} ms`;
    }
    if (kind === 'listen') {
        const [port = '', scope = '', , pid = '', ...name] = fact.value.split(' ');
        return `port ${port} on ${scope === 'any' ? 'all addresses' : scope === 'loopback' ? '127.0.0.1 only' : 'one address'}, ${name.join(' ')} (process ${pid})`;
    }
    if (kind === 'dns_ms') {
        const [name = '', ms = ''] = fact.value.split(' ');
        return `${name}: answered after ${ms} ms`;
    }
    return masked([labels[kind] ?? kind, rest.join('.')].filter((part) => part !== '').join(' ') + `: ${fact.value}`);
}

const keyBegins = /-----BEGIN [A-Z ]*PRIVATE KEY-----(?![^]*-----END)/;

/** Base64, or a header of an encrypted key; a log may put a time before it. */
function keyGoesOn(text: string): boolean {
    const words = text.trim().split(/\s+/);
    const [word = '', ...more] = /\d\d:\d\d:\d\d/.test(words[0] ?? '') ? words.slice(1) : words;
    return (
        word.startsWith('-----END') ||
        word === 'Proc-Type:' ||
        word === 'DEK-Info:' ||
        (more.length === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(word))
    );
}

/** Reads lines that come one after another: those of a private key say nothing of themselves, and are masked up to its end. */
export function evidenceReader(): (line: string) => string {
    let inKey = false;
    return (line) => {
        const text = plainText(line);
        if (inKey && keyGoesOn(text)) {
            inKey = !text.includes('-----END');
            return mask;
        }
        inKey = keyBegins.test(text);
        return evidenceLine(line);
    };
}

/** The whole output of a check, line by line. */
export function evidenceLines(stdout: string): readonly string[] {
    return plainText(stdout)
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, 800)
        .map(evidenceReader());
}

function masked(line: string): string {
    // `NAME=value` and `export NAME='value'`, as helper commands print settings.
    const setting = /^(\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*)(\S.*)$/.exec(line);
    if (setting !== null && isMaskedName(setting[2] ?? '')) {
        return `${setting[1] ?? ''}${mask}`;
    }
    return redact(line);
}
