const ranges: readonly (readonly [number, number])[] = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 6],
];

/** Whether a minute (UTC) is one that a five-field cron expression names; undefined for an expression that is none. */
export function matchesCron(expression: string, at: Date): boolean | undefined {
    const fields = expression.trim().split(/\s+/);
    const now = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCDay()];
    if (fields.length !== ranges.length) {
        return undefined;
    }
    const found = fields.map((text, index) => matchesField(text, ranges[index] ?? [0, 0], now[index] ?? 0));
    if (found.includes(undefined)) {
        return undefined;
    }
    const [minute, hour, day, month, weekday] = found;
    // Where both are limited, a day of the month or a day of the week is enough.
    const dayFits = fields[2] !== '*' && fields[4] !== '*' ? day === true || weekday === true : day === true && weekday === true;
    return minute === true && hour === true && month === true && dayFits;
}

function matchesField(text: string, [least, most]: readonly [number, number], value: number): boolean | undefined {
    let matched = false;
    for (const part of text.split(',')) {
        const [, from, to, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
        if (!/^(\*|\d+(-\d+)?)(\/\d+)?$/.test(part) || step === '0') {
            return undefined;
        }
        const first = from === undefined ? least : Number(from);
        const last = to !== undefined ? Number(to) : from === undefined || step !== undefined ? most : first;
        if (first < least || last > most || first > last) {
            return undefined;
        }
        matched ||= value >= first && value <= last && (value - first) % Number(step ?? 1) === 0;
    }
    return matched;
}
