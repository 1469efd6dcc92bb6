import { isPublicName } from '../../build/publicVariables';
import type { NeededVariable } from '../profile';
import type { ReadVariable } from './readVariable';

const secretName =
    /(^|_)(SECRETS?|PASSWORD|PASSWD|PWD|PW|PASS|PASSPHRASE|TOKEN|CREDENTIALS?|PRIVATE_KEY|ENCRYPTION_KEY|SIGNING_KEY|ACCESS_KEY|API_?KEY|APIKEY|AUTH_?KEY|SAS|DSN|SALT|CONNECTION_?STRING|CONNSTR|CONN_STR|KEY|JWT)(_|$)|SECRET|PASSWORD|APIKEY|ConnectionString|(^|[a-z_:.])(Key|Token|Pwd|Password|Passwd|Passphrase|Secret)$/;
const notSecret = /(^|_)(PUBLIC|PUBLISHABLE|TTL|EXP|IGNORE|EXPIRY|EXPIRES?|EXPIRATION|LENGTH|ALGORITHM|NAME|FILE|PATH|TIMEOUT|AGE|SECONDS|MINUTES|DAYS|TYPE|ISSUER|AUDIENCE|ROUNDS|DEBUG|ENABLED|HEADER|PREFIX|MAX|MIN|LIMIT|COUNT)(_|$)/i; // prettier-ignore
/** Who signs in, in an address. */
const signIn = /:\/\/[^\s:/@]{0,256}:[^\s@/]{1,512}@/;
const address =
    /(^|_)(DATABASE|DB|SQL|POSTGRES(QL)?|PG|MYSQL|MONGO(DB)?|REDIS|AMQP|RABBITMQ|BROKER)_{0,2}(URL|URI|DSN|CONN(?!\w*(MAX|MIN|IDLE|LIFE|AGE|TIMEOUT|POOL|LIMIT|RETR|COUNT))\w*)$|ConnectionStrings?(__|:)/i;

/** The kind of a database, which some call a connection. */
const databaseKind = /^(mysql2?|mariadb|pgsql|postgres(ql)?|sqlite3?|sqlsrv|mongodb|oracle)$/;

/** What the platform or the image sets, and what only development tools read. */
const ambient =
    /^(PORT|HOST|HOSTNAME|PATH|HOME|USER|PWD|SHELL|LANG|LC_ALL|TZ|TMP|TEMP|TMPDIR|CI|NODE_ENV|PYTHONPATH|PYTHONUNBUFFERED|VIRTUAL_ENV|DYNO|WEB_CONCURRENCY|VERCEL\w*|RENDER\w*|RAILWAY_\w+|FLY_\w+|NETLIFY|HEROKU_\w+|WEBSITE_\w+|CONTAINER_APP_\w+|IDENTITY_(ENDPOINT|HEADER)|MSI_(ENDPOINT|SECRET)|PYTEST_\w+|HTTPS?_PROXY|NO_PROXY|ALL_PROXY|https?_proxy|no_proxy|all_proxy|CODESPACE\w*|GITHUB_(CODESPACES_\w+|ACTIONS?|SHA|REF\w*|RUN_\w+|WORKSPACE|REPOSITORY\w*|HEAD_REF|BASE_REF|EVENT_\w+|OUTPUT|ENV|JOB|WORKFLOW)|KUBERNETES_\w+|npm_\w+|WERKZEUG_\w+|JEST_WORKER_ID|VITEST|DJANGO_SETTINGS_MODULE|FLASK_APP|NEXT_RUNTIME|NEXT_PHASE|RAILS_ENV|RACK_ENV|APPDATA|LOCALAPPDATA|XDG_\w+|COLUMNS|TERM|NO_COLOR|FORCE_COLOR|ASPNETCORE_\w+|DOTNET_\w+|RUST_LOG|RUST_BACKTRACE|GOPATH|BUNDLE_\w+|CUDA_\w+)$/;

/** What somebody has to enter although a hosting platform's name is in front: keys of theirs, their API, and services. The rest the platform sets. */
const ownKey =
    /^(VERCEL|RENDER|RAILWAY|FLY|HEROKU)_(?!OIDC_TOKEN|AUTOMATION_BYPASS_SECRET)\w*(API|WEBHOOK|REDIS|DATABASE|POSTGRES|MYSQL|MONGO|(KEY|TOKEN|SECRET|PASSWORD)$)/;

/** Keys of clients that send nothing as long as they have none. */
const goesOnWithout = /(^|_)SENTRY_DSN$/;

