import { throwIfCancelled, type Operation } from '../../base/operation';
import { plainText } from '../../core/diagnose/parseCheckOutput';
import { shellWord } from '../../core/diagnose/checksPrelude';
import type { ExecResult } from '../../core/diagnose/checkResult';
import type { ExecOptions, RemoteFiles } from '../../ports/ssh';
import { sshFailure } from './failures';

/** A file goes through a terminal as base64, a third larger than it is, and is held in memory on both sides. */
const largestBytes = 16 * 1024 * 1024;
/** What one command takes of an upload: it stands in a shell variable before it is decoded. */
const pieceBytes = 96 * 1024;
const transferMs = 120_000;

type Exec = (op: Operation, command: string, options?: ExecOptions) => Promise<ExecResult>;

/** Files through a shell, for containers without SFTP: needs `base64`, `head` and `mv`, which busybox and coreutils have. At most 16 MiB. */
export function terminalFiles(exec: Exec): RemoteFiles {
    const run = async (op: Operation, path: string, command: string, options: ExecOptions = {}) => {
        throwIfCancelled(op);
        const result = await exec(op, command, { timeoutMs: transferMs, ...options });
        if (result.exitCode !== 0) {
            const said = plainText(result.stderr || result.stdout).trim();
            const reason =
                result.ended === 'timed-out'
                    ? 'It took too long'
                    : said === ''
                      ? `The command ended with ${String(result.exitCode)}`
                      : said.slice(0, 200);
            throw sshFailure('ssh/transfer-failed', { path, reason });
        }
        return result.stdout;
    };
    return {
        async list(op, folder) {
            // A name with a line break would look like two entries: it is left out.
            const script = `cd -- ${shellWord(folder)} || exit 1
for f in * .*; do
  case $f in .|..|*'
'*) continue ;; esac
  if [ -d "$f" ]; then k=d; elif [ -f "$f" ]; then k=f; elif [ -e "$f" ] || [ -L "$f" ]; then k=o; else continue; fi
  s=0; [ $k = f ] && s=$(stat -L -c %s -- "$f" 2>/dev/null || wc -c <"$f" 2>/dev/null)
  printf '%s %s %s\\n' "$k" "\${s:-0}" "$f"
done`;
            const output = await run(op, folder, script, { maxBytes: 1024 * 1024 });
            return output.split('\n').flatMap((line) => {
                const [, kind, bytes, name] = /^([dfo]) +(\d+) (.+)$/.exec(line) ?? [];
                return name === undefined
                    ? []
                    : [
                          {
                              name,
                              kind: kind === 'd' ? ('folder' as const) : kind === 'f' ? ('file' as const) : ('other' as const),
                              bytes: Number(bytes),
                          },
                      ];
            });
        },
        async download(op, path, maxBytes = largestBytes) {
            const most = Math.min(maxBytes, largestBytes);
            const script = `[ -f ${shellWord(path)} ] || { echo 'It is not a file' >&2; exit 1; }; head -c ${most + 1} <${shellWord(path)} | base64`;
            const text = await run(op, path, script, { maxBytes: Math.ceil(most * 1.5) + 4096 });
            const bytes = new Uint8Array(Buffer.from(text, 'base64'));
            if (bytes.length > most) {
                throw sshFailure('ssh/transfer-failed', { path, reason: `It is larger than ${most} bytes` });
            }
            return bytes;
        },
        async upload(op, path, content) {
            if (content.length > largestBytes) {
                throw sshFailure('ssh/transfer-failed', { path, reason: `It is larger than ${largestBytes} bytes` });
            }
            const [target, part] = [shellWord(path), shellWord(`${path}.slipway-part`)];
            try {
                await run(op, path, `: >${part}`);
                for (let at = 0; at < content.length; at += pieceBytes) {
                    const stdin = Buffer.from(content.subarray(at, at + pieceBytes)).toString('base64');
                    await run(op, path, `base64 -d >>${part}`, { stdin });
                }
                const size = (await run(op, path, `wc -c <${part}`)).trim();
                if (size !== String(content.length)) {
                    throw sshFailure('ssh/transfer-failed', { path, reason: `${size} of ${content.length} bytes arrived` });
                }
                await run(op, path, `mv -f ${part} ${target}`);
            } catch (error) {
                if (!op.signal.aborted) {
                    await exec(op, `rm -f ${part}`).catch(() => undefined);
                }
                throw error;
            }
        },
    };
}
