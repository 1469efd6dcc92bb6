/** cut: the file goes on behind its line (from 1). encoding: on that line are the first bytes that are no UTF-8. */
export interface Caveat {
    readonly kind: 'cut' | 'encoding';
    readonly line: number;
}

/** What is installed in a virtual or conda environment. */
export interface PythonEnvironment {
    /** The file that makes it one (`.venv/pyvenv.cfg`), from the folder that was asked about; undefined where it is elsewhere on the machine. */
    readonly file?: string;
    /** The minor version of its Python, such as `3.12`; undefined where it does not say one. */
    readonly python?: string;
    /** The distributions, each in its one spelling, with their versions. */
    readonly versions: ReadonlyMap<string, string>;
    /** The distribution, in its one spelling, that each of these modules came with; those that came with none are left out. */
    readonly broughtBy?: (modules: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** Read access to one folder. Paths are relative, with `/`, without a leading `./`. Nothing is read twice: implementations cache. */
export interface FileSource {
    /**
     * Every file path below the folder, sorted, with directories that never hold an app's own source left out (`.git`, `node_modules`, virtual
     * environments, caches, build output). Symlinks to files are listed, symlinked directories are not entered.
     */
    list(): Promise<readonly string[]>;
    /** The folders that the listing could not look into, and why; after `list`. */
    readonly unlisted?: () => readonly { readonly folder: string; readonly reason: string }[];
    /**
     * Bytes as text (UTF-8, UTF-16 by BOM, else Windows-1252), at most 1 MiB; undefined when the file is absent; throws Failure 'workspace/file-unreadable'
     * otherwise.
     */
    read(path: string): Promise<string | undefined>;
    /** What is to know of a text that was read; undefined for a whole one in UTF-8 or UTF-16. */
    readonly caveat?: (path: string) => Caveat | undefined;
    /** True when a file or directory is there, also one that list() leaves out. */
    exists(path: string): Promise<boolean>;
    /** A folder's own Python environment; undefined when there is none. Sources without a disk under them leave it out. */
    installed?(folder: string): Promise<PythonEnvironment | undefined>;
    /** The Python environments that the listing came upon and left out, whatever they are called; after `list`. */
    readonly environments?: () => readonly string[];
}