/** What bundlers put in the place of a name in the code of pages; elsewhere they are names like any other. */
const bundlers = /^(MODE|DEV|PROD|SSR|BASE_URL_DEV)$/;

/** Where the code of servers is, which no bundler reads: Python, the root of a project, and folders of those names. */
const ofServers = /\.py$|^[\w.-]+\.[mc]?[jt]s$|^(?:src\/)?(?:server|api|backend|config|bin|routes|controllers|services|middlewares?)\//;

/** True for names whose values are never shown or logged: by the words in the name, and for addresses that carry a password. */
export function isSecretName(name: string): boolean {
    // `db_password`: variables that are written small have the same words.
    const words = /[A-Z]/.test(name) ? name : name.toUpperCase();
    return (secretName.test(words) && !notSecret.test(words)) || address.test(words);
}

/** True for a name that is secret only because it may hold an address. */
function isAddressName(name: string): boolean {
    return !secretName.test(/[A-Z]/.test(name) ? name : name.toUpperCase());
}

/**
 * One row per name: required when a place demands it, with the surest place. Names that the platform sets are left out, and so is the default of a secret:
 * rows are shown and logged.
 */
export function mergeVariables(reads: readonly ReadVariable[]): NeededVariable[] {
    const byName = new Map<string, ReadVariable[]>();
    // `USER`, `PASSWORD` and `HOST` beside each other say where a database is.
    const filesOf = (names: RegExp) => new Set(reads.flatMap(({ name, file }) => (names.test(name) ? [file] : [])));
    const passwords = filesOf(/^(PASSWORD|PASS)$/);
    const users = filesOf(/^USER$/);
    for (const read of reads) {
        const ofDatabase = /^(USER|HOST)$/.test(read.name) && users.has(read.file) && passwords.has(read.file);
        if (/^[A-Za-z_][\w.:-]*$/.test(read.name) && (ofDatabase || !isAmbient(read))) {
            const places = byName.get(read.name);
            if (places === undefined) {
                byName.set(read.name, [read]);
            } else {
                places.push(read);
            }
        }
    }
    const unset = new Set([...byName].flatMap(([name, places]) => (places.every(({ how, default: fallback }) => how === 'asked' && fallback === undefined) ? [name] : []))); // prettier-ignore
    return [...byName].map(([name, places]) => {
        const isKind = places.some((place) => databaseKind.test(place.default ?? ''));
        const secret =
            (isSecretName(name) && !(isKind && isAddressName(name))) ||
            places.some((place) => place.secret === true || signIn.test(place.default ?? ''));
        const demanded = places.find((place) => place.how === 'demanded');
        const fallback = places.find((place) => place.default !== undefined);
        const asked = places.every((place) => place.how === 'asked') ? places[0] : undefined;
        const place = demanded ?? fallback ?? places[0];
        return {
            name,
            // A key or an address that is asked for without a default is of no use when it is missing.
            required:
                demanded !== undefined ||
                (fallback === undefined &&
                    asked !== undefined &&
                    ((secret && !isPublicName(name) && !goesOnWithout.test(name)) || isPartOfAddress(name, unset))),
            secret,
            ...(demanded === undefined && !secret && fallback?.default !== undefined && { default: fallback.default }),
            file: place?.file ?? '',
            line: place?.line ?? 1,
        };
    });
}

const databasePart =
    /^((?:\w+_)?(?:POSTGRES|POSTGRESQL|PG|DB|DATABASE|MYSQL|MARIADB|MSSQL|SQL|SQLSERVER|ORACLE|MONGO|MONGODB|RDS)_?)(?:HOST|HOSTNAME|SERVER|USER|USERNAME|NAME|DB|DATABASE|DBNAME)$/i;

/** True for the host, the user or the name of a database whose password is asked for in the same way: without one of them it is not reached. */
function isPartOfAddress(name: string, unset: ReadonlySet<string>): boolean {
    const prefix = databasePart.exec(name)?.[1];
    return prefix !== undefined && ['PASSWORD', 'PASS', 'PWD', 'PW', 'password', 'pass'].some((word) => unset.has(`${prefix}${word}`));
}

function isAmbient({ name, how, file }: ReadVariable): boolean {
    // Nobody sets HOST for an app that demands it.
    return name === 'HOST'
        ? how !== 'demanded'
        : (ambient.test(name) && !ownKey.test(name)) || (bundlers.test(name) && !ofServers.test(file));
}
