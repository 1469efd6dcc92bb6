/** Servers that listen on 127.0.0.1 unless they are told otherwise: the command, what tells it, and the words that do. */
const quiet: readonly {
    readonly name: string;
    readonly command: RegExp;
    readonly told: RegExp;
    readonly env: readonly string[];
    readonly words: (port: number) => readonly string[];
}[] = [
    { name: 'flask run', command: /\bflask\b.*\brun\b/, told: /(--host|-h)\b/, env: ['FLASK_RUN_HOST'], words: () => ['--host=0.0.0.0'] },
    { name: 'uvicorn', command: /\buvicorn\b(?!\.workers)/, told: /--(host|uds|fd)\b/, env: ['UVICORN_HOST'], words: () => ['--host=0.0.0.0'] },
    {
        name: 'gunicorn',
        command: /\bgunicorn\b/,
        told: /(--bind|-b|--config|-c)\b/,
        env: ['PORT', 'GUNICORN_CMD_ARGS'],
        words: (port) => [`--bind=0.0.0.0:${port}`],
    },
    { name: 'runserver', command: /\brunserver\b/, told: /\brunserver\b.*[\d:]/, env: [], words: (port) => [`0.0.0.0:${port}`] },
    { name: 'hypercorn', command: /\bhypercorn\b/, told: /(--bind|-b|--config|-c)\b/, env: [], words: (port) => [`--bind=0.0.0.0:${port}`] },
]; // prettier-ignore

const stated = /(?:--host|--bind|-b|--address|--listen|-H|--hostname|runserver)[= ]*['"]?(127\.0\.0\.1|localhost)\b/;

/** Why a command line listens where only its own container reaches it; undefined when it does not, as far as the line tells. */
export function isLoopback(command: string, env: ReadonlyMap<string, unknown>): string | undefined {
    const address = stated.exec(command)?.[1];
    if (address !== undefined) {
        return `\`${command}\` listens on ${address}`;
    }
    const server = quiet.find((each) => each.command.test(command));
    return server === undefined || server.told.test(command) || server.env.some((name) => env.has(name))
        ? undefined
        : `${server.name} listens on 127.0.0.1 unless it is told otherwise`;
}

/** The instruction (`CMD …`, either form) with that address changed or added. Unchanged when it is a list of arguments to something else. */
export function openToAll(instruction: string, port: number): string {
    const changed = instruction.replace(/\b(127\.0\.0\.1|localhost)\b/g, '0.0.0.0');
    if (changed !== instruction) {
        return changed;
    }
    const server = quiet.find((each) => each.command.test(instruction.replace(/[",[\]]+/g, ' ')));
    const words = server?.words(port);
    if (words === undefined) {
        return instruction;
    }
    const list = /^([\s\S]*)\]\s*$/.exec(instruction)?.[1];
    if (list === undefined) {
        return `${instruction.trimEnd()} ${words.join(' ')}`;
    }
    // ["sh", "-c", "…"]: the line is the last word.
    return /"-l?c"\s*,/.test(list)
        ? `${list.replace(/"\s*$/, '')} ${words.join(' ')}"]`
        : `${list.trimEnd()}, ${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
