import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import type { NodeBlueprint, NodeManager } from '../../dockerfile/recipes/node';
import { FactSheet } from '../factSheet';
import type { Folder } from '../folder';
import { folderPattern } from '../folderPattern';
import type { Evidence, Profile } from '../profile';
import type { Detection } from '../stack';
import { pnpmVersion } from './lockState';
import { offerNodeVersion, versionReason } from './nodeVersion';
import { readPackageJson } from './packageJson';
import type { PackageJson } from './packageJson';

/** The lock files of Node's package managers, the surest first. */
export const nodeLocks: readonly (readonly [file: string, manager: NodeManager])[] = [['pnpm-lock.yaml', 'pnpm'], ['bun.lock', 'bun'], ['bun.lockb', 'bun'], ['yarn.lock', 'yarn'], ['package-lock.json', 'npm'], ['npm-shrinkwrap.json', 'npm']]; // prettier-ignore

interface Member {
    readonly path: string;
    readonly manifest: PackageJson;
}

/**
 * A Node project that is a member of a workspace (npm, Yarn, pnpm, Bun), of `source` or of a folder in it, is installed and built from the workspace's root:
 * with its lock file, and after the members that the project depends on. Any other project is answered as it is.
 */
export async function joinWorkspace<Project extends { readonly profile: Profile; readonly detection: Detection }>(
    source: Folder,
    project: Project,
): Promise<Project> {
    const { folder } = project.profile;
    if (project.detection.blueprint?.stack !== 'node' || folder === '' || nodeLocks.some(([file]) => source.has(`${folder}/${file}`))) {
        return project;
    }
    const parts = folder.split('/');
    for (const at of parts.map((_, depth) => parts.slice(0, depth).join('/'))) {
        const joined = await joinAt(at === '' ? source : source.child(at), project, project.detection.blueprint);
        if (joined !== undefined) {
            return joined;
        }
    }
    return project;
}

/** The project as a member of the workspace that a folder above it is; undefined when it is none. */
async function joinAt<Project extends { readonly profile: Profile; readonly detection: Detection }>(
    root: Folder,
    project: Project,
    blueprint: NodeBlueprint,
): Promise<Project | undefined> {
    const { profile, detection } = project;
    const inSource = (path: string) => (root.path === '' ? path : `${root.path}/${path}`);
    const manifest = await readPackageJson(root);
    const members = manifest === undefined ? new Map<string, Member>() : await readMembers(root, manifest.text);
    const member = [...members.values()].find(({ path }) => inSource(path) === profile.folder);
    if (manifest === undefined || member === undefined) {
        return undefined;
    }
    const [lock, manager] = nodeLocks.find(([file]) => root.has(file)) ?? [undefined, managerWithoutLock(root, manifest)];
    const version = manifest.packageManager?.split('@')[1]?.split('+')[0] ?? (manager === 'pnpm' ? await pnpmVersion(root) : undefined);
    const node = profile.evidence.some(({ fact, confidence }) => fact === 'runtimeVersion' && confidence !== 'guess')
        ? undefined
        : await rootsNode(root, manifest);
    const { command, env } = foundAnywhere(blueprint, member.path);
    const generates = prismaMembers(root, manifest, [...dependedOn(member, members, 'developing too'), member]);
    const joined: NodeBlueprint = {
        ...blueprint,
        command,
        env,
        // The root may list for its members what they use.
        hasDependencies: 'dependencies',
        manager,
        ...(lock !== undefined && { lock }),
        ...(version !== undefined && { managerVersion: version }),
        yarnBerry: root.has('.yarnrc.yml') || /^[2-9]/.test(version ?? '') ? 'berry' : 'classic',
        installNeeds: 'sources',
        prune: 'keep',
        // The schema may be another member's, from which that member's client is made.
        prisma: 'none',
        systemPackages:
            generates.length > 0 && !blueprint.systemPackages.includes('openssl')
                ? [...blueprint.systemPackages, 'openssl']
                : blueprint.systemPackages,
        workspace: { path: member.path, builds: buildsBefore(member, members), generates },
        ...(node !== undefined && { version: node.value, versionReason: versionReason(node, manifest), engines: undefined }),
    };
    // What a build bundles runs as well, although it is listed for developing.
    const bundles = blueprint.build === undefined ? 'running' : 'developing too';
    const evidence: Evidence = {
        fact: 'packageManager',
        value: manager,
        file: inSource(lock ?? 'package.json'),
        confidence: lock === undefined ? 'likely' : 'certain',
    };
    return {
        ...project,
        profile: {
            ...profile,
            startCommand: ['sh', '-c', command],
            context: root.path,
            packageManager: manager,
            ...(node !== undefined && { runtimeVersion: node.value }),
            evidence: [
                evidence,
                ...(node === undefined ? [] : [node]),
                ...profile.evidence.filter(({ fact }) => fact !== 'packageManager' && (node === undefined || fact !== 'runtimeVersion')),
            ],
        },
        detection: {
            ...detection,
            startCommand: ['sh', '-c', command],
            blueprint: joined,
            uses: dependedOn(member, members, bundles).map(({ path }) => inSource(path)),
        },
    };
}

