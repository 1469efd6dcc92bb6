/** Reads an engine's answer that arrives as JSON lines under status 200 and throws the error that one of them may bear. */
export function streamedAnswer({ status, text }) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const failure = status === 200 ? lines.map(readLine).find((line) => line?.error) : { error: text };
    if (failure) {
        const log = lines.map((line) => readLine(line)?.stream ?? '').join('');
        throw new Error(`${String(failure.error).trim()}\n${log.split('\n').slice(-20).join('\n')}`);
    }
}

function readLine(line) {
    try {
        return JSON.parse(line);
    } catch {
        return undefined;
    }
}
