import type { PythonInstall } from '../../dockerfile/recipes/python';
import type { PythonDependencies } from './dependencies';

/** How the dependencies are installed, from what the manager reads. */
export function planInstall(dependencies: PythonDependencies, extra: readonly string[]): PythonInstall {
    const { files, file, lock } = dependencies;
    switch (dependencies.format) {
        case 'none':
            return { kind: 'words', words: [...extra], extra: [] };
        case 'requirements':
            return { kind: 'requirements', file: file ?? 'requirements.txt', files, hashed: dependencies.hashed, extra };
        case 'poetry':
            return { kind: 'poetry', files, locked: lock === undefined ? 'unlocked' : 'locked', extra };
        case 'pyproject':
            if (dependencies.manager === 'uv' && lock !== undefined) {
                return { kind: 'uv', files: files, extra };
            }
            if (dependencies.manager === 'pdm' && lock !== undefined) {
                return { kind: 'pdm', files, extra };
            }
            if (dependencies.manager === 'poetry') {
                return { kind: 'poetry', files, locked: lock === undefined ? 'unlocked' : 'locked', extra };
            }
            return { kind: 'words', words: wordsOf(dependencies), extra };
        case 'pipfile':
            return lock === undefined || lockIsStale(dependencies)
                ? { kind: 'words', words: wordsOf(dependencies), extra }
                : { kind: 'pipenv', files, extra };
        case 'setup.cfg':
        case 'setup.py':
        case 'conda':
            return { kind: 'words', words: wordsOf(dependencies), extra };
    }
}

function wordsOf(dependencies: PythonDependencies): string[] {
    return [...dependencies.declared.values()].map((each) => {
        const extras = each.extras.length === 0 ? '' : `[${each.extras.join(',')}]`;
        const specifier = /^\d/.test(each.specifier)
            ? `==${each.specifier}`
            : each.specifier.replace(/^\^\s*(\d+)[\d.]*$/, (whole, major: string) => `>=${whole.slice(1).trim()},<${Number(major) + 1}`);
        return `${each.name}${extras}${specifier}`;
    });
}

/** A lock from the years when Pipenv pinned packages that no longer build. */
function lockIsStale(dependencies: PythonDependencies): boolean {
    return /(^|[^\d])(2\.7|3\.[0-7])\b/.test(dependencies.python?.specifier ?? '');
}
