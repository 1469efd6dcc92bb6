import type { InteractiveShell } from '../../ports/ssh';
import { sshFailure } from './failures';

/** What engines say on a terminal when the program that was asked for is not in the image. */
const noProgram = /OCI runtime exec failed|executable file not found|unable to start container process/i;

const longestMs = 3000;

/**
 * Waits for a terminal's first word, so that an image without a shell is told apart from a connection that was cut. Throws 'ssh/no-shell'. Nothing of the output
 * is lost; a shell that says nothing at all is taken for one.
 */
export async function firstOutput(name: string, terminal: InteractiveShell, trouble: () => string): Promise<InteractiveShell> {
    let early = '';
    let deliver = (text: string) => {
        early += text;
    };
    const spoke = new Promise<'output'>((settle) =>
        terminal.onData((text) => {
            deliver(text);
            settle('output');
        }),
    );
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<'silent'>((settle) => {
        timer = setTimeout(() => settle('silent'), longestMs);
    });
    const first = await Promise.race([spoke, waited, terminal.ended.then(() => 'ended' as const)]);
    clearTimeout(timer);
    const said = `${early}${trouble()}`.trim();
    if (first === 'ended' || (first === 'output' && noProgram.test(said))) {
        terminal.close();
        throw sshFailure('ssh/no-shell', { name, reason: said.replaceAll(/\s+/g, ' ').slice(0, 300) });
    }
    return {
        ...terminal,
        onData: (listener) => {
            deliver = listener;
            if (early !== '') {
                const text = early;
                early = '';
                listener(text);
            }
        },
    };
}
