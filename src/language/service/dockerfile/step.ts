import type { Span } from '../span';
import type { ShellCommand, Word } from './shellCommands';

export interface Flag extends Span {
    readonly name: string;
    readonly value: string;
    readonly valueSpan: Span;
}

export interface Property extends Span {
    readonly name: string;
    /** Undefined for `ARG NAME`. */
    readonly value: string | undefined;
    readonly valueSpan: Span | undefined;
}

/** One instruction. What is costly to read is read on first use. */
export interface Step extends Span {
    /** Upper case. */
    readonly keyword: string;
    readonly keywordSpan: Span;
    /** What follows keyword and flags; empty at the end of the instruction when there is nothing. */
    readonly body: Span;
    flags(): readonly Flag[];
    /** The blank-separated arguments, flags left out; for the JSON form its strings. */
    words(): readonly Word[];
    /** The strings of the JSON form; undefined for the shell form and for broken JSON. */
    json(): readonly Word[] | undefined;
    /** The simple commands of a shell form, or the one command of a JSON form; heredoc scripts are read too. */
    commands(): readonly ShellCommand[];
    /** Of ENV, ARG and LABEL. */
    properties(): readonly Property[];
}
