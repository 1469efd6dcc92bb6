import type { Folder } from '../folder';

/** Settings of what else listens: their ports are not the app's. */
const foreignSettings = /^(db|database|data|sql|pg|postgres(ql)?|mysql|mariadb|mssql|mongo(db)?|redis|smtp|mail(er)?|email|amqp|rabbit(mq)?|kafka|elastic(search)?|cache|queue|ws|websocket|metrics|proxy|ftp|ssh|ldap|mqtt|connection|knex|sequelize|development|test)$/i; // prettier-ignore

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
    const port = portOf(data, 0);
    if (port === undefined) {
        return undefined;
    }
    const at = new RegExp(String.raw`"(?:\w+_)?port"\s*:\s*"?${String(port)}\b`, 'i').exec(text)?.index ?? 0;
    return { port, file, line: text.slice(0, at).split('\n').length, confidence: 'likely' };
}

/** The first port in the settings, the nearest to their beginning. */
function portOf(data: unknown, depth: number): number | undefined {
    if (typeof data !== 'object' || data === null || Array.isArray(data) || depth > 3) {
        return undefined;
    }
    const fields = Object.entries(data as Readonly<Record<string, unknown>>).filter(([key]) => !foreignSettings.test(key));
    const own = fields.find(([key, value]) => /^((app|http|server|api|listen|web)_?)?port$/i.test(key) && isPort(value))?.[1];
    if (own !== undefined) {
        return Number(own);
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
    return (typeof value === 'number' || typeof value === 'string') && /^\d{2,5}$/.test(String(value)) && Number(value) < 65536;
}
