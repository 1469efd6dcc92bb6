import type { Folder } from '../folder';

/** Where databases, caches, brokers and mail servers listen: a port of that number in settings is theirs. */
export const foreignPorts = new Set(['25', '465', '587', '993', '1433', '1521', '3306', '5432', '5672', '6379', '9042', '9092', '9200', '11211', '27017']); // prettier-ignore

/** Settings of what else listens: their ports are not the app's. */
const foreignSettings = /^(db|database|data|sql|pg|postgres(ql)?|mysql|mariadb|mssql|mongo(db)?|redis|smtp|mail(er)?|email|amqp|rabbit(mq)?|kafka|elastic(search)?|cache|queue|ws|websocket|metrics|proxy|ftp|ssh|ldap|mqtt|connection|knex|sequelize|development|test)$/i; // prettier-ignore

/** What settings hold together that say how to connect to something, as those of a database or a mail server do. */
const connects: readonly (readonly string[])[] = [
    ['dialect'],
    ['host', 'user'],
    ['host', 'username'],
    ['host', 'auth'],
    ['server', 'user'],
];

/** The port that a JSON file of the project's own settings gives the app; undefined where it gives none, or is no JSON. */
export async function settingsPort(
    folder: Folder,
    file: string,
): Promise<{ readonly port: number; readonly file: string; readonly line: number; readonly confidence: 'likely' } | undefined> {
    const text = (await folder.text(file)) ?? '';
    let data: unknown;
    try {
        data = JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
    const own = portOf(data, 0);
    if (own === undefined) {
        return undefined;
    }
    const at = new RegExp(String.raw`"${own.key}"\s*:\s*"?${String(own.port)}\b`).exec(text)?.index ?? 0;
    return { port: own.port, file, line: text.slice(0, at).split('\n').length, confidence: 'likely' };
}

/** The first port in the settings, the nearest to their beginning. */
function portOf(data: unknown, depth: number): { readonly key: string; readonly port: number } | undefined {
    if (typeof data !== 'object' || data === null || Array.isArray(data) || depth > 3) {
        return undefined;
    }
    const fields = Object.entries(data as Readonly<Record<string, unknown>>).filter(([key]) => !foreignSettings.test(key));
    const keys = fields.map(([key]) => key.toLowerCase());
    if (connects.some((all) => all.every((key) => keys.includes(key)))) {
        return undefined;
    }
    const own = fields.find(([key, value]) => /^((app|http|server|api|listen|web)_?)?port$/i.test(key) && isPort(value));
    if (own !== undefined) {
        return { key: own[0], port: Number(own[1]) };
    }
    for (const [, value] of fields) {
        const inner = portOf(value, depth + 1);
        if (inner !== undefined) {
            return inner;
        }
    }
    return undefined;
}

function isPort(value: unknown): boolean {
    return (
        (typeof value === 'number' || typeof value === 'string') &&
        /^[1-9]\d{1,4}$/.test(String(value)) &&
        Number(value) < 65536 &&
        !foreignPorts.has(String(value))
    );
}
