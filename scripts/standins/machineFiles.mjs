import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../machine/run.mjs';

const bundle = 'etc/ssl/certs/ca-certificates.crt';

/**
 * What makes this machine's package indexes reachable inside a build, as files of an image: path → text. The certificates that the machine trusts (also
 * in the folder that `update-ca-certificates` reads, for a Dockerfile that installs ca-certificates itself), its apt proxy, and the index addresses of
 * pip and npm. Credentials beyond those inside such an address are not read.
 */
export async function machineFiles() {
    const files = { [bundle]: readFirst([process.env.SSL_CERT_FILE, process.env.NODE_EXTRA_CA_CERTS, `/${bundle}`, '/etc/ssl/cert.pem']) };
    const own = '/usr/local/share/ca-certificates';
    for (const name of fs.existsSync(own) ? fs.readdirSync(own, { recursive: true }) : []) {
        if (String(name).endsWith('.crt')) {
            files[`usr/local/share/ca-certificates/machine-${String(name).replaceAll('/', '-')}`] = fs.readFileSync(
                path.join(own, String(name)),
                'utf8',
            );
        }
    }
    files['etc/apt/apt.conf.d/90machine'] = await aptConfig();
    files['etc/pip.conf'] = pipConfig();
    files['usr/local/etc/npmrc'] = await npmConfig();
    return Object.fromEntries(Object.entries(files).filter(([, text]) => text !== ''));
}

/** The environment that makes Python's, Node's and curl's own certificate stores give way to that bundle. */
export const certificateEnv = Object.fromEntries(
    ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'PIP_CERT', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'CARGO_HTTP_CAINFO'].map(
        (name) => [name, `/${bundle}`],
    ),
);

async function aptConfig() {
    const dump = await run('apt-config', ['dump', '--format', '%F "%v";%n', 'Acquire::http::Proxy', 'Acquire::https::Proxy']);
    return dump
        .split('\n')
        .filter((line) => /::Proxy "[^"]+";/.test(line))
        .map((line) => `${line}\n`)
        .join('');
}

function pipConfig() {
    const text = readFirst(
        ['/etc/pip.conf', path.join(os.homedir(), '.config/pip/pip.conf'), path.join(os.homedir(), '.pip/pip.conf')].reverse(),
    );
    const lines = [];
    for (const name of ['index-url', 'extra-index-url', 'trusted-host']) {
        const value =
            process.env[`PIP_${name.toUpperCase().replaceAll('-', '_')}`] ??
            new RegExp(`^\\s*${name}\\s*=\\s*(\\S.*)$`, 'm').exec(text)?.[1];
        if (value) {
            lines.push(`${name} = ${value}\n`);
        }
    }
    return lines.length > 0 ? `[global]\n${lines.join('')}` : '';
}

async function npmConfig() {
    const registry = (await run('npm', ['config', 'get', 'registry'], { cwd: os.homedir() })).trim();
    return /^https?:/.test(registry) && registry !== 'https://registry.npmjs.org/' ? `registry=${registry}\n` : '';
}

function readFirst(files) {
    for (const file of files) {
        try {
            return fs.readFileSync(file, 'utf8');
        } catch {
            // Unset or not there.
        }
    }
    return '';
}
