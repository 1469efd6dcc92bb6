import { isFailure } from '../../base/failure';
import type { FileSource } from './fileSource';
import type { ProjectFinding } from './profile';

/** One folder of a file source as detectors see it: paths relative to it, and reading that never throws. */
export interface Folder {
    /** Relative to the source's root; '' is the root. */
    readonly path: string;
    /** Every listed file below, relative to this folder, sorted. */
    readonly files: readonly string[];
    has(path: string): boolean;
    /** Also for what the listing leaves out. */
    exists(path: string): Promise<boolean>;
    /** undefined when absent or unreadable; what is unreadable is reported as a finding, once. */
    text(path: string): Promise<string | undefined>;
    /** Reads many files at once, so that reading them one by one afterwards waits for nothing. */
    prefetch(paths: readonly string[]): Promise<void>;
    child(path: string): Folder;
    /** The distributions of the folder's own Python environment, with their versions. */
    installed(): Promise<ReadonlyMap<string, string>>;
    /** What could not be read so far. */
    readonly unreadable: readonly ProjectFinding[];
}

export async function openFolder(source: FileSource): Promise<Folder> {
    const findings: ProjectFinding[] = [];
    const files = await source.list();
    for (const { folder, reason } of source.unlisted?.() ?? []) {
        findings.push({
            code: 'workspace/file-unreadable',
            severity: 'warning',
            message: `${folder} cannot be read: ${reason}`,
            file: folder,
        });
    }
    return view(source, '', files, findings);
}

function view(source: FileSource, path: string, files: readonly string[], findings: ProjectFinding[]): Folder {
    const known = new Set(files);
    const whole = (inner: string) => (path === '' ? inner : `${path}/${inner}`);
    const text = async (inner: string): Promise<string | undefined> => {
        const file = whole(inner);
        try {
            return await source.read(file);
        } catch (error) {
            if (!isFailure(error)) {
                throw error;
            }
            if (!findings.some((finding) => finding.file === file)) {
                const reason = String(error.facts.reason ?? '');
                findings.push({
                    code: 'workspace/file-unreadable',
                    severity: 'warning',
                    message: `${file} cannot be read: ${reason}`,
                    file,
                });
            }
            return undefined;
        }
    };
    return {
        path,
        files,
        has: (inner) => known.has(inner),
        exists: (inner) => source.exists(whole(inner)),
        text,
        prefetch: async (paths) => {
            await Promise.all(paths.map(text));
        },
        child: (inner) => {
            const prefix = `${inner}/`;
            const below = files.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
            return view(source, whole(inner), below, findings);
        },
        installed: async () => (await source.installed?.(path)) ?? new Map<string, string>(),
        unreadable: findings,
    };
}
