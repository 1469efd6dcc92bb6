/** A file that was read: its path in the project, and its text. */
export interface SourceText {
    readonly file: string;
    readonly text: string;
}
