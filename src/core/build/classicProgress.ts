import type { BuildEvent, BuildStep } from './buildEvent';

// Standard error comes wrapped in a colour of the builder's own.
// eslint-disable-next-line no-control-regex
const redLine = /^\u001b\[91m(.*?)(?:\u001b\[0m)?$/;
// eslint-disable-next-line no-control-regex
const colourEnd = /^\u001b\[0m/;
// Each piece that a program writes is wrapped for itself.
// eslint-disable-next-line no-control-regex
const colourSeam = /\u001b\[0m\u001b\[91m/g;

/**
 * Turns the text of the classic builder (and of Podman, which writes `STEP 1/4: FROM …`) into events. `stream` pieces are not always whole lines.
 */
export function createClassicProgress(
    onEvent: (event: BuildEvent) => void,
    nowMs: () => number,
): { readonly note: (stream: string) => void; readonly end: (error: string | undefined) => void } {
    let current: BuildStep | undefined;
    let rest = '';

    const change = (step: BuildStep): void => {
        current = step;
        onEvent({ kind: 'step', step });
    };
    const finish = (state: 'done' | 'failed' | 'cached', error?: string): void => {
        if (current?.state === 'running' && current.startedMs !== undefined) {
            change({ ...current, state, durationMs: nowMs() - current.startedMs, ...(error === undefined ? {} : { error }) });
        }
    };
    const noteLine = (raw: string): void => {
        const line = raw.replace(colourSeam, '').replace(colourEnd, '');
        const start = /^step (\d+)\/(\d+) ?: (.*)$/i.exec(line);
        if (start !== null) {
            finish('done');
            const [, number = '', total = '', instruction = ''] = start;
            change({ id: `step ${number}`, name: `[${number}/${total}] ${instruction}`, state: 'running', startedMs: nowMs() });
        } else if (/^ ---> Using cache$|^--> Using cache /.test(line)) {
            finish('cached');
        } else if (!isBookkeeping(line)) {
            const [, red] = redLine.exec(line) ?? [];
            const text = red ?? line;
            if (text !== '') {
                onEvent({ kind: 'log', stepId: current?.id ?? '', stream: red === undefined ? 'stdout' : 'stderr', line: text });
            }
        }
    };

    return {
        note: (stream) => {
            // A step's last line may have no end; the builder's own remarks begin anew all the same.
            if (rest !== '' && /^(Removing intermediate container | ---> |Step \d+\/)/.test(stream)) {
                noteLine(rest);
                rest = '';
            }
            const lines = (rest + stream).split(/\r?\n/);
            rest = lines.pop() ?? '';
            lines.forEach(noteLine);
        },
        end: (error) => {
            noteLine(rest);
            rest = '';
            finish(error === undefined ? 'done' : 'failed', error);
        },
    };
}

function isBookkeeping(line: string): boolean {
    return /^ ---> |^Removing intermediate container |^Successfully (built|tagged) |^COMMIT\b|^--> [0-9a-f]+|^$/.test(line);
}
