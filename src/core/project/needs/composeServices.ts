import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { NamedKind } from './findServices';
import type { SourceText } from './sourceText';

const images: readonly (readonly [RegExp, string])[] = [
    [/(^|\/)(postgres(ql)?|postgis|timescaledb|pgvector)\b/i, 'postgres'],
    [/(^|\/)(mysql|mariadb|percona)\b/i, 'mysql'],
    [/mssql/i, 'sqlserver'],
    [/(^|\/)mongo(db)?\b/i, 'mongodb'],
    [/(^|\/)(redis|valkey|redis-stack)\b/i, 'redis'],
    [/(^|\/)rabbitmq\b/i, 'rabbitmq'],
    [/(^|\/)(elasticsearch|opensearch)\b/i, 'elasticsearch'],
    [/(^|\/)memcached\b/i, 'memcached'],
    [/(^|\/)(cp-)?kafka\b/i, 'kafka'],
];

/** The kinds of services that a compose file says the app waits for (`depends_on`): what is built from the file's own folder. */
export function composeServices(compose: readonly SourceText[]): NamedKind[] {
    return compose.flatMap(({ file, text }) => {
        const lines = new LineCounter();
        const document = parseDocument(text, { lineCounter: lines, merge: true, logLevel: 'silent' });
        const services = document.get('services');
        if (document.errors.length > 0 || !isMap(services)) {
            return [];
        }
        return services.items.flatMap(({ value: service }): NamedKind[] => {
            const build = isMap(service) ? service.get('build') : undefined;
            const context = isMap(build) ? (build.get('context') ?? '.') : build;
            const waits = isMap(service) ? service.get('depends_on') : undefined;
            const names = isSeq(waits) ? waits.items : isMap(waits) ? waits.items.map(({ key }) => key) : [];
            return typeof context !== 'string' || context.replace(/^\.?\/*$/, '') !== ''
                ? []
                : names.flatMap((name) => {
                      const other = isScalar(name) ? services.get(name.value) : undefined;
                      const image = isMap(other) ? other.get('image') : undefined;
                      const kind = typeof image === 'string' ? images.find(([pattern]) => pattern.test(image))?.[1] : undefined;
                      const at = isScalar(name) ? (name.range?.[0] ?? 0) : 0;
                      return kind === undefined ? [] : [{ kind, file, line: lines.linePos(at).line }];
                  });
        });
    });
}
