/** How the local Azure was asked to run. */
export interface Arguments {
    /** 0: any free port. */
    readonly port: number;
    readonly mode: 'strict' | 'open';
    /** File to which each exchange is written. */
    readonly record: string | undefined;
    /** Docker host such as `unix:///var/run/docker.sock`; undefined: as the Docker tools choose. */
    readonly engine: string | undefined;
    /** What is deployed runs as containers, or as plain processes that behave as the image's label says. */
    readonly runner: 'docker' | 'process';
    /** Factor on Azure's durations. */
    readonly timeScale: number;
    /** Factor on the 230 seconds that a container has to start. */
    readonly startLimitScale: number;
    /** Namespaces that are registered from the start. */
    readonly registered: readonly string[];
}

export const usage =
    'usage: local-azure [--port N] [--open] [--record FILE] [--engine URL] [--runner docker|process] [--time-scale X] [--start-limit-scale X] [--registered NAMESPACE,…]';

/** Reads the command line; undefined when it is wrong. */
export function parseArguments(args: readonly string[]): Arguments | undefined {
    const found = {
        port: 0,
        mode: 'strict' as 'strict' | 'open',
        record: undefined as string | undefined,
        engine: undefined as string | undefined,
        runner: 'docker' as 'docker' | 'process',
        timeScale: 0.02,
        startLimitScale: 0.25,
        registered: [] as string[],
    };
    for (let index = 0; index < args.length; index++) {
        const [name = '', inline] = (args[index] ?? '').split(/=(.*)/s);
        if (name === '--open' && inline === undefined) {
            found.mode = 'open';
            continue;
        }
        const value = inline ?? args[++index];
        if (value === undefined || value === '') {
            return undefined;
        }
        const number = Number(value);
        switch (name) {
            case '--port':
                if (!Number.isInteger(number) || number < 0 || number > 65_535) {
                    return undefined;
                }
                found.port = number;
                break;
            case '--record':
                found.record = value;
                break;
            case '--engine':
                found.engine = value;
                break;
            case '--runner':
                if (value !== 'docker' && value !== 'process') {
                    return undefined;
                }
                found.runner = value;
                break;
            case '--time-scale':
            case '--start-limit-scale':
                if (!Number.isFinite(number) || number < 0 || number > 10) {
                    return undefined;
                }
                found[name === '--time-scale' ? 'timeScale' : 'startLimitScale'] = number;
                break;
            case '--registered':
                found.registered = value.split(',').map((one) => one.trim());
                break;
            default:
                return undefined;
        }
    }
    return found;
}
