import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Operation } from '../../base/operation';
import type { MachineSetup } from '../../core/diagnose/engineSetup';
import { decodeWslOutput, parseWslList } from '../../core/diagnose/engineWslList';

/** The process that the machine is looked at from. */
export interface MachineEnvironment {
    readonly env: Readonly<Record<string, string | undefined>>;
    /** As in `process.platform`. */
    readonly platform: string;
    readonly home: string;
}

/** What the doctor wants to know about the machine. Starts wsl.exe where there is one. */
export async function probeMachine(op: Operation, environment: MachineEnvironment): Promise<MachineSetup> {
    const { env, platform, home } = environment;
    const inContainer = existsSync('/.dockerenv') || existsSync('/run/.containerenv');
    const wsl = platform === 'linux' && !inContainer ? wslOf(env) : undefined;
    const [distributions, python] = await Promise.all([
        platform === 'win32' || wsl !== undefined ? listDistributions(op, env) : undefined,
        findFirst(environment, ['python3', 'python']),
    ]);
    const proxy = env.HTTPS_PROXY ?? env.https_proxy ?? env.HTTP_PROXY ?? env.http_proxy;
    return {
        platform,
        ...(wsl === undefined ? {} : { wsl }),
        inContainer: inContainer ? 'yes' : 'no',
        desktop: {
            installed: desktopFiles(platform, env, home).some((file) => existsSync(file)) ? 'yes' : 'no',
            shared: existsSync('/mnt/wsl/docker-desktop') ? 'yes' : 'no',
        },
        ...(distributions === undefined ? {} : { distributions }),
        ...(python === undefined ? {} : { python }),
        // A proxy's URL may hold a password.
        ...(proxy === undefined || proxy === '' ? {} : { proxy: proxy.replace(/\/\/[^@/]*@/, '//') }),
    };
}

/** The kernel's name alone is wrong in containers and with custom kernels. WSL 1 writes Microsoft, WSL 2 microsoft. */
function wslOf(env: MachineEnvironment['env']): MachineSetup['wsl'] {
    const interop = ['/proc/sys/fs/binfmt_misc/WSLInterop', '/proc/sys/fs/binfmt_misc/WSLInterop-late', '/run/WSL'].some((file) =>
        existsSync(file),
    );
    const named = env.WSL_DISTRO_NAME ?? '';
    if (named === '' && !interop) {
        return undefined;
    }
    return { version: os.release().includes('Microsoft') ? 1 : 2, distribution: named === '' ? 'this distribution' : named };
}

function desktopFiles(platform: string, env: MachineEnvironment['env'], home: string): readonly string[] {
    switch (platform) {
        case 'win32':
            return [path.join(env.ProgramFiles ?? 'C:\\Program Files', 'Docker', 'Docker', 'Docker Desktop.exe')];
        case 'darwin':
            return ['/Applications/Docker.app'];
        default:
            return ['/opt/docker-desktop', path.join(home, '.docker', 'desktop'), '/mnt/c/Program Files/Docker/Docker/Docker Desktop.exe'];
    }
}

/** Undefined where there is no wsl.exe. */
function listDistributions(op: Operation, env: MachineEnvironment['env']): Promise<MachineSetup['distributions']> {
    const utf8 = { WSL_UTF8: '1', WSLENV: [env.WSLENV, 'WSL_UTF8'].filter(Boolean).join(':') };
    return new Promise((resolve) => {
        execFile(
            'wsl.exe',
            ['--list', '--verbose'],
            { env: { ...env, ...utf8 }, encoding: 'buffer', timeout: 5_000, windowsHide: true, signal: op.signal },
            (error, stdout, stderr) => {
                if (error !== null && typeof error.code !== 'number') {
                    resolve(undefined);
                    return;
                }
                const output = decodeWslOutput(stdout.length > 0 ? stdout : stderr);
                resolve({ list: parseWslList(output), output: output.slice(0, 2_000) });
            },
        );
    });
}

async function findFirst({ env, platform }: MachineEnvironment, names: readonly string[]): Promise<string | undefined> {
    const folders = (env.PATH ?? env.Path ?? '').split(platform === 'win32' ? ';' : ':').filter((folder) => folder !== '');
    for (const name of names) {
        for (const folder of folders) {
            const file = path.join(folder, platform === 'win32' ? `${name}.exe` : name);
            // Windows puts a python.exe on the PATH that only opens its shop.
            const usable = !/[\\/]WindowsApps[\\/]/i.test(file) && (await fs.access(file, fs.constants.X_OK).then(() => true, () => false)); // prettier-ignore
            if (usable) {
                return file;
            }
        }
    }
    return undefined;
}
