import { isFailure } from '../../base/failure';
import type { Caveat, FileSource, PythonEnvironment } from './fileSource';
import { malformedIn } from './malformed';
import { nestsTooDeep } from './nestsTooDeep';
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
    /** undefined when absent, unreadable or nested too deep to be parsed; what is unreadable is reported as a finding, once. */
    text(path: string): Promise<string | undefined>;
    /** What is to know of a text that was read. */
    caveat(path: string): Caveat | undefined;
    /** Reads many files at once, so that reading them one by one afterwards waits for nothing. */
    prefetch(paths: readonly string[]): Promise<void>;
    child(path: string): Folder;
    /** The folder's own Python environment. */
    installed(): Promise<PythonEnvironment | undefined>;
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
    return view(source, '', files, findings, new Map());
}

/** Whether what was read is of use, by its path from the source. */
type Looked = Map<string, boolean>;

function view(source: FileSource, path: string, files: readonly string[], findings: ProjectFinding[], looked: Looked): Folder {
    const known = new Set(files);
    const whole = (inner: string) => (path === '' ? inner : `${path}/${inner}`);
    const tell = (finding: ProjectFinding) => {
        if (!findings.some((other) => other.code === finding.code && other.file === finding.file)) {
            findings.push(finding);
        }
    };
    const text = async (inner: string): Promise<string | undefined> => {
        const file = whole(inner);
        try {
            const content = await source.read(file);
            // Detectors ask for the same file again and again.
            if (content !== undefined && !looked.has(file)) {
                looked.set(file, !nestsTooDeep(file, content));
                tellOf(file, inner, content, source.caveat?.(file), tell);
            }
            return looked.get(file) === false ? undefined : content;
        } catch (error) {
            if (!isFailure(error)) {
                throw error;
            }
            const reason = String(error.facts.reason ?? '');
            tell({ code: 'workspace/file-unreadable', severity: 'warning', message: `${file} cannot be read: ${reason}`, file });
            return undefined;
        }
    };
    return {
        path,
        files,
        has: (inner) => known.has(inner),
        exists: (inner) => source.exists(whole(inner)),
        text,
        caveat: (inner) => source.caveat?.(whole(inner)),
        prefetch: async (paths) => {
            await Promise.all(paths.map(text));
        },
        child: (inner) => {
            const prefix = `${inner}/`;
            const below = files.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
            return view(source, whole(inner), below, findings, looked);
        },
        installed: async () => await source.installed?.(path),
        unreadable: findings,
    };
}

/** Locks are read by their lines, and often long: their beginning is enough. */
const locks = /(^|[/.-])lock(\.json|\.ya?ml)?$|npm-shrinkwrap\.json$|\.(svg|css|map|min\.js)$/;

/** Tells what is wrong with a file that was read: bytes that are no text of its kind, an end that was not read, a broken form. */
function tellOf(file: string, inner: string, content: string, caveat: Caveat | undefined, tell: (finding: ProjectFinding) => void): void {
    if (caveat?.kind === 'encoding') {
        tell({
            code: 'workspace/file-encoding',
            severity: 'warning',
            message: `${file} is not UTF-8 from line ${caveat.line} on: it is read as Windows-1252.`,
            file,
            line: caveat.line,
        });
    }
    if (caveat?.kind === 'cut') {
        if (!locks.test(file)) {
            tell({
                code: 'workspace/file-large',
                severity: 'info',
                message: `${file} is larger than a mebibyte: only its first ${caveat.line} lines are read.`,
                file,
                line: caveat.line,
            });
        }
        return;
    }
    const broken = malformedIn(file, content);
    if (broken !== undefined) {
        tell({
            code: 'workspace/file-malformed',
            // A build of the folder itself reads it too, and stops.
            severity: broken.stops && !inner.includes('/') ? 'error' : 'warning',
            message:
                broken.language === 'lines'
                    ? `${file} is not valid, and what reads it stops there: ${broken.reason}`
                    : `${file} is not valid ${broken.language}, so that what it says is not used: ${broken.reason}`,
            file,
            line: broken.line,
        });
    }
}
