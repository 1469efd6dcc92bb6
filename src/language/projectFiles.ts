import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileListing, FileText, LanguageRequests, ProjectFacts } from './protocol';

/** The client's answers about one workspace folder, kept until the client says that something changed. */
interface Folder {
    readonly root: string;
    readonly paths: readonly string[];
    readonly listed: ReadonlySet<string>;
    readonly texts: Map<string, FileText | null>;
    facts: ProjectFacts;
}

/** What is known of a document's surroundings right now; `wanted` fills up as things are asked for that are not known yet. */
export interface View {
    readonly path: string;
    readonly paths: readonly string[] | undefined;
    readonly facts: ProjectFacts;
    readonly wanted: ReadonlySet<string>;
    readonly read: (path: string) => string | undefined;
    readonly uriOf: (path: string) => string;
    readonly encodingOf: (path: string) => 'utf8' | 'utf16';
}

/** The most text that is kept of files that are not open, in characters, for all folders together. */
const keptCharacters = 8_000_000;

/** Asks the client for listings, texts and facts, once each, and looks at open documents before saved files. */
export class ProjectFiles {
    readonly #folders = new Map<string, Folder>();
    readonly #folderOf = new Map<string, string | null>();
    #kept = 0;

    constructor(
        private readonly connection: Connection,
        private readonly documents: TextDocuments<TextDocument>,
    ) {}

    /** Undefined while the folder's listing has not been asked for; `prepare` does that. */
    view(uri: string): View | undefined {
        const root = this.#folderOf.get(uri);
        if (root === undefined) {
            return undefined;
        }
        const folder = root === null ? undefined : this.#folders.get(root);
        if (folder === undefined) {
            return root === null ? lonelyView(uri) : undefined;
        }
        const wanted = new Set<string>();
        const uriOf = (path: string) => `${folder.root}/${path.split('/').map(encodeURIComponent).join('/')}`;
        return {
            path: pathBelow(folder.root, uri) ?? baseName(uri),
            paths: folder.paths,
            facts: folder.facts,
            wanted,
            uriOf,
            read: (path) => {
                const open = this.documents.get(uriOf(path)) ?? this.#openAt(uriOf(path));
                if (open !== undefined) {
                    return open.getText();
                }
                const known = folder.texts.get(path);
                if (known === undefined && folder.listed.has(path)) {
                    wanted.add(path);
                }
                return known?.text;
            },
            encodingOf: (path) => {
                // Only the saved bytes tell: an editor has decoded its own text.
                const known = folder.texts.get(path);
                if (known === undefined && folder.listed.has(path)) {
                    wanted.add(path);
                }
                return known?.encoding ?? 'utf8';
            },
        };
    }

    /** Asks for a document's folder: listing and facts. */
    async prepare(uri: string): Promise<void> {
        const listing = await this.#ask('slipway/listFiles', uri);
        this.#folderOf.set(uri, listing?.root ?? null);
        if (listing !== null && !this.#folders.has(listing.root)) {
            const facts = await this.#ask('slipway/facts', uri);
            this.#folders.set(listing.root, newFolder(listing, facts ?? {}));
        }
    }

    /** Reads the files that a view asked for in vain. */
    async fetch(view: View, uri: string): Promise<void> {
        const folder = this.#folders.get(this.#folderOf.get(uri) ?? '');
        if (folder === undefined) {
            return;
        }
        await Promise.all(
            [...view.wanted].map(async (path) => {
                const file = await this.#ask('slipway/readFile', view.uriOf(path));
                folder.texts.set(path, file);
                this.#kept += file?.text.length ?? 0;
            }),
        );
        if (this.#kept > keptCharacters) {
            for (const other of this.#folders.values()) {
                if (other !== folder) {
                    other.texts.clear();
                }
            }
            this.#kept = [...folder.texts.values()].reduce((sum, file) => sum + (file?.text.length ?? 0), 0);
        }
    }

    /** A saved file changed: its text is forgotten; `listing` when files came or went. */
    forget(uri: string, what: 'text' | 'listing'): void {
        for (const [root, folder] of this.#folders) {
            const path = pathBelow(root, uri);
            if (path !== undefined) {
                folder.texts.delete(path);
                if (what === 'listing') {
                    this.forgetFolder(root);
                }
            }
        }
    }

    /** Everything that the client said; a document outside every folder may be inside one by now. */
    forgetFacts(): void {
        this.#folders.clear();
        this.#folderOf.clear();
    }

    forgetDocument(uri: string): void {
        this.#folderOf.delete(uri);
    }

    private forgetFolder(root: string): void {
        this.#folders.delete(root);
        for (const [uri, folder] of this.#folderOf) {
            if (folder === root) {
                this.#folderOf.delete(uri);
            }
        }
    }

    /** Editors and this process may escape the same address differently. */
    #openAt(uri: string): TextDocument | undefined {
        const plain = decoded(uri);
        return this.documents.all().find((document) => decoded(document.uri) === plain);
    }

    async #ask<Name extends keyof LanguageRequests>(name: Name, uri: string): Promise<LanguageRequests[Name]['result']> {
        try {
            return await this.connection.sendRequest<LanguageRequests[Name]['result']>(name, { uri });
        } catch {
            // A client without an answer leaves the rules about other files silent.
            return null;
        }
    }
}

function newFolder({ root, paths }: FileListing, facts: ProjectFacts): Folder {
    return { root, paths, listed: new Set(paths), texts: new Map(), facts };
}

function lonelyView(uri: string): View {
    return {
        path: baseName(uri),
        paths: undefined,
        facts: {},
        wanted: new Set(),
        read: () => undefined,
        uriOf: () => uri,
        encodingOf: () => 'utf8',
    };
}

function baseName(uri: string): string {
    return decoded(uri.slice(uri.lastIndexOf('/') + 1));
}

function pathBelow(root: string, uri: string): string | undefined {
    const folder = `${decoded(root)}/`;
    const plain = decoded(uri);
    return plain.startsWith(folder) ? plain.slice(folder.length) : undefined;
}

function decoded(uri: string): string {
    try {
        return decodeURIComponent(uri);
    } catch {
        return uri;
    }
}
