/** One command per file, each loaded only when it is asked for. */
const commands: Readonly<Record<string, () => Promise<{ readonly run: (args: readonly string[]) => Promise<number> }>>> = {
    containerize: () => import('./containerize'),
    context: () => import('./context'),
    doctor: () => import('./doctor'),
    'mcp-client': () => import('./mcpClient'),
};

async function main(): Promise<number> {
    const [name = '', ...args] = process.argv.slice(2);
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (load === undefined) {
        process.stderr.write(`Unknown command ${JSON.stringify(name)}. Commands: ${Object.keys(commands).join(', ')}\n`);
        return 2;
    }
    return await (await load()).run(args);
}

main().then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exitCode = 1;
    },
);
