import { execFile } from 'node:child_process';
import type { Operation } from '../../base/operation';
import type { EngineEnvironment } from './dockerConfig';

export type BriefRun =
    | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
    | { readonly kind: 'missing' }
    | { readonly kind: 'cannot-run'; readonly reason: string };

/** Runs a program for a question that it answers at once; ends it after five seconds. Never throws. */
export function runBriefly(
    op: Operation,
    { env }: EngineEnvironment,
    program: string,
    args: readonly string[],
    more: Readonly<Record<string, string>>,
    /** What it reads. */
    input = '',
): Promise<BriefRun> {
    return new Promise((resolve) => {
        const child = execFile(
            program,
            [...args],
            {
                env: { ...env, ...more },
                timeout: 5_000,
                killSignal: 'SIGKILL',
                maxBuffer: 1024 * 1024,
                windowsHide: true,
                signal: op.signal,
            },
            (error, stdout, stderr) => {
                const code = error === null ? 0 : (error as { code?: unknown }).code;
                if (code === 'ENOENT') {
                    resolve({ kind: 'missing' });
                } else if (typeof code === 'number') {
                    resolve({ kind: 'ended', exitCode: code, stdout, stderr });
                } else {
                    resolve({
                        kind: 'cannot-run',
                        reason:
                            code === 'ENOEXEC'
                                ? 'exec format error'
                                : code === 'EACCES'
                                  ? 'permission denied'
                                  : (error?.message ?? '').slice(0, 500),
                    });
                }
            },
        );
        // A program that reads must see the end.
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(input);
    });
}
