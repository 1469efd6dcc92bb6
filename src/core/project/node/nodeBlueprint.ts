import type { NodeBlueprint } from '../../dockerfile/recipes/node';
import type { Folder } from '../folder';
import type { Site } from '../stack';
import type { UsedManager } from './nodeManager';
import type { NodeRun } from './nodeRun';
import { versionReason } from './nodeVersion';
import { readPackageJson } from './packageJson';
import type { PackageJson } from './packageJson';

/** What the Dockerfile is made from: the install that the manager needs, around one run. */
export function nodeBlueprint(site: Site, manifest: PackageJson, manager: UsedManager, run: NodeRun): NodeBlueprint {
    const { folder, facts } = site;
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare'].some((name) => name in manifest.scripts);
    const native = [
        'node-sass',
        'canvas',
        'bcrypt',
        'sqlite3',
        'better-sqlite3',
        'argon2',
        'libpq',
        're2',
        'isolated-vm',
        'zeromq',
        'kerberos',
        'serialport',
        'node-gyp',
        'pg-native',
        'utf-8-validate',
        'bufferutil',
    ];
    const prisma = 'prisma' in all || '@prisma/client' in all;
    const set = facts.overrides.startCommand;
    const files = ['package.json', manager.lock, '.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml', 'bunfig.toml'].filter(
        (file): file is string => file !== undefined && folder.has(file),
    );
    return {
        stack: 'node',
        version: facts.get('runtimeVersion') ?? '22',
        versionReason: versionReason(facts.best('runtimeVersion'), manifest),
        ...(facts.best('runtimeVersion')?.confidence === 'guess' && { engines: 'unasked' as const }),
        manager: manager.name,
        ...(manager.lock !== undefined && { lock: manager.lock }),
        ...(manager.missing !== undefined && { lockState: 'stale' as const }),
        ...(manager.peers !== undefined && { peers: manager.peers }),
        ...(['preinstall', 'install', 'postinstall', 'prepare'].some((name) => manifest.scripts[name]?.includes('.git/hooks')) && {
            gitHooks: 'written' as const,
        }),
        ...(manager.version !== undefined && { managerVersion: manager.version }),
        yarnBerry: folder.has('.yarnrc.yml') || /^[2-9]/.test(manager.version ?? '') ? 'berry' : 'classic',
        files,
        installNeeds:
            hooks ||
            manifest.hasWorkspaces === 'workspaces' ||
            folder.has('pnpm-workspace.yaml') ||
            folder.files.some((file) => file.startsWith('patches/'))
                ? 'sources'
                : 'manifests',
        hasDependencies: Object.keys(all).length > 0 ? 'dependencies' : 'none',
        ...(run.build !== undefined && { build: run.build }),
        buildEnv: {
            ...((needsOldOpenssl(all) || run.hashes === 'old') &&
                Number(facts.get('runtimeVersion') ?? '22') >= 17 && { NODE_OPTIONS: '--openssl-legacy-provider' }),
            ...run.buildEnv,
        },
        prisma: prisma ? 'prisma' : 'none',
        prune: run.keepsDevelopment === 'keep' || prisma ? 'keep' : 'prune',
        copies: run.copies,
        env: run.env,
        command: set ?? run.command,
        port: Number(facts.get('port')),
        buildPackages: native.some((name) => name in all) ? ['g++', 'make', 'python3'] : [],
        systemPackages: prisma ? ['openssl'] : [],
        serves: run.serves ?? 'app',
        ...(run.loopback !== undefined && { loopback: run.loopback }),
        ...(run.globals !== undefined && { globals: run.globals }),
        ...(run.adapter !== undefined && { adapter: run.adapter }),
        ...(run.buildsOn !== undefined && { buildsOn: run.buildsOn }),
        ...(prisma && isOldPrisma(all) && { debian: 'bullseye' as const }),
    };
}

/** Prisma before 3.13 has no engine for OpenSSL 3, which Debian 12 and later bring. */
function isOldPrisma(all: Readonly<Record<string, string>>): boolean {
    const [, major, minor] = /^\D*(\d+)\.(\d+)/.exec(all['@prisma/client'] ?? all.prisma ?? '') ?? [];
    return major !== undefined && (Number(major) < 3 || (Number(major) === 3 && Number(minor) < 13));
}

/** 'old' where a folder that a script enters (`cd client && npm run build`, `npm --prefix client …`) builds with a webpack before 5. */
export async function hashesInside(folder: Folder, manifest: PackageJson): Promise<'old' | 'new'> {
    const entered = Object.values(manifest.scripts).flatMap((script) =>
        [...script.matchAll(/(?:\bcd|--prefix|--cwd|\s-C)[ =](?:\.\/)?([\w-][\w./-]*)/g)].map(([, path = '']) => path.replace(/\/$/, '')),
    );
    const manifests = await Promise.all([...new Set(entered)].map((path) => readPackageJson(folder.child(path))));
    return manifests.some((each) => each !== undefined && needsOldOpenssl({ ...each.dependencies, ...each.devDependencies }))
        ? 'old'
        : 'new';
}

/** webpack 4 hashes with MD4, which OpenSSL 3 (Node 17 and later) refuses. */
function needsOldOpenssl(all: Readonly<Record<string, string>>): boolean {
    return (
        /^[~^]?[1-4]\./.test(all['react-scripts'] ?? '') ||
        /^[~^]?[1-4]\./.test(all.webpack ?? '') ||
        /^[~^]?[1-4]\./.test(all['@vue/cli-service'] ?? '') ||
        /^[~^]?[12]\./.test(all.nuxt ?? '')
    );
}
