import { MovedStep } from './movedStep';
import { readSteps } from './readSteps';
import type { Step } from './step';

/** What is known of a text that was read before. */
interface Reading {
    readonly text: string;
    readonly steps: readonly Step[];
    readonly escape: string;
}

/**
 * The steps of `text`, most of them taken over from a reading of a similar one: only the instructions around the change are read, the way the parser
 * would come to them, since between two instructions it remembers nothing but the escape character. Undefined when that cannot be known, or when the
 * texts have too little in common: then everything is to be read.
 */
export function rereadSteps(before: Reading, text: string): readonly Step[] | undefined {
    const head = commonHead(before.text, text);
    const tail = commonTail(before.text, text, head);
    if (before.escape !== '\\' || (head + tail) * 2 < text.length) {
        return undefined;
    }
    // The last instruction whose first character is untouched: what comes before it, directives included, ended before it.
    const first = before.steps.findLastIndex(({ start }) => start < head);
    const start = before.steps[first]?.start;
    // At the beginning of a text the parser skips a byte order mark; elsewhere it is a letter.
    if (start === undefined || text.charAt(start) === '\ufeff') {
        return undefined;
    }
    const by = text.length - before.text.length;
    const next = before.steps.findIndex((step, at) => at > first && step.start >= before.text.length - tail);
    const nextStart = before.steps[next]?.start;
    if (nextStart !== undefined) {
        const piece = text.slice(start, nextStart + by);
        const { steps } = readSteps(piece);
        const lineEnd = /[\r\n][ \t]*$/.exec(piece)?.index ?? -1;
        // Otherwise the last one goes on into what follows: an escaped line end, a heredoc without its end.
        if ((steps.at(-1)?.end ?? 0) <= lineEnd) {
            return [...before.steps.slice(0, first), ...moved(steps, start), ...moved(before.steps.slice(next), by)];
        }
    }
    return [...before.steps.slice(0, first), ...moved(readSteps(text.slice(start)).steps, start)];
}

function moved(steps: readonly Step[], by: number): readonly Step[] {
    return steps.map((step) => MovedStep.of(step, by));
}

function commonHead(a: string, b: string): number {
    const most = Math.min(a.length, b.length);
    let length = 0;
    while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) {
        length += 1;
    }
    return length;
}

function commonTail(a: string, b: string, head: number): number {
    const most = Math.min(a.length, b.length) - head;
    let length = 0;
    while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) {
        length += 1;
    }
    return length;
}
