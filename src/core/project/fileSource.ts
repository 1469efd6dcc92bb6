/** cut: the file goes on behind its line (from 1). encoding: on that line are the first bytes that are no UTF-8. */
export interface Caveat {
    readonly kind: 'cut' | 'encoding';
    readonly line: number;
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
    /**
     * Names (in their one spelling) and versions of the Python distributions in a folder's own environment (`.venv`, `venv`, `env`); empty when there
     * is none. Sources without a disk under them leave it out.
     */
    installed?(folder: string): Promise<ReadonlyMap<string, string>>;
}
