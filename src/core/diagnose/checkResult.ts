/** What came of one command in a container. The text is whatever the container chose to print. */
export interface ExecResult {
    /** Undefined when the command did not end by itself. */
    readonly exitCode: number | undefined;
    readonly stdout: string;
    readonly stderr: string;
    readonly ended: 'exited' | 'timed-out' | 'too-much-output';
    readonly durationMs: number;
}
