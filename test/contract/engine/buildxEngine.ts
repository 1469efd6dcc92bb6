import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findBuildx } from '../../../src/adapters/docker/findBuildx';
import { openEngine, thisEnvironment } from '../../../src/adapters/docker/openEngine';
import { quietOperation } from '../../../src/base/operation';
import type { Engine } from '../../../src/ports/engine';
import { machineEngine } from './testEngine';

export const debianKeys = '/usr/share/keyrings/debian-archive-keyring.gpg';
const tools = path.resolve(__dirname, '../../../.tools');

/** The machine's engine with a buildx plugin that writes raw progress, fetched once where the machine has none; undefined, with a sentence, without. */
export async function buildxEngine(): Promise<Engine | undefined> {
    if ((await machineEngine()) === undefined) {
        return undefined;
    }
    const environment = thisEnvironment();
    const found = await findBuildx(quietOperation(), environment);
    if (found?.progress === 'rawjson') {
        return (await openEngine(quietOperation(), { environment })).engine;
    }
    try {
        const env = { ...environment.env, DOCKER_CONFIG: fetchBuildx() };
        return (await openEngine(quietOperation(), { environment: { ...environment, env } })).engine;
    } catch (error) {
        if (process.env.CI === 'true') {
            throw error;
        }
        console.log(`    skipped: no buildx 0.15 or newer here, and none could be fetched: ${String(error).split('\n')[0] ?? ''}`);
        return undefined;
    }
}

/** Answers a folder that serves as DOCKER_CONFIG. Debian's next release has the plugin as a package; it is unpacked, not installed. */
export function fetchBuildx(): string {
    const folder = path.join(tools, 'docker-buildx');
    if (existsSync(path.join(folder, 'cli-plugins'))) {
        return folder;
    }
    mkdirSync(tools, { recursive: true });
    const half = mkdtempSync(path.join(tools, 'docker-buildx-'));
    try {
        for (const name of ['lists/partial', 'archives/partial']) {
            mkdirSync(path.join(half, name), { recursive: true });
        }
        // Signed by Debian, or not taken. A mirror may hold an older copy of the release: its signature counts, its date does not.
        writeFileSync(path.join(half, 'sources.list'), `deb [signed-by=${debianKeys} check-valid-until=no] ${debianMirror()} sid main\n`);
        const options = Object.entries({
            'Dir::Etc::sourcelist': path.join(half, 'sources.list'),
            'Dir::Etc::sourceparts': '-',
            'Dir::State::lists': path.join(half, 'lists'),
            'Dir::Cache::archives': path.join(half, 'archives'),
            'Dir::Cache::pkgcache': '',
            'Dir::Cache::srcpkgcache': '',
            'APT::Sandbox::User': 'root',
            'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
            'Acquire::Languages': 'none',
        }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
        const quietly = { cwd: half, stdio: 'pipe' as const, timeout: 90_000 };
        execFileSync('apt-get', [...options, '-q', 'update'], quietly);
        execFileSync('apt-get', [...options, '-q', 'download', 'docker-buildx'], quietly);
        const packageFile = readdirSync(half).find((name) => name.endsWith('.deb')) ?? '';
        execFileSync('dpkg-deb', ['-x', packageFile, 'unpacked'], quietly);
        symlinkSync('unpacked/usr/libexec/docker/cli-plugins', path.join(half, 'cli-plugins'));
        rmSync(path.join(half, packageFile));
        renameSync(half, folder);
        return folder;
    } finally {
        rmSync(half, { recursive: true, force: true });
    }
}

/** Where this machine gets its own packages. */
export function debianMirror(): string {
    const files = ['/etc/apt/sources.list', ...readdirSync('/etc/apt/sources.list.d').map((name) => `/etc/apt/sources.list.d/${name}`)];
    const text = files.flatMap((file) => (existsSync(file) ? [readFileSync(file, 'utf8')] : [])).join('\n');
    const mirror = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(https?:\/\/\S+\/debian\/?)(?:\s|$)/m.exec(text)?.[1];
    if (mirror === undefined) {
        throw new Error('this machine has no Debian package source');
    }
    return mirror;
}
