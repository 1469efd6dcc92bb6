import type { Client } from '@modelcontextprotocol/client';
import { Client as SdkClient } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { throwIfCancelled } from '../../base/operation';
import { redact } from '../../base/redact';
import type { McpFailure } from '../../core/failures/mcp';
import type { McpNotice } from '../../core/mcp/notice';
import type { McpLimits, McpProgram, McpSession, McpTarget } from '../../ports/mcp';
import { clientOptions, prepare } from './clientOptions';
import { translateFailure } from './failures';
import { defaultLimits } from './limits';
import type { Link } from './openLink';
import { clientName } from './openLink';
import { boundQuestions } from './questions';
import { openSession } from './session';
import { Signals } from './signals';

const logKept = 4000;
// Longer than the start of a Python or Node program, and than the first run of npx or uvx.
const startMs = 60_000;

/**
 * Starts a program that speaks MCP on its standard streams, and connects to it; it ends with the session. Whoever calls this has asked the user: the program
 * runs with the user's rights.
 */
export async function connectMcpProgram(
    op: Operation,
    program: McpProgram,
    target: Pick<McpTarget, 'onElicit' | 'onLog' | 'onExchange'>,
): Promise<McpSession> {
    throwIfCancelled(op);
    const limits: McpLimits = { ...defaultLimits, requestTimeoutMs: startMs };
    const url = `stdio://${encodeURIComponent(program.name)}`;
    const notices: McpNotice[] = [];
    const onNotice = (notice: McpNotice) => void notices.push(notice);
    const signals = new Signals();
    const full: McpTarget = { ...target, url };
    const { questions, asking } = boundQuestions(full);
    const transport = new StdioClientTransport({
        command: program.command,
        args: [...program.args],
        env: { ...program.env },
        cwd: program.cwd,
        stderr: 'pipe',
    });
    let log = '';
    transport.stderr?.on('data', (part: Buffer) => {
        const text = redact(part.toString('utf8'));
        log = (log + text).slice(-logKept);
        text.split('\n')
            .filter((line) => line.trim() !== '')
            .forEach((line) => target.onLog?.({ level: 'stderr', text: line.slice(0, 2000) }));
    });
    const client: Client = new SdkClient(clientName, {
        ...clientOptions(asking),
        versionNegotiation: { mode: 'auto', probe: { timeoutMs: startMs, maxRetries: 0 } },
        listMaxPages: limits.pages,
    });
    prepare(client, asking, signals, onNotice);
    let ended = false;
    client.onclose = () => (ended = true);
    const exited = () =>
        new Failure<McpFailure>('mcp/command-exited', {
            name: program.name,
            reason: lastLines(log) || 'It wrote nothing to its error stream.',
        });
    // The SDK does not stop its probe of a program when it is asked to.
    let stop: () => void = () => undefined;
    const stopped = new Promise<never>((_, reject) => {
        stop = () => reject(new Cancelled());
        op.signal.addEventListener('abort', stop, { once: true });
    });
    const connecting = client.connect(transport, { timeout: limits.requestTimeoutMs, signal: op.signal });
    connecting.catch(() => undefined);
    try {
        await Promise.race([connecting, stopped]);
    } catch (error) {
        await client.close().catch(() => undefined);
        if (op.signal.aborted) {
            throw translateFailure(error, { url, method: 'connect', limits, signal: op.signal });
        }
        throw exited();
    } finally {
        op.signal.removeEventListener('abort', stop);
    }
    const link: Link = { client, transport, kind: 'stdio' };
    return await openSession(op, {
        target: full,
        limits,
        signals,
        notices,
        onNotice,
        questions,
        link: {
            use: async (running, method, run) => {
                try {
                    return await run(link);
                } catch (error) {
                    throw ended && !running.signal.aborted
                        ? exited()
                        : translateFailure(error, { url, method, limits, signal: running.signal });
                }
            },
            memory: () => ({ kind: 'legacy' }),
            close: () => client.close(),
        },
    });
}

function lastLines(log: string): string {
    return log.trim().split('\n').slice(-3).join(' ').replaceAll(/\s+/g, ' ').slice(-300);
}
