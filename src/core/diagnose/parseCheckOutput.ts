/** One `@key=value` line of a check. */
export interface Fact {
    readonly key: string;
    readonly value: string;
}

export interface CheckOutput {
    readonly facts: readonly Fact[];
    /** Every other line, as a person may read it. */
    readonly lines: readonly string[];
}

const mostFacts = 2000;
const mostLines = 600;
const longestLine = 2000;

/** Takes escape sequences and control characters out of what a container printed; what is left is text and nothing else. */
export function plainText(text: string): string {
    return (
        text
            // eslint-disable-next-line no-control-regex
            .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[PX^_][^\u001b]*(?:\u001b\\)?|[@-Z\\^_])/g, '')
            .replace(/\r\n?/g, '\n')
            // eslint-disable-next-line no-control-regex
            .replace(/[\u0000-\u0008\u000b-\u001d\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    );
}

/** Reads a check's stdout. Whatever the container prints: at most 2000 facts and 600 lines of 2000 characters. */
export function parseCheckOutput(stdout: string): CheckOutput {
    const facts: Fact[] = [];
    const lines: string[] = [];
    for (const line of plainText(stdout).split('\n')) {
        const fact = /^@([a-z_]+(?:\.[\w-]+)*)=(.*)$/.exec(line.slice(0, longestLine));
        if (fact !== null) {
            if (facts.length < mostFacts) {
                facts.push({ key: fact[1] ?? '', value: fact[2] ?? '' });
            }
        } else if (line.trim() !== '' && lines.length < mostLines) {
            lines.push(line.replaceAll('\u001e', ' ').slice(0, longestLine));
        }
    }
    return { facts, lines };
}
