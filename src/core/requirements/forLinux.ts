import { normalizeName } from './normalizeName';
import { parseRequirements, requiredName } from './parseRequirements';
import type { RequirementLine } from './parseRequirements';
import { standardModule } from './standardLibrary';

/** Distributions that exist for macOS only: pip stops at them elsewhere. */
const macOnly = /^(pyobjc(-.+)?|tensorflow-macos|tensorflow-metal|appscript|py2app)$/;

/** What Debian and Ubuntu install for themselves, and `pip freeze` of their own Python writes down; no index has it. */
const ofTheSystem: ReadonlySet<string> = new Set(
    'pkg-resources python-apt ubuntu-advantage-tools ubuntu-pro-client ubuntu-drivers-common command-not-found ufw ssh-import-id language-selector cloud-init unattended-upgrades cupshelpers apturl screen-resolution-extra usb-creator xkit brlapi louis systemd-python python-debian landscape-common hibagent ec2-hibinit-agent'.split(' '), // prettier-ignore
);

/** Names of imports, or of what was there once, that people write for the distribution; a version of theirs is none of its. */
const renamed: Readonly<Record<string, string>> = {
    sklearn: 'scikit-learn',
    cv2: 'opencv-python-headless',
    pil: 'pillow',
    skimage: 'scikit-image',
};

/** What brings to older Pythons what a Python has itself from this one on: there it needs a compiler, and 3.13 was seen not to build it (2026-11-30). */
const backports: Readonly<Record<string, string>> = { 'backports-zoneinfo': '3.9', enum34: '3.4', functools32: '3.2', futures: '3.2' };

/** What a line of a list is that pip can not install on Linux. */
export type Misfit = 'mac' | 'backport' | 'system' | 'path' | 'local version' | 'standard library' | 'renamed';

export interface LinuxChange {
    readonly kind: Misfit;
    /** The distribution as the list writes it. */
    readonly name: string;
    /** 1-based. */
    readonly line: number;
    /** The line as it is written now. */
    readonly now: string;
}

/**
 * A requirements file as pip can install it on Linux, and what changed: lists that `pip freeze` or conda wrote on another machine name what is there only.
 * What exists for Windows only is not touched (`markWindowsOnly`).
 * Lines with hashes and lines that go on are left alone.
 */
export function forLinux(text: string): { readonly content: string; readonly changes: readonly LinuxChange[] } {
    const parsed = parseRequirements(text);
    const physical = text.split(/(?<=\n)/);
    const indexed = parsed.some((each) => each.kind === 'option' && /index-url|find-links|^-[if]\b/.test(each.text));
    const names = new Set(parsed.map(requiredName));
    const changes: LinuxChange[] = [];
    for (const each of parsed) {
        const whole = physical[each.line - 1] ?? '';
        const [, written = '', ending = ''] = /^([^\r\n]*)([\r\n]*)$/.exec(whole) ?? [];
        const found = written.endsWith('\\') ? undefined : changed(each, written, indexed, names);
        if (found !== undefined) {
            physical[each.line - 1] = `${found.now}${ending}`;
            changes.push({ ...found, line: each.line });
        }
    }
    return { content: changes.length === 0 ? text : physical.join(''), changes };
}

function changed(
    each: RequirementLine,
    written: string,
    indexed: boolean,
    names: ReadonlySet<string | undefined>,
): Omit<LinuxChange, 'line'> | undefined {
    if (each.kind !== 'requirement' || each.hashes.length > 0) {
        return undefined;
    }
    const name = normalizeName(each.name);
    const kind = misfitOf(each, name, indexed);
    const tail = each.comment === undefined ? '' : ` # ${each.comment}`;
    const extras = each.extras.length === 0 ? '' : `[${each.extras.join(',')}]`;
    const marker = each.marker === undefined ? '' : `; ${each.marker}`;
    const line = (rest: string) => ({ name: each.name, now: `${rest}${tail}` });
    switch (kind) {
        case undefined:
            return undefined;
        case 'mac':
            return { kind, ...line(`${each.name}${extras}${each.specifier}; sys_platform == 'darwin'`) };
        case 'backport':
            return { kind, ...line(`${each.name}${extras}${each.specifier}; python_version < '${backports[name] ?? ''}'`) };
        case 'system':
        case 'standard library':
            return { kind, name: each.name, now: `# ${written.trim()}` };
        case 'path':
            return { kind, ...line(`${each.name}${extras}${versionIn(each.url ?? '')}${marker}`) };
        case 'local version':
            return { kind, ...line(`${each.name}${extras}${each.specifier.replace(/\+.*$/, '')}${marker}`) };
        case 'renamed':
            return names.has(renamed[name])
                ? { kind, name: each.name, now: `# ${written.trim()}` }
                : { kind, ...line(`${renamed[name] ?? each.name}${extras}${marker}`) };
    }
}

function misfitOf(each: RequirementLine & { kind: 'requirement' }, name: string, indexed: boolean): Misfit | undefined {
    if (each.url !== undefined) {
        return /^file:\/{2,3}([A-Za-z]:|home\/|Users\/|tmp\/|croot\/|opt\/|private\/|work\/|build\/|usr\/|var\/|root\/|media\/|mnt\/)/.test(
            each.url,
        )
            ? 'path'
            : undefined;
    }
    if (each.marker === undefined && macOnly.test(name)) {
        return 'mac';
    }
    if (each.marker === undefined && Object.hasOwn(backports, name)) {
        return 'backport';
    }
    if (ofTheSystem.has(name) && /^$|0\.0\.0|\+|ubuntu|^==/.test(each.specifier)) {
        return 'system';
    }
    if (!indexed && /^==[\d.]+\+cu\d+$/.test(each.specifier) && /^torch(vision|audio)?$/.test(name)) {
        return 'local version';
    }
    // Python looks into its own library first: an installed module of the same name would never be imported.
    if (standardModule(each.name, '3.11') === 'yes') {
        return 'standard library';
    }
    return Object.hasOwn(renamed, name) ? 'renamed' : undefined;
}

/** The version in the name of an archive that an address ends in: `…/numpy-1.26.0-cp311-….whl`. */
function versionIn(url: string): string {
    const version = /\/[\w.]+-(\d[\w.]*?)(?:-[^/]*\.whl|\.tar\.gz|\.zip)(?:#.*)?$/.exec(url)?.[1];
    return version === undefined ? '' : `==${version}`;
}
