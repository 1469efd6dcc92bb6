import { parsePython } from '../../../core/project/python/parsePython';
import { joinPath } from '../paths';
import type { Snapshot } from '../snapshot';
import type { ServerConfiguration } from './serverUse';

/** gunicorn's configuration file: the one named with `-c`, else gunicorn.conf.py in the working directory. Undefined when there is none. */
export function readServerConfiguration(snapshot: Snapshot, root: string, file: string | undefined): ServerConfiguration | undefined {
    if (file?.startsWith('python:') === true) {
        return { bind: null };
    }
    const name = (file ?? 'gunicorn.conf.py').replace(/^file:/, '').replace(/^\/(?:[\w-]+\/)*(?=[^/]+$)/, '');
    const path = joinPath(root, name);
    const text = path === undefined || snapshot.paths === undefined ? undefined : snapshot.read(path);
    if (text === undefined) {
        return file === undefined ? undefined : { bind: null };
    }
    let found: { bind?: string | null; workerClass?: string } = {};
    for (const statement of parsePython(text)) {
        const target = statement.kind === 'assign' ? statement.targets[0] : undefined;
        if (statement.kind === 'assign' && target?.kind === 'name') {
            const value = statement.value?.kind === 'string' ? statement.value.value : undefined;
            if (target.name === 'bind') {
                found = { ...found, bind: value ?? null };
            } else if (target.name === 'worker_class' && value !== undefined) {
                found = { ...found, workerClass: value };
            }
        }
    }
    return found;
}
