import type { Profile } from '../project/profile';
import type { DockerfileFacts } from './readDockerfile';

/** The oldest that still get security fixes: Python's minor, Node's major. */
export const oldestMaintained = { python: 11, node: 22 } as const;

/**
 * The file with every stage of an old Python or Node on the version that the project works on, as far as its pins and settings tell; undefined where that
 * is an old one, too, or where more than the tag would have to change: a path that names the version, an ARG in the tag, a bundler that older Nodes alone run.
 */
export function withRenewedBase(
    text: string,
    { stages, runs }: DockerfileFacts,
    profile: Profile,
): { readonly text: string; readonly image: string } | undefined {
    const version = profile.runtimeVersion ?? '';
    const python = /^3\.(\d+)/.exec(version);
    const node = /^(\d+)/.exec(version);
    const old = stages.filter(({ image }) => isOldPython(image) || isOldNode(image));
    const [first] = old;
    if (first === undefined || old.some(({ image }) => image.includes('$'))) {
        return undefined;
    }
    const isPython = old.every(({ image }) => isOldPython(image));
    const isNode = old.every(({ image }) => isOldNode(image));
    const fits =
        (isPython && profile.language === 'Python' && Number(python?.[1] ?? 0) >= oldestMaintained.python) ||
        (isNode && /^(JavaScript|TypeScript)$/.test(profile.language ?? '') && Number(node?.[1] ?? 0) >= oldestMaintained.node);
    const bound = isPython
        ? /\bpython3?\.\d+\/|\bpython3\.\d+\b(?!-)/.test(text.replaceAll(/^\s*FROM\b.*$/gim, ''))
        : runs.some((run) => /\bbuild\b|webpack|react-scripts|vue-cli/.test(run.text));
    if (!fits || bound) {
        return undefined;
    }
    const tag = isPython ? (python?.[0] ?? '') : (node?.[0] ?? '');
    const lines = text.split('\n');
    for (const { image, line } of old) {
        lines[line - 1] = (lines[line - 1] ?? '').replace(image, renewed(image, tag));
    }
    return { text: lines.join('\n'), image: renewed(first.image, tag) };
}

export function isOldPython(image: string): boolean {
    const minor = /(?:^|\/)python:3\.(\d+)/.exec(image)?.[1];
    return /(?:^|\/)python:2/.test(image) || Number(minor ?? 99) < oldestMaintained.python;
}

export function isOldNode(image: string): boolean {
    return Number(/(?:^|\/)node:(\d+)/.exec(image)?.[1] ?? 99) < oldestMaintained.node;
}

/** `python:3.7.4-slim-buster` → `python:3.13-slim`: a release of Debian or Alpine that is named was named for the old version. */
function renewed(image: string, version: string): string {
    return image
        .replace(/@sha256:\w+$/, '')
        .replace(/:\d+(\.\d+)*/, `:${version}`)
        .replace(/-(wheezy|jessie|stretch|buster|bullseye)\b/, '')
        .replace(/-alpine\d+(\.\d+)*/, '-alpine');
}
