import { randomBytes } from 'node:crypto';
import { Cancelled } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { ExecResult } from '../../core/diagnose/checkResult';
import type { ExecOptions, InteractiveShell } from '../../ports/ssh';
import { defaultMaxBytes, defaultTimeoutMs } from './execChannel';
import { sshFailure } from './failures';

/** A session that can run commands one after the other, until one of them leaves it in an unknown state. */
export interface TerminalSession {
    readonly run: (op: Operation, command: string, options: ExecOptions) => Promise<ExecResult>;
    readonly usable: () => boolean;
    readonly close: () => void;
}

/** A line of a terminal in canonical mode is cut at 4096 bytes. */
const longestLine = 900;

/**
 * Turns a terminal into something that answers exit codes. Echo is switched off, and each command's output is enclosed in marks that hold a random word,
 * typed in two halves so that an echo is never mistaken for the mark. stderr is kept apart in a shell variable, cut off by the same bound.
 */
export function terminalSession(name: string, terminal: InteractiveShell): TerminalSession {
    let usable = true;
    let received: (text: string) => void = () => undefined;
    terminal.onData((text) => received(text));
    void terminal.ended.then(() => {
        usable = false;
    });
    terminal.write(
        "stty -echo -onlcr 2>/dev/null; PS1=; PS2=; export PS1 PS2; unset PROMPT_COMMAND; bind 'set enable-bracketed-paste off' 2>/dev/null\n",
    );
    return {
        usable: () => usable,
        close: () => {
            usable = false;
            terminal.close();
        },
        run: async (op, command, options) => {
            const word = randomBytes(9).toString('hex');
            const end = `<${word}.end>`;
            const maxBytes = options.maxBytes ?? defaultMaxBytes;
            const started = performance.now();
            return await new Promise<ExecResult>((done, failed) => {
                let text = '';
                let tail = '';
                let seen = 0;
                let told = 0;
                const settle = (finish: () => void) => {
                    clearTimeout(timer);
                    op.signal.removeEventListener('abort', stop);
                    received = () => undefined;
                    finish();
                };
                const cut = (ended: 'timed-out' | 'too-much-output') => {
                    // The command may still run and write: nothing after it can be told apart.
                    usable = false;
                    terminal.close();
                    const stdout = clean(text.split(`<${word}.out>`)[1] ?? '').slice(0, maxBytes);
                    settle(() => done({ exitCode: undefined, stdout, stderr: '', ended, durationMs: performance.now() - started }));
                };
                const stop = () => {
                    usable = false;
                    terminal.close();
                    settle(() => failed(new Cancelled()));
                };
                const timer = setTimeout(() => cut('timed-out'), options.timeoutMs ?? defaultTimeoutMs);
                op.signal.addEventListener('abort', stop, { once: true });
                received = (chunk) => {
                    text += chunk;
                    seen += chunk.length;
                    // Megabytes come in thousands of chunks: only what is new is searched.
                    tail = (tail + chunk).slice(-(end.length + chunk.length));
                    const parsed = tail.includes(end) ? parseSession(text, word) : undefined;
                    if (parsed !== undefined) {
                        tell(parsed.stdout);
                        settle(() => done({ ...parsed, ended: 'exited', durationMs: performance.now() - started }));
                        return;
                    }
                    const partial = options.onOutput === undefined ? undefined : text.split(`<${word}.out>`)[1];
                    if (partial !== undefined) {
                        // A half-arrived mark is not output.
                        tell(clean(partial.replace(/<[^<]{0,30}$/, '')));
                    }
                    if (seen > 2 * maxBytes + 4096) {
                        cut('too-much-output');
                    }
                };
                const tell = (output: string) => {
                    if (output.length > told) {
                        options.onOutput?.(output.slice(told), 'stdout');
                        told = output.length;
                    }
                };
                void terminal.ended.then(() => {
                    settle(() => failed(sshFailure('ssh/connection-lost', { name, reason: 'The session ended' })));
                });
                if (op.signal.aborted) {
                    stop();
                    return;
                }
                terminal.write(wrap(command, options.stdin ?? '', word, maxBytes));
            });
        },
    };
}

/** `<word.out>` stdout `<word.rc:code>` `<word.err>` stderr `<word.end>`. */
export function parseSession(
    text: string,
    word: string,
): { readonly exitCode: number; readonly stdout: string; readonly stderr: string } | undefined {
    // By places, not by an expression: what a container prints between the marks may hold thousands of half ones.
    const end = text.lastIndexOf(`<${word}.end>`);
    const out = text.indexOf(`<${word}.out>`);
    const lastErr = end < 0 ? -1 : text.lastIndexOf(`<${word}.err>`, end);
    const code = lastErr < 0 ? -1 : text.lastIndexOf(`<${word}.rc:`, lastErr);
    const began = out + word.length + 6;
    if (out < 0 || code < began) {
        return undefined;
    }
    const exit = /^\d{1,3}(?=>)/.exec(text.slice(code + word.length + 5, code + word.length + 9));
    const err = text.indexOf(`<${word}.err>`, code) + word.length + 6;
    return exit === null
        ? undefined
        : { exitCode: Number(exit[0]), stdout: clean(text.slice(began, code)), stderr: clean(text.slice(err, end)) };
}

function clean(text: string): string {
    return text.replace(/\r\n/g, '\n');
}

function wrap(command: string, stdin: string, word: string, maxBytes: number): string {
    const half = word.slice(0, 8);
    const rest = word.slice(8);
    const lines = [`_w='${half}'; _w="$_w""${rest}"`, ...assign('_c', command), ...assign('_i', stdin)];
    // The exit code follows stdout on descriptor 5, past the pipe that bounds stderr.
    lines.push(
        `{ printf '<%s.out>' "$_w"; _e=$( { printf %s "$_i" | sh -c "$_c" >&5; printf '<%s.rc:%s>' "$_w" "$?" >&5; } 2>&1 | head -c ${maxBytes} ); printf '<%s.err>%s<%s.end>' "$_w" "$_e" "$_w"; } 5>&1`,
    );
    return lines.join('\n') + '\n';
}

/** Text as a shell variable, in lines that a terminal takes whole. */
function assign(variable: string, text: string): string[] {
    const lines = [`${variable}=''`];
    for (let at = 0; at < text.length; at += longestLine) {
        const piece = text.slice(at, at + longestLine).replaceAll("'", `'\\''`);
        lines.push(`${variable}="$${variable}"'${piece}'`);
    }
    return lines;
}
