/** The port of which a server's own words say that it listens there: "Listening at: http://0.0.0.0:8000", "Running on http://127.0.0.1:5000". */
export function portInLog(lines: readonly string[]): number | undefined {
    const line = listeningLine(lines);
    return line === undefined ? undefined : Number(listens.exec(line)?.[1]);
}

const listens = /\b(?:listening|running|started|serving|available)\b[^\n]{0,60}?(?:port |:)(\d{2,5})\b/i;

/** The newest line with such words, without the time before it. */
export function listeningLine(lines: readonly string[]): string | undefined {
    return lines.map((line) => line.replace(/^[^\sT]+T\S+ /, '')).findLast((line) => listens.test(line));
}
