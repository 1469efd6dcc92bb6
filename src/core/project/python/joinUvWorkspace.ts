import { parse as parseToml } from 'smol-toml';
import type { PythonBlueprint } from '../../dockerfile/recipes/python';
import type { Folder } from '../folder';
import { folderPattern } from '../folderPattern';
import { gitVersion } from './gitVersion';
import type { Evidence, Profile } from '../profile';
import { shellWord } from '../shellWord';
import type { Detection } from '../stack';

/**
 * A Python project that is a member of the root's uv workspace, or that root itself, is installed and built from the root: with the root's lock, and with the
 * members that it depends on. Any other project is answered as it is.
 */
export async function joinUvWorkspace<Project extends { readonly profile: Profile; readonly detection: Detection }>(
    root: Folder,
    project: Project,
): Promise<Project> {
    const { profile, detection } = project;
    const { blueprint } = detection;
    const path = profile.folder;
    if (blueprint?.stack !== 'python' || (path !== '' && root.has(`${path}/uv.lock`)) || !root.has('uv.lock')) {
        return project;
    }
    const members = await readMembers(root);
    const name = path === '' ? nameOf(await read(root, 'pyproject.toml')) : members.get(path);
    if (name === undefined || members.size === 0) {
        return project;
    }
    const inside = (folder: string) => [path, folder].filter((part) => part !== '').join('/');
    const manifests = await Promise.all(
        ['', ...members.keys()].map((folder) => root.text(folder === '' ? 'pyproject.toml' : `${folder}/pyproject.toml`)),
    );
    const { PYTHONPATH, ...env } = blueprint.env;
    // The whole workspace is below /app, and the folder is where its own name says.
    const { within, ...rest } = blueprint;
    const isPlaced = within?.path === path;
    const joined: PythonBlueprint = {
        ...(isPlaced ? rest : blueprint),
        install: {
            kind: 'uv',
            files: ['pyproject.toml', 'uv.lock', ...[...members.keys()].map((folder) => `${folder}/pyproject.toml`)],
            groups: [],
            extra: blueprint.install.extra,
            member: name,
        },
        buildEnv: gitVersion(manifests.filter((text) => text !== undefined)),
        directory: isPlaced && within.startsOutside ? '' : inside(blueprint.directory),
        prepare: blueprint.prepare.map((each) => ({
            ...each,
            command: path === '' ? each.command : `cd ${shellWord(path)} && ${each.command}`,
        })),
        env: {
            ...env,
            ...(PYTHONPATH !== undefined && {
                PYTHONPATH: isPlaced ? PYTHONPATH : PYTHONPATH.replace(/^\/app\b/, `/app/${path}`.replace(/\/$/, '')),
            }),
        },
        writable: blueprint.writable.map((folder) => inside(folder)),
    };
    const evidence: Evidence = { fact: 'packageManager', value: 'uv', file: 'uv.lock', confidence: 'certain' };
    return {
        ...project,
        profile: {
            ...profile,
            context: '',
            packageManager: 'uv',
            evidence: [evidence, ...profile.evidence.filter(({ fact }) => fact !== 'packageManager')],
        },
        detection: { ...detection, blueprint: joined },
    };
}

/** The members of the root's workspace: the names of their distributions by their folders. */
async function readMembers(root: Folder): Promise<ReadonlyMap<string, string>> {
    const workspace = table(await read(root, 'pyproject.toml'), 'tool', 'uv', 'workspace');
    const listed = (key: string) => {
        const value = workspace?.[key];
        return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string').map(folderPattern) : [];
    };
    const wanted = listed('members');
    const unwanted = listed('exclude');
    const members = new Map<string, string>();
    for (const file of wanted.length === 0 ? [] : root.files) {
        const folder = file.endsWith('/pyproject.toml') ? file.slice(0, -'/pyproject.toml'.length) : undefined;
        if (folder === undefined || !wanted.some((each) => each.test(folder)) || unwanted.some((each) => each.test(folder))) {
            continue;
        }
        const name = nameOf(await read(root, file));
        if (name !== undefined) {
            members.set(folder, name);
        }
    }
    return members;
}

function nameOf(manifest: unknown): string | undefined {
    const name = table(manifest, 'project')?.name;
    return typeof name === 'string' ? name : undefined;
}

async function read(root: Folder, file: string): Promise<unknown> {
    try {
        return parseToml((await root.text(file)) ?? '');
    } catch {
        return undefined; // reading the dependencies reports it
    }
}

function table(value: unknown, ...keys: readonly string[]): Readonly<Record<string, unknown>> | undefined {
    let found = value;
    for (const key of keys) {
        found = typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>)[key] : undefined;
    }
    return typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>) : undefined;
}
