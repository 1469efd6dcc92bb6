import type { Page } from 'playwright-core';
import { until } from './until';

interface XtermLine {
    isWrapped: boolean;
    translateToString(trimRight: boolean): string;
    getCell(column: number): { isFgPalette(): boolean; getFgColor(): number } | undefined;
}
interface TerminalElement extends Element {
    xterm?: {
        cols: number;
        rows: number;
        input(text: string): void;
        buffer: { active: { length: number; getLine(index: number): XtermLine | undefined } };
    };
}

/** The active integrated terminal. */
export class Terminal {
    constructor(private readonly page: Page) {}

    /** Everything in its buffer, wrapped lines joined. */
    async text(): Promise<string> {
        return await this.page.evaluate(() => {
            const buffer = document.querySelector<TerminalElement>('.terminal-wrapper.active')?.xterm?.buffer.active;
            if (buffer === undefined) {
                throw new Error('there is no active terminal');
            }
            const lines: string[] = [];
            for (let index = 0; index < buffer.length; index += 1) {
                const line = buffer.getLine(index);
                const text = line?.translateToString(buffer.getLine(index + 1)?.isWrapped !== true) ?? '';
                if (line?.isWrapped === true) {
                    lines.push((lines.pop() ?? '') + text);
                } else {
                    lines.push(text);
                }
            }
            return lines.join('\n').trimEnd();
        });
    }

    /** Types key by key: one call with the whole text would be a paste. */
    async type(text: string): Promise<void> {
        await this.page.evaluate((keys) => {
            const terminal = document.querySelector<TerminalElement>('.terminal-wrapper.active')?.xterm;
            for (const key of keys) {
                terminal?.input(key);
            }
        }, text);
    }

    async size(): Promise<{ readonly columns: number; readonly rows: number }> {
        return await this.page.evaluate(() => {
            const terminal = document.querySelector<TerminalElement>('.terminal-wrapper.active')?.xterm;
            return { columns: terminal?.cols ?? 0, rows: terminal?.rows ?? 0 };
        });
    }

    /** The palette's colours of the first and the last letter of the line that reads so; undefined is the terminal's own colour. */
    async coloursOf(line: string): Promise<readonly [number | undefined, number | undefined]> {
        return await this.page.evaluate((wanted) => {
            const buffer = document.querySelector<TerminalElement>('.terminal-wrapper.active')?.xterm?.buffer.active;
            for (let index = 0; index < (buffer?.length ?? 0); index += 1) {
                const there = buffer?.getLine(index);
                if (there?.translateToString(true) === wanted) {
                    const [first, last] = [there.getCell(0), there.getCell(wanted.length - 1)];
                    return [
                        first?.isFgPalette() === true ? first.getFgColor() : undefined,
                        last?.isFgPalette() === true ? last.getFgColor() : undefined,
                    ] as const;
                }
            }
            throw new Error(`no line reads ${wanted}`);
        }, line);
    }

    /** The text once it has the pattern; the error when it never does tells what was there instead. */
    async waitFor(pattern: RegExp, timeoutMs?: number): Promise<string> {
        let text = '';
        try {
            await until(
                `${String(pattern)} in the terminal`,
                async () => {
                    text = await this.text();
                    return pattern.test(text);
                },
                timeoutMs,
            );
            return text;
        } catch (error) {
            throw new Error(`The terminal has no ${String(pattern)}:\n${text.slice(-1500)}`, { cause: error });
        }
    }
}
