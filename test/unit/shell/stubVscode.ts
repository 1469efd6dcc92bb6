import Module from 'node:module';

type Load = (name: string, ...rest: readonly unknown[]) => unknown;

/** What a test says of `vscode`; everything else of it is a function that gives more of the same. */
export const stubbed = {
    /** The window's folders. */
    folders: [] as unknown[],
    /** What was shown as an information message, oldest first. */
    informed: [] as string[],
    /** The last state that each panel was sent, newest panel last. */
    drawn: [] as unknown[],
    /** What every file says. */
    file: '',
    trusted: true,
    /** The details of warnings that were shown, oldest first, and the button that each is answered with; none closes it. */
    warned: [] as string[],
    pressed: undefined as string | undefined,
    /** What is typed into every box that asks for text; undefined closes it. */
    typed: undefined as string | undefined,
};

const any: unknown = new Proxy(Map, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => '' : key === Symbol.iterator || key === 'then' ? undefined : any),
    set: () => true,
    apply: () => any,
    construct: () => any as object,
});
const over = (own: object) => new Proxy(own, { get: (target, key): unknown => Reflect.get(target, key) ?? any });

// What is imported is copied name by name: a name that is not here is not there.
const vscode = {
    Uri: over(Map),
    MarkdownString: any,
    StatusBarAlignment: any,
    ViewColumn: any,
    QuickPickItemKind: any,
    ThemeIcon: any,
    ThemeColor: any,
    commands: any,
    env: any,
    workspace: over({
        workspaceFolders: stubbed.folders,
        getWorkspaceFolder: () => stubbed.folders[0],
        get isTrusted() {
            return stubbed.trusted;
        },
        fs: over({ readFile: () => Promise.resolve(Buffer.from(stubbed.file)) }),
    }),
    CancellationTokenSource: any,
    EventEmitter: class {
        private readonly listeners: ((event: unknown) => void)[] = [];
        readonly event = (listener: (event: unknown) => void) => this.listeners.push(listener);
        readonly fire = (event: unknown) => this.listeners.forEach((listener) => listener(event));
        readonly dispose = () => undefined;
    },
    l10n: {
        t: (text: string, ...facts: readonly unknown[]) => text.replace(/\{(\d)\}/g, (_, index: string) => String(facts[Number(index)])),
    },
    window: over({
        createWebviewPanel: () => {
            const index = stubbed.drawn.push(undefined) - 1;
            return over({
                visible: true,
                webview: over({
                    onDidReceiveMessage: (listener: (message: unknown) => void) => listener({ kind: 'ready' }),
                    postMessage: (message: unknown) => {
                        stubbed.drawn[index] = message;
                    },
                }),
            });
        },
        showInformationMessage: (text: string) => {
            stubbed.informed.push(text);
            return Promise.resolve(undefined);
        },
        showWarningMessage: (text: string, { detail }: { readonly detail?: string }) => {
            stubbed.warned.push([text, detail].join('\n'));
            return Promise.resolve(stubbed.pressed);
        },
        showInputBox: () => Promise.resolve(stubbed.typed),
    }),
};

const loader = Module as unknown as { _load: Load };
const load = loader._load;
loader._load = function (this: unknown, name, ...rest) {
    return name === 'vscode' ? vscode : load.call(this, name, ...rest);
};
