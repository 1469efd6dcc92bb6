import { normalizeName } from '../../requirements/normalizeName';
import { parseRequirements, requiredName } from '../../requirements/parseRequirements';
import type { Folder } from '../folder';
import { directoryOf } from './pythonModules';

/** One distribution that the project asks for. */
export interface Declared {
    /** In its one spelling. */
    readonly name: string;
    readonly specifier: string;
    readonly extras: readonly string[];
    readonly file: string;
    readonly line: number;
}

export interface PythonDependencies {
    readonly manager: 'pip' | 'pip-tools' | 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'conda';
    /** The file that lists what the app needs; undefined when there is none. */
    readonly file?: string;
    readonly lock?: string;
    /** Every file that installing reads: the list, what it includes, the lock. */
    readonly files: readonly string[];
    readonly declared: ReadonlyMap<string, Declared>;
    /** True when every requirement bears hashes, so that one without would be refused. */
    readonly hashed: boolean;
}

/** Reads a requirements file and what it includes; an include that leaves the folder or goes in circles is ignored. */
export async function readRequirementFiles(
    folder: Folder,
    path: string,
): Promise<{ files: string[]; declared: Map<string, Declared>; hashed: boolean }> {
    const files: string[] = [];
    const declared = new Map<string, Declared>();
    let hashed = false;
    const visit = async (file: string, option: '-r' | '-c'): Promise<void> => {
        if (files.includes(file) || files.length > 30) {
            return;
        }
        const text = await folder.text(file);
        if (text === undefined) {
            return;
        }
        files.push(file);
        for (const line of parseRequirements(text)) {
            const name = requiredName(line);
            if (line.kind === 'include') {
                const target = resolvePath(directoryOf(file), line.path);
                if (target !== undefined) {
                    await visit(target, option === '-c' ? '-c' : line.option);
                }
            } else if (option === '-r' && name !== undefined && (line.kind === 'requirement' || line.kind === 'location')) {
                hashed ||= line.hashes.length > 0;
                if (!declared.has(name)) {
                    declared.set(name, {
                        name,
                        specifier: line.kind === 'requirement' ? line.specifier : '',
                        extras: line.extras.map(normalizeName),
                        file,
                        line: line.line,
                    });
                }
            }
        }
    };
    await visit(path, '-r');
    return { files, declared, hashed };
}

function resolvePath(directory: string, path: string): string | undefined {
    const parts = directory === '' ? [] : directory.split('/');
    for (const part of path.replaceAll('\\', '/').split('/')) {
        if (part === '..') {
            if (parts.pop() === undefined) {
                return undefined;
            }
        } else if (part !== '.' && part !== '') {
            parts.push(part);
        }
    }
    return path.startsWith('/') || /^[a-z]+:/i.test(path) ? undefined : parts.join('/');
}

const requirementNames = ['requirements.txt', 'requirements/production.txt', 'requirements/prod.txt', 'requirements/base.txt', 'requirements/requirements.txt', 'requirements-prod.txt', 'requirement.txt', 'Requirements.txt', 'reqs.txt', 'requirements/main.txt', 'requirements/common.txt', 'src/requirements.txt', 'app/requirements.txt']; // prettier-ignore

export async function readDependencies(folder: Folder): Promise<PythonDependencies> {
    const file = requirementNames.find((name) => folder.has(name));
    if (file === undefined) {
        return { manager: 'pip', files: [], declared: new Map(), hashed: false };
    }
    const read = await readRequirementFiles(folder, file);
    return { manager: 'pip', file, ...read };
}
