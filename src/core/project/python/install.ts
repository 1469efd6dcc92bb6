import type { PythonInstall } from '../../dockerfile/recipes/python';
import { satisfies } from '../../requirements/specifier';
import { isWindowsOnly } from '../../requirements/windowsOnly';
import type { PythonDependencies } from './dependencies';

/** How the dependencies are installed on that Python, from what the manager reads. */
export function planInstall(dependencies: PythonDependencies, extra: readonly string[], python: string): PythonInstall {
    const { files, file, groups } = dependencies;
    // uv resolves what its lock lacks; the others stop, so that the list is installed without the lock.
    const lock = dependencies.manager !== 'uv' && dependencies.notLocked !== undefined ? undefined : dependencies.lock;
    switch (dependencies.format) {
        case 'none':
            return { kind: 'words', words: [...extra], extra: [] };
        case 'requirements':
            return {
                kind: 'requirements',
                file: file ?? 'requirements.txt',
                files: [...files, ...dependencies.local],
                hashed: dependencies.hashed,
                extra,
            };
        case 'poetry':
            return lock === undefined ? { kind: 'words', words: wordsOf(dependencies), extra } : poetry(dependencies, extra);
        case 'pyproject':
            if (dependencies.manager === 'uv' && lock !== undefined) {
                const wanted = dependencies.managerVersion;
                const another = !isWanted(python, dependencies.python?.specifier);
                if (another && dependencies.notLocked !== undefined) {
                    return { kind: 'words', words: wordsOf(dependencies), extra };
                }
                return {
                    kind: 'uv',
                    files,
                    groups,
                    extra,
                    ...(wanted !== undefined && { tool: `uv${wanted}` }),
                    ...(dependencies.notLocked !== undefined && { lock: 'preferred' as const }),
                    ...(another && { python: 'another' as const }),
                };
            }
            if (dependencies.manager === 'pdm' && lock !== undefined) {
                return { kind: 'pdm', files, groups, extra };
            }
            if (dependencies.manager === 'poetry' && lock !== undefined) {
                return poetry(dependencies, extra);
            }
            return { kind: 'words', words: wordsOf(dependencies), extra };
        case 'pipfile':
            return lock === undefined || lockIsStale(dependencies)
                ? { kind: 'words', words: wordsOf(dependencies), extra }
                : { kind: 'pipenv', files, groups, extra };
        case 'setup.cfg':
        case 'setup.py':
        case 'conda':
            return { kind: 'words', words: wordsOf(dependencies), extra };
    }
}

/** A minor version stands for its newest release, whatever its last number is by now. */
function isWanted(python: string, specifier = ''): boolean {
    return satisfies(/^\d+\.\d+$/.test(python) ? `${python}.60` : python, specifier);
}

function poetry({ files, groups, managerVersion }: PythonDependencies, extra: readonly string[]): PythonInstall {
    return { kind: 'poetry', files, groups, extra, ...(managerVersion !== undefined && { tool: `poetry${managerVersion}` }) };
}

/** Who signs in where a package is fetched from would be read in every layer of the image, and in the Dockerfile. */
function withoutSecret(url: string): string {
    return url.replace(/^((?:\w+\+)?https?:\/\/)[^/\s]*@/, '$1').replace(/^([\w+]+:\/\/[^/@:\s]*):[^/\s]*@/, '$1@');
}

function wordsOf(dependencies: PythonDependencies): string[] {
    const installable = [...dependencies.declared.values()].filter(({ name }) => !isWindowsOnly(name));
    return installable.map((each) => {
        const extras = each.extras.length === 0 ? '' : `[${each.extras.join(',')}]`;
        const specifier = each.specifier.split(',').map(pipSpecifier).join(',');
        const marker = each.marker === undefined ? '' : `; ${each.marker.replaceAll('"', "'")}`;
        return each.url === undefined
            ? `${each.name}${extras}${specifier}${marker}`
            : `${each.name}${extras} @ ${withoutSecret(each.url)}${marker === '' ? '' : ` ${marker}`}`;
    });
}

/** One bound as pip writes it: Poetry's `^1.2` and `~1.2`, and a bare version, are turned into what they stand for. */
function pipSpecifier(bound: string): string {
    const [, operator, version] = /^([\^~]\s*|)(\d[\w.*]*)$/.exec(bound.trim()) ?? [];
    if (operator === undefined || version === undefined) {
        return bound.trim();
    }
    if (operator === '') {
        return `==${version}`;
    }
    const numbers = version.split('.').map(Number);
    const first = numbers.findIndex((number) => number > 0);
    const last = operator.startsWith('^') ? (first < 0 ? numbers.length - 1 : first) : Math.min(1, numbers.length - 1);
    const next = [...numbers.slice(0, last), (numbers[last] ?? 0) + 1].join('.');
    return `>=${version},<${next}`;
}

/** A lock from the years when Pipenv pinned packages that no longer build. */
function lockIsStale(dependencies: PythonDependencies): boolean {
    return /(^|[^\d])(2\.7|3\.[0-7])\b/.test(dependencies.python?.specifier ?? '');
}
