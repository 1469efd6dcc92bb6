import type { Profile } from '../project/profile';
import type { DockerfileFacts } from './readDockerfile';

/** The oldest that still get security fixes: Python's minor, Node's major. */
export const oldestMaintained = { python: 11, node: 22 } as const;

/**
 * The file with every stage of an old Python or Node on the version that the project works on, as far as its pins and settings tell; undefined where that
 * is an old one, too, or where more than the tag would have to change: a path that names the version, an ARG in the tag, a bundler that older Nodes alone run,
 * a package that the newer Debian or Alpine may not have, a release that a command asks for, which no list of the project tells.
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
    if (first === undefined || !old.every(({ image }) => usualTag.test(image))) {
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
    if (!fits || bound || runs.some((run) => asksForMore(run.text))) {
        return undefined;
    }
    const tag = isPython ? (python?.[0] ?? '') : (node?.[0] ?? '');
    const lines = text.split('\n');
    for (const { image, line } of old) {
        lines[line - 1] = (lines[line - 1] ?? '').replace(image, renewed(image, tag));
    }
    return { text: lines.join('\n'), image: renewed(first.image, tag) };
}

/** The tags of which every newer version has the like. What was written for Python 2 runs on no other one. */
const usualTag =
    /(?:^|\/)(?:python:3\.|node:)\d+(?:\.\d+)*(?:-(?:slim|wheezy|jessie|stretch|buster|bullseye|bookworm|alpine[\d.]*))*(?:@sha256:\w+)?$/;

/** Packages that Debian's and Alpine's releases of the last years have by these names, beside options. */
const lasting =
    /^(?:-.*|bash|build-base|build-essential|ca-certificates|cargo|curl|cmake|default-(?:libmysqlclient-dev|mysql-client)|dumb-init|ffmpeg|g\+\+|gcc|gettext|git|gnupg2?|libc6?-dev|libffi-dev|libgl1|libglib2\.0-0|libjpeg-dev|libpq5|libpq-dev|libsm6|libssl-dev|libxext6|libxml2-dev|libxrender1|libxslt1?-dev|linux-headers|locales|make|mariadb-dev|musl-dev|nano|netcat-(?:openbsd|traditional)|openssh-client|openssl(?:-dev)?|pkg-config|postgresql-(?:client|dev)|procps|python3-dev|rsync|tini|tzdata|unzip|vim|wget|xz-utils|zip|zlib1g-dev|zlib-dev)$/;

/** True for a command that installs what depends on the version of the image. */
function asksForMore(run: string): boolean {
    return run.split(/&&|;|\|\|?/).some((part) => {
        const packages = /^\s*(?:\w+=\S+\s+)*(?:apt-get|apt|apk)\s.*?\b(?:install|add)\s(.*)$/s.exec(part)?.[1];
        return packages === undefined
            ? /\bpip3?\s+install\b.*(?:[=~]=|<)|\b(?:npm|yarn|pnpm)\s.*\w@[~^]?\d/.test(part)
            : packages
                  .trim()
                  .split(/\s+/)
                  .some((name) => !lasting.test(name));
    });
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
        .replace(/(?<=python|node):\d+(\.\d+)*/, `:${version}`)
        .replace(/-(wheezy|jessie|stretch|buster|bullseye)\b/, '')
        .replace(/-alpine\d+(\.\d+)*/, '-alpine');
}
