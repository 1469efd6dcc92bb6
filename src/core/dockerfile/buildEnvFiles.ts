import { isEnvFile, privateVariables } from '../build/publicVariables';
import type { FileSource } from '../project/fileSource';
import type { ProjectFinding } from '../project/profile';
import type { Blueprint } from './blueprint';

export interface BuildEnvFiles {
    /** Files relative to the project that go into the build. */
    readonly kept: readonly string[];
    readonly findings: readonly ProjectFinding[];
}

/**
 * Which of the files that bundlers read when they build for production go into the context: those whose every variable is for the public by its name
 * (VITE_…, REACT_APP_…). Of another one the names are told, because the build goes on without their values.
 */
export async function buildEnvFiles(files: FileSource, folder: string, blueprint: Blueprint): Promise<BuildEnvFiles> {
    if (blueprint.stack !== 'node' || blueprint.build === undefined) {
        return { kept: [], findings: [] };
    }
    const kept: string[] = [];
    const findings: ProjectFinding[] = [];
    for (const name of ['.env', '.env.production']) {
        const path = folder === '' ? name : `${folder}/${name}`;
        const text = await files.read(path).catch(() => undefined);
        if (text === undefined || text.trim() === '') {
            continue;
        }
        const hidden = isEnvFile(text) ? privateVariables(text) : ['what is in it'];
        if (hidden.length === 0) {
            kept.push(name);
        } else {
            findings.push({
                code: 'scaffold/env-file-left-out',
                severity: 'info',
                message: `${name} stays out of the image, because ${hidden.join(', ')} may be secret: the build does not see its values.`,
                file: path,
            });
        }
    }
    return { kept, findings };
}
