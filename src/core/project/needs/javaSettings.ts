import { isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import type { ReadVariable } from './readVariable';
import type { SourceText } from './sourceText';

/** The settings that are used whatever the profile is. */
const settingsFile = /(^|\/)src\/main\/resources\/(config\/)?application\.(properties|ya?ml)$/;
/** Settings of libraries that say where a service is; whose parent may hold who signs in there. */
const placeKey =
    /^(spring|quarkus|datasources|mongodb|redis|kafka|rabbitmq|elasticsearch)\.(?:.*\.)?(url|uris?|hosts?|bootstrap-servers|bootstrap\.servers|addresses|connection-string|contact-points|issuer-uri|jwk-set-uri)$/;
/** Where the app itself listens, and what watches it when it is there. */
const ownPlace = /^quarkus\.(http|management|grpc\.server|swagger-ui|dev-ui)\.|^spring\.(boot\.admin|devtools)\./;
/** A name without a dot is the machine itself, or a neighbour in a compose file: neither is there in Azure. */
const nearHost = /(?:^|\/\/|@|,)(?:localhost|127\.0\.0\.1|[A-Za-z][\w-]*)(?::\d+)?(?:[/,?;]|$)/;
/** Databases that are in the process, or in a file. */
const inside = /^jdbc:(?:\w+:)?(h2|hsqldb|derby|sqlite):|^classpath:|^file:/;

interface Setting {
    readonly key: string;
    readonly value: string;
    readonly line: number;
}

/**
 * What the settings of Spring Boot, Quarkus and Micronaut say of services that are only on the developer's machine, by the variables that take their place:
 * `spring.datasource.url` is SPRING_DATASOURCE_URL.
 */
export function javaSettings(sources: readonly SourceText[]): ReadVariable[] {
    return sources
        .filter(({ file }) => settingsFile.test(file))
        .flatMap(({ file, text }) => {
            const all = asDeployed(settingsIn(file, text));
            const replaced = keysOfProfile(sources, file, all);
            const settings = all.filter(({ key }) => !replaced.has(key));
            const places = settings.filter(
                ({ key, value }) => placeKey.test(key) && !ownPlace.test(key) && !inside.test(value) && isNear(key, value),
            );
            const parents = new Set(places.map(({ key }) => parentOf(key)));
            const signIns = settings.filter(
                ({ key, value }) => /\.(username|password)$/.test(key) && parents.has(parentOf(key)) && !value.includes('${'),
            );
            return [
                ...places.map(({ key, line }) => ({ name: variableOf(key), how: 'demanded' as const, file, line })),
                ...signIns.map(({ key, value, line }) =>
                    key.endsWith('.password')
                        ? { name: variableOf(key), how: 'demanded' as const, secret: true as const, file, line }
                        : { name: variableOf(key), how: 'optional' as const, default: value, file, line },
                ),
            ];
        });
}

/** Every setting of a file, by its whole name. */
export function settingsIn(file: string, text: string): Setting[] {
    return file.endsWith('.properties') ? properties(text) : yamlSettings(text);
}

/** What a profile of Spring's, which the settings themselves choose, says in a file of its own: that goes first. */
function keysOfProfile(sources: readonly SourceText[], file: string, settings: readonly Setting[]): ReadonlySet<string> {
    const chosen = settings.find(({ key }) => key === 'spring.profiles.active')?.value.split(',') ?? [];
    const beside = file.slice(0, file.lastIndexOf('/') + 1);
    const names = new Set(
        chosen.flatMap((each) => ['properties', 'yml', 'yaml'].map((ending) => `${beside}application-${each.trim()}.${ending}`)),
    );
    return new Set(sources.flatMap((each) => (names.has(each.file) ? settingsIn(each.file, each.text).map(({ key }) => key) : [])));
}

/** Quarkus is deployed with its profile `prod`: what that says takes the place of what is said for every profile. */
function asDeployed(settings: readonly Setting[]): Setting[] {
    const begin = /^["']?%prod["']?\./;
    const deployed = new Set(settings.flatMap(({ key }) => (begin.test(key) ? [key.replace(begin, '')] : [])));
    return settings.flatMap((each) =>
        begin.test(each.key) ? [{ ...each, key: each.key.replace(begin, '') }] : deployed.has(each.key) ? [] : [each],
    );
}

const springDrivers =
    /<artifactId>(postgresql|mysql-connector-(?:j|java)|mariadb-java-client|mssql-jdbc)<|["':](postgresql|mysql-connector-(?:j|java)|mariadb-java-client|mssql-jdbc)["':]/;
const springData = /spring-boot-starter-(data-jpa|jdbc|data-jdbc)\b/;
const inProcess = /<artifactId>(h2|hsqldb|derby)<|["':](h2|hsqldb|derby)["':]|spring-boot-docker-compose|testcontainers/;
const ownSource = /\b(DataSourceBuilder|HikariDataSource|DriverManagerDataSource|AbstractRoutingDataSource)\b/;
const anySettings = /(^|\/)src\/main\/resources\/(config\/)?(application|bootstrap)[\w-]*\.(properties|ya?ml)$/;

/**
 * Where the database is, when a driver is listed and no settings and no code say it: Spring Boot and Quarkus stop then, unless their own variables do. A
 * profile that says it is believed, whether it is chosen or not.
 */
export function leftToVariables(sources: readonly SourceText[], manifests: readonly SourceText[]): ReadVariable[] {
    const builds = manifests.filter(({ file }) => /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/.test(file));
    const settings = sources.filter(({ file }) => anySettings.test(file));
    const code = sources.filter(({ file }) => /\.(java|kt)$/.test(file));
    const says = (pattern: RegExp) => settings.some(({ text }) => pattern.test(text));
    const found: ReadVariable[] = [];
    for (const { file, text } of builds) {
        const line = (pattern: RegExp) => text.slice(0, pattern.exec(text)?.index ?? 0).split('\n').length;
        const tell = (names: readonly string[], pattern: RegExp) => {
            found.push(...names.map((name) => ({ name, how: 'demanded' as const, file, line: line(pattern) })));
        };
        const jdbc = /quarkus-jdbc-(?!h2|derby)\w+/;
        const reactive = /quarkus-reactive-(pg|mysql|mssql|oracle|db2)-client/;
        const given = says(
            /^[ \t]*(?:%prod\.)?quarkus\.datasource\.(?:[\w"-]{1,60}\.)?(?:(?:jdbc|reactive)(?:\.url)?|url)[ \t]*[=:][ \t]*\S|^[ \t]+(?:jdbc|reactive):/m,
        );
        const isQuarkus = !given && (jdbc.test(text) || reactive.test(text));
        if (isQuarkus) {
            tell(
                [
                    ...(jdbc.test(text) ? ['QUARKUS_DATASOURCE_JDBC_URL'] : []),
                    ...(reactive.test(text) ? ['QUARKUS_DATASOURCE_REACTIVE_URL'] : []),
                    ...(says(/quarkus\.datasource\.username[ \t]*[=:][ \t]*\S|^[ \t]+username:/m) ? [] : ['QUARKUS_DATASOURCE_USERNAME']),
                    ...(says(/quarkus\.datasource\.password[ \t]*[=:][ \t]*\S|^[ \t]+password:/m) ? [] : ['QUARKUS_DATASOURCE_PASSWORD']),
                ],
                jdbc.test(text) ? jdbc : reactive,
            );
        } else if (
            springDrivers.test(text) &&
            springData.test(text) &&
            !inProcess.test(text) &&
            !says(/datasource|SPRING_DATASOURCE/i) &&
            !code.some((each) => ownSource.test(each.text))
        ) {
            tell(['SPRING_DATASOURCE_URL', 'SPRING_DATASOURCE_USERNAME', 'SPRING_DATASOURCE_PASSWORD'], springDrivers);
        }
    }
    return found;
}

function isNear(key: string, value: string): boolean {
    return (
        !value.includes('${') &&
        (/\.hosts?$/.test(key) && !value.includes('/') ? /^[\w-]+(:\d+)?$|^127\.0\.0\.1/.test(value) : nearHost.test(value))
    );
}

/** `quarkus.datasource.jdbc.url` lies one deeper than who signs in. */
function parentOf(key: string): string {
    return key.replace(/\.[^.]*$/, '').replace(/\.(jdbc|reactive)$/, '');
}

/** Spring leaves a dash out, Quarkus and Micronaut make a line of it. */
function variableOf(key: string): string {
    return (key.startsWith('spring.') ? key.replaceAll('-', '') : key).replace(/[^A-Za-z0-9]/g, '_').toUpperCase();
}

function properties(text: string): Setting[] {
    return text.split(/\r?\n/).flatMap((line, at) => {
        const [, key, value = ''] = /^[ \t]*((?:%prod\.)?[\w.-]+)[ \t]*[=:](.*)$/.exec(line) ?? [];
        return key === undefined ? [] : [{ key, value: value.trim(), line: at + 1 }];
    });
}

/** Of a file with several documents those that no profile chooses. */
function yamlSettings(text: string): Setting[] {
    const found: Setting[] = [];
    const lines = new LineCounter();
    let documents: ReturnType<typeof parseAllDocuments>;
    try {
        documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', lineCounter: lines });
    } catch {
        return [];
    }
    const walk = (node: unknown, path: string, depth: number): void => {
        if (isMap(node) && depth < 12) {
            for (const { key, value } of node.items) {
                walk(value, `${path}${path === '' ? '' : '.'}${isScalar(key) ? String(key.value) : ''}`, depth + 1);
            }
        } else if (isScalar(node) && (typeof node.value === 'string' || typeof node.value === 'number')) {
            found.push({ key: path, value: String(node.value), line: lines.linePos(node.range?.[0] ?? 0).line });
        }
    };
    for (const document of Array.isArray(documents) ? documents : []) {
        const from = found.length;
        walk(document.contents, '', 0);
        if (found.slice(from).some(({ key }) => /^spring\.(config\.activate\.on-profile|profiles)$/.test(key))) {
            found.length = from;
        }
    }
    return found;
}
