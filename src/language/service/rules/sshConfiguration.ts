import { commandsOf, systemPackages } from '../dockerfile/commandsOf';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Problem } from '../finding';
import { joinPath } from '../paths';
import type { Rule } from '../rule';

/** Names that sshd refuses to start with, by the OpenSSH release that dropped them (from its release notes). */
const dropped: Readonly<Record<string, string>> = {
    'blowfish-cbc': '7.6', 'cast128-cbc': '7.6', arcfour: '7.6', arcfour128: '7.6', arcfour256: '7.6', 'hmac-ripemd160': '7.6', 'hmac-ripemd160@openssh.com': '7.6', 'rijndael-cbc@lysator.liu.se': '8.5', 'ssh-dss': '10.0',
}; // prettier-ignore
/** At least one of each is what App Service's side offers. */
const wantedCiphers = ['aes128-cbc', '3des-cbc', 'aes256-cbc', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'];
const wantedMacs = ['hmac-sha1', 'hmac-sha1-96'];

export const sshConfiguration: Rule<DockerfileDocument> = {
    code: 'dockerfile/ssh-config',
    title: "sshd_config does not fit App Service, or the image's OpenSSH",
    severity: 'warning',
    why: 'sshd must listen on 2222, let root in with a password and offer a cipher and a MAC that App Service knows; a name that its OpenSSH no longer has keeps sshd from starting at all.',
    fix: 'offered',
    *check(document) {
        if (!systemPackages(document.finalSteps).has('openssh-server')) {
            return;
        }
        for (const { word, source } of document.sources()) {
            const path = /(^|\/)sshd_config[^/]*$/.test(source) ? joinPath(document.root(), source) : undefined;
            const text = path === undefined || document.snapshot.paths === undefined ? undefined : document.snapshot.read(path);
            if (path !== undefined && text !== undefined) {
                yield* problemsOf(text).map(({ message, fixed }): Problem => ({
                    span: word,
                    message: `${path}: ${message}`,
                    ...(fixed === undefined
                        ? {}
                        : {
                              fixes: [
                                  {
                                      title: `Correct ${path}`,
                                      standing: 'offered',
                                      edits: [{ path, span: { start: fixed.at, end: fixed.at + fixed.length }, newText: fixed.newText }],
                                  },
                              ],
                          }),
                }));
            }
        }
        for (const { command, args } of commandsOf(document.finalSteps)) {
            const name = args
                .join(' ')
                .split(/[\s,='"]+/)
                .find((part) => dropped[part] !== undefined);
            if (name !== undefined && /ciphers|macs|sshd_config/i.test(args.join(' '))) {
                yield { span: command, message: `OpenSSH has no ${name} since ${dropped[name] ?? ''}: sshd will not start.` };
            }
        }
    },
};

interface ConfigProblem {
    readonly message: string;
    readonly fixed?: { readonly at: number; readonly length: number; readonly newText: string };
}

function problemsOf(text: string): readonly ConfigProblem[] {
    const problems: ConfigProblem[] = [];
    const values = new Map<string, { readonly value: string; readonly at: number }>();
    for (const match of text.matchAll(/^[ \t]*(\w+)[ \t]+([^\s#][^\r\n#]*)$/gm)) {
        const [whole, key = '', written = ''] = match;
        const value = written.trimEnd();
        // sshd takes the first value of a key.
        values.set(key.toLowerCase(), values.get(key.toLowerCase()) ?? { value, at: match.index + whole.lastIndexOf(value) });
    }
    const port = values.get('port');
    if (port?.value !== '2222') {
        problems.push({
            message: `sshd listens on ${port?.value ?? '22'}, and App Service asks 2222.`,
            fixed:
                port === undefined
                    ? { at: 0, length: 0, newText: 'Port 2222\n' }
                    : { at: port.at, length: port.value.length, newText: '2222' },
        });
    }
    const root = values.get('permitrootlogin');
    if (root?.value !== 'yes') {
        problems.push({
            message: 'App Service signs in as root: PermitRootLogin yes.',
            fixed:
                root === undefined
                    ? { at: 0, length: 0, newText: 'PermitRootLogin yes\n' }
                    : { at: root.at, length: root.value.length, newText: 'yes' },
        });
    }
    if (values.get('passwordauthentication')?.value === 'no') {
        problems.push({ message: 'App Service signs in with a password: PasswordAuthentication yes.' });
    }
    for (const [key, wanted] of [
        ['ciphers', wantedCiphers],
        ['macs', wantedMacs],
    ] as const) {
        const list = values.get(key);
        const names =
            list?.value
                .replace(/^[+^-]/, '')
                .split(',')
                .map((name) => name.trim()) ?? [];
        const gone = names.filter((name) => dropped[name] !== undefined);
        if (list !== undefined && gone.length > 0) {
            problems.push({
                message: `OpenSSH no longer has ${gone.join(', ')}: sshd will not start.`,
                fixed: { at: list.at, length: list.value.length, newText: names.filter((name) => !gone.includes(name)).join(',') },
            });
        } else if (list !== undefined && !/^[+^-]/.test(list.value) && !names.some((name) => wanted.includes(name))) {
            problems.push({
                message: `App Service knows none of these ${key}; keep one of ${wanted.join(', ')}.`,
                fixed: { at: list.at, length: list.value.length, newText: [...names, wanted.at(key === 'macs' ? 0 : -1)].join(',') },
            });
        }
    }
    return problems;
}
