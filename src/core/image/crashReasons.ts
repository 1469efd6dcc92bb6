/** Why a container ended, told from its exit code and what it wrote; undefined when nothing known is said. */
export function crashReason(exitCode: number, lines: readonly string[]): { readonly reason: string; readonly advice: string } | undefined {
    const text = lines.join('\n');
    for (const { pattern, reason, advice } of reasons) {
        const match = pattern.exec(text);
        if (match !== null) {
            const named = match.slice(1).find(Boolean) ?? '';
            return { reason: reason.replace('$1', () => named), advice: advice.replace('$1', () => named) };
        }
    }
    return byCode[exitCode];
}

const byCode: Readonly<Record<number, { readonly reason: string; readonly advice: string } | undefined>> = {
    0: { reason: 'The command ended by itself.', advice: 'Start a server that keeps running in the foreground.' },
    126: {
        reason: 'The command of the image may not be executed.',
        advice: 'Make the file executable, and check its line ends and its first line.',
    },
    127: { reason: 'The command of the image was not found.', advice: 'Correct CMD or ENTRYPOINT, or install what they start.' },
    137: {
        reason: 'The container was killed, usually because it ran out of memory.',
        advice: 'Choose a larger size, or start fewer workers.',
    },
    139: { reason: 'The process crashed (segmentation fault).', advice: 'Check that the native packages fit the base image.' },
};

const reasons: readonly { readonly pattern: RegExp; readonly reason: string; readonly advice: string }[] = [
    { pattern: /exec format error/i, reason: 'The image is for another processor.', advice: 'Build it for linux/amd64.' },
    {
        pattern:
            /(?:exec: "?|\/bin\/(?:ba)?sh: (?:\d+: |line \d+: )?(?:exec: )?)([\w./+-]+)"?: (?:executable file not found|(?:command )?not found|stat .*no such file)/,
        reason: 'There is no command $1 in the image.',
        advice: 'Add $1 to the requirements, or correct CMD.',
    },
    {
        pattern: /(?:exec|env: )(?:[^\n]*[^\w./+\n-])?([\w./+-]+)['"’]?: no such file or directory/i,
        reason: 'The image has no $1 to start.',
        advice: 'Check the path in CMD or ENTRYPOINT, and that the script has Unix line ends.',
    },
    {
        pattern: /ModuleNotFoundError: No module named ['"]([\w.]+)['"]/,
        reason: 'The Python module $1 is not in the image.',
        advice: 'Add it to the requirements, or correct the path in CMD.',
    },
    {
        pattern: /Cannot find module '([^']+)'/,
        reason: 'The Node module $1 is not in the image.',
        advice: 'Add it to dependencies (not devDependencies), and see that the build step ran.',
    },
    {
        pattern: /(?:Failed to find attribute '(\w+)' in|has no attribute '(\w+)'|Attribute "(\w+)" not found in module)/,
        reason: 'The app object $1 is not where the server looks for it.',
        advice: 'Correct module:object in CMD.',
    },
    {
        pattern: /(?:EADDRINUSE|Address already in use)[^\n]*?(\d{2,5})?/i,
        reason: 'The port is taken inside the container.',
        advice: 'Start one server per port only.',
    },
    {
        pattern: /(?:EACCES|\[Errno 13\]|Permission denied)[^\n]*(?:0\.0\.0\.0|::):(\d{1,3})\b/i,
        reason: 'A user without rights may not open port $1.',
        advice: 'Listen on a port above 1024.',
    },
    {
        pattern: /(?:can't create |cannot create |mkdir: |touch: |open )?'?([\w./-]*)'?:? ?Read-only file system(?:: '([^'\n]+)')?/,
        reason: 'The app writes to $1, which is read-only.',
        advice: 'Write to /tmp or to a mounted share.',
    },
    { pattern: /KeyError: '([A-Z][A-Z0-9_]{2,})'/, reason: 'The setting $1 is not set.', advice: 'Set $1 for the app.' },
    {
        pattern: /could not connect to server|Connection refused|ECONNREFUSED/i,
        reason: 'A service that the app needs does not answer.',
        advice: 'Start it beside the app, or set its address.',
    },
    {
        pattern: /Cannot allocate memory|MemoryError|heap out of memory/i,
        reason: 'The app ran out of memory.',
        advice: 'Choose a larger size, or start fewer workers.',
    },
];
