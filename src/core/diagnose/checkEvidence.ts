import { isMaskedName, redact, redactValue } from '../../base/redact';
import { parseCheckOutput, plainText } from './parseCheckOutput';

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

/** The whole output of a check, line by line. */
export function evidenceLines(stdout: string): readonly string[] {
    return plainText(stdout)
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, 800)
        .map(evidenceLine);
}

function masked(line: string): string {
    // `NAME=value` and `export NAME='value'`, as helper commands print settings.
    const setting = /^(\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*)(\S.*)$/.exec(line);
    if (setting !== null && isMaskedName(setting[2] ?? '')) {
        return `${setting[1] ?? ''}********`;
    }
    return redact(line);
}