/** How a member is started with a program that its manager may have put beside it or at the root of the workspace. */
function foundAnywhere({ command, env }: NodeBlueprint, path: string): Pick<NodeBlueprint, 'command' | 'env'> {
    const beside = 'node_modules/.bin/';
    return command.includes(beside)
        ? {
              command: command.replace(beside, ''),
              env: { ...env, PATH: `/app/${path}/${beside.slice(0, -1)}:/app/${beside.slice(0, -1)}:$PATH` },
          }
        : { command, env };
}

/** The manager of a workspace whose lock file is not kept: the one that its root names, or whose file lists the members. */
export function managerWithoutLock(root: Folder, manifest: PackageJson): NodeManager {
    const named = manifest.packageManager?.split('@')[0];
    return nodeLocks.find(([, known]) => known === named)?.[1] ?? (root.has('pnpm-workspace.yaml') ? 'pnpm' : 'npm');
}

/** The version of Node that the root of a workspace asks for, for members that ask for none. */
async function rootsNode(root: Folder, manifest: PackageJson): Promise<Evidence | undefined> {
    const facts = new FactSheet({}, root.path);
    await offerNodeVersion({ folder: root, facts }, manifest);
    const best = facts.best('runtimeVersion');
    return best?.confidence === 'certain' ? best : undefined;
}

/** The members of a workspace by the names of their packages. */
async function readMembers(root: Folder, text: string): Promise<ReadonlyMap<string, Member>> {
    const patterns = [
        ...listed(parseJsonc(text) as unknown, 'workspaces'),
        ...listed(safely((await root.text('pnpm-workspace.yaml')) ?? ''), 'packages'),
    ];
    const matches = patterns.filter((pattern) => !pattern.startsWith('!')).map(folderPattern);
    const members = new Map<string, Member>();
    for (const file of root.files) {
        const path = file.endsWith('/package.json') ? file.slice(0, -'/package.json'.length) : undefined;
        if (path !== undefined && matches.some((pattern) => pattern.test(path))) {
            const manifest = await readPackageJson(root.child(path));
            if (manifest !== undefined) {
                members.set(manifest.name ?? path, { path, manifest });
            }
        }
    }
    return members;
}

function listed(data: unknown, key: string): string[] {
    const value = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>)[key] : undefined;
    const list: unknown =
        typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { packages?: unknown }).packages : value;
    return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
}

function safely(text: string): unknown {
    try {
        return parseYaml(text) as unknown;
    } catch {
        return undefined;
    }
}

/** The members with a schema of Prisma of their own, where they or the root list what makes a client of it. */
function prismaMembers(root: Folder, manifest: PackageJson, members: readonly Member[]): string[] {
    const lists = ({ dependencies, devDependencies }: PackageJson) => 'prisma' in dependencies || 'prisma' in devDependencies;
    return members
        .filter(
            (member) =>
                (lists(member.manifest) || lists(manifest)) &&
                root.files.some((file) => file.startsWith(`${member.path}/`) && file.endsWith('.prisma')),
        )
        .map(({ path }) => path);
}

/** The members that a member depends on and that have a build of their own, each after those that it depends on itself. */
function buildsBefore(member: Member, members: ReadonlyMap<string, Member>): string[] {
    return dependedOn(member, members, 'developing too')
        .filter(({ manifest }) => 'build' in manifest.scripts)
        .map(({ path }) => path);
}

/** The members that a member depends on, each after those that it depends on itself. */
function dependedOn(member: Member, members: ReadonlyMap<string, Member>, when: 'running' | 'developing too'): Member[] {
    const order: Member[] = [];
    const seen = new Set<string>([member.path]);
    const visit = ({ manifest }: Member) => {
        for (const name of Object.keys({ ...manifest.dependencies, ...(when === 'developing too' && manifest.devDependencies) })) {
            const other = members.get(name);
            if (other !== undefined && !seen.has(other.path)) {
                seen.add(other.path);
                visit(other);
                order.push(other);
            }
        }
    };
    visit(member);
    return order;
}
