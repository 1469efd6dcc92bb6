/** What `scripts/` installed and found, handed over by the environment; `node scripts/withTools.mjs <command>` sets it. */
export interface Tools {
    /** A Node 24. */
    readonly node: string;
    readonly browser: string;
    readonly codeServer: {
        readonly version: string;
        /** The VS Code server inside it, which runs alone. */
        readonly server: string;
        /** The built-in extensions to load. */
        readonly builtin: string;
    };
}

export function readTools(): Tools {
    const text = process.env.SLIPWAY_TOOLS;
    if (text === undefined) {
        throw new Error('Run this by "node scripts/withTools.mjs": it installs code-server and tells where it is.');
    }
    return JSON.parse(text) as Tools;
}
