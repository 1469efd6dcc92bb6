/** Which of a terminal's two screens a program has, as its output told; `tail` is what may be the beginning of a sequence that goes on in the next piece. */
export interface TerminalScreen {
    readonly shown: 'normal' | 'alternate';
    readonly tail: string;
}

export const normalScreen: TerminalScreen = { shown: 'normal', tail: '' };

// eslint-disable-next-line no-control-regex
const switching = /\u001b\[\?(?:1049|1047|47)([hl])/g;
const longestTail = 7;

/** The screen after a piece of output. */
export function screenAfter({ shown, tail }: TerminalScreen, output: string): TerminalScreen {
    const text = tail + output;
    const last = [...text.matchAll(switching)].at(-1)?.[1];
    return { shown: last === undefined ? shown : last === 'h' ? 'alternate' : 'normal', tail: text.slice(-longestTail) };
}

/**
 * A faint line of Slipway's own, below what a shell has printed. What a program may have left switched on is switched off: its screen, colours, a hidden
 * cursor, mouse reports. The normal screen is not left: xterm would put the cursor back to where it once was saved, over the first lines.
 */
export function terminalNotice(text: string, { shown }: TerminalScreen): string {
    const leave = shown === 'alternate' ? '\u001b[?1049l' : '';
    return `${leave}\u001b[?25h\u001b[?1000;1002;1003;1006l\u001b[0m\r\n\u001b[2m${text}\u001b[0m\r\n`;
}
