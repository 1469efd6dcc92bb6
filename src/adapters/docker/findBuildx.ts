import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Operation } from '../../base/operation';
import { configFolder, type EngineEnvironment } from './dockerConfig';
import { runBriefly } from './runBriefly';

export interface Buildx {
    /** The plugin itself: it runs without the CLI. */
    readonly file: string;
    /** Such as `0.29.1`. */
    readonly version: string;
    /** Since 0.15 `--progress=rawjson` writes one JSON value a line. */
    readonly progress: 'rawjson' | 'none';
}

/** The buildx plugin where the CLI looks for it; undefined when there is none, or none that runs here. */
export async function findBuildx(op: Operation, environment: EngineEnvironment): Promise<Buildx | undefined> {
    const name = environment.platform === 'win32' ? 'docker-buildx.exe' : 'docker-buildx';
    for (const folder of pluginFolders(environment)) {
        const file = path.join(folder, name);
        if (!(await isExecutable(file))) {
            continue;
        }
        const version = await versionOf(op, environment, file);
        if (version !== undefined) {
            const [major = 0, minor = 0] = version.split('.').map(Number);
            return { file, version, progress: major > 0 || minor >= 15 ? 'rawjson' : 'none' };
        }
    }
    return undefined;
}

/** Starting the plugin takes longer than a build of which nothing changed: it is asked once, until its file is another. */
const known = new Map<string, string>();

async function versionOf(op: Operation, environment: EngineEnvironment, file: string): Promise<string | undefined> {
    const { mtimeMs, size } = await fs.stat(file);
    const key = `${file} ${mtimeMs.toString()} ${size.toString()}`;
    const before = known.get(key);
    if (before !== undefined) {
        return before;
    }
    const ran = await runBriefly(op, environment, file, ['version'], {});
    // "github.com/docker/buildx v0.29.1 28f6246…" or, in Debian, "github.com/docker/buildx 0.13.1+ds1 …".
    const version = ran.kind === 'ended' && ran.exitCode === 0 ? /buildx v?(\d+\.\d+(?:\.\d+)?)/.exec(ran.stdout)?.[1] : undefined;
    if (version !== undefined) {
        known.set(key, version);
    }
    return version;
}

function pluginFolders(environment: EngineEnvironment): readonly string[] {
    const own = path.join(configFolder(environment), 'cli-plugins');
    if (environment.platform === 'win32') {
        const { ProgramFiles: programs = 'C:\\Program Files', ProgramData: data = 'C:\\ProgramData' } = environment.env;
        return [own, path.join(data, 'Docker', 'cli-plugins'), path.join(programs, 'Docker', 'cli-plugins')];
    }
    const desktop = environment.platform === 'darwin' ? ['/Applications/Docker.app/Contents/Resources/cli-plugins'] : [];
    return [
        own,
        '/usr/local/lib/docker/cli-plugins',
        '/usr/local/libexec/docker/cli-plugins',
        '/usr/lib/docker/cli-plugins',
        '/usr/libexec/docker/cli-plugins',
        ...desktop,
    ];
}

/** Where a program of the PATH is, without starting it. */
export async function findOnPath({ env, platform }: EngineEnvironment, program: string): Promise<string | undefined> {
    const [separator, names] = platform === 'win32' ? [';', [`${program}.exe`, `${program}.cmd`]] : [':', [program]];
    for (const folder of (env.PATH ?? env.Path ?? '').split(separator)) {
        for (const name of names) {
            const file = path.join(folder, name);
            if (folder !== '' && (await isExecutable(file))) {
                return file;
            }
        }
    }
    return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
    return fs.access(file, fs.constants.X_OK).then(
        () => true,
        () => false,
    );
}
