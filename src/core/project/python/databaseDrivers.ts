import { walkStatements } from './expressions';
import type { PyModule } from './pythonModules';
import type { QuietNeed } from './quietNeed';

/** What SQLAlchemy imports for the driver of an address. Source: docs.sqlalchemy.org, "Dialects". */
const drivers: Readonly<Record<string, string>> = {
    psycopg2: 'psycopg2-binary',
    psycopg: 'psycopg[binary]',
    asyncpg: 'asyncpg',
    pg8000: 'pg8000',
    pymysql: 'pymysql',
    mysqldb: 'mysqlclient',
    mysqlconnector: 'mysql-connector-python',
    aiomysql: 'aiomysql',
    asyncmy: 'asyncmy',
    aiosqlite: 'aiosqlite',
    pyodbc: 'pyodbc',
    aioodbc: 'aioodbc',
    pymssql: 'pymssql',
    cx_oracle: 'cx-Oracle',
    oracledb: 'oracledb',
};

/** The drivers of a kind of database, and the one that an address without a driver means. */
const dialects: Readonly<Record<string, { readonly usual: string; readonly all: readonly string[] }>> = {
    postgresql: { usual: 'psycopg2', all: ['psycopg2', 'psycopg2-binary', 'psycopg', 'psycopg-binary', 'asyncpg', 'pg8000', 'databases-postgresql', 'databases-asyncpg', 'sqlalchemy-postgresql-psycopg2binary', 'django-heroku'] }, // prettier-ignore
    mysql: { usual: 'mysqldb', all: ['mysqlclient', 'pymysql', 'mysql-connector-python', 'mysql-connector', 'aiomysql', 'asyncmy', 'flask-mysqldb', 'databases-mysql'] }, // prettier-ignore
    mssql: { usual: 'pyodbc', all: ['pyodbc', 'pymssql', 'aioodbc'] },
    oracle: { usual: 'oracledb', all: ['oracledb', 'cx-oracle'] },
};

/** Libraries that hand addresses to SQLAlchemy. */
export const sqlalchemyTakers = ['sqlalchemy', 'flask-sqlalchemy', 'flask-sqlalchemy-lite', 'sqlmodel', 'advanced-alchemy', 'fastapi-sqlalchemy', 'quart-db']; // prettier-ignore

/**
 * The drivers that addresses in the code demand of SQLAlchemy: `"mysql+pymysql://`, `drivername="postgresql+asyncpg"`, or a bare `"postgresql://` where no
 * driver of that database is listed. A line that only compares or rewrites addresses demands none.
 */
export function databaseDrivers(reached: readonly PyModule[], brought: ReadonlySet<string>): QuietNeed[] {
    if (!sqlalchemyTakers.some((name) => brought.has(name))) {
        return [];
    }
    return reached.flatMap((module) =>
        module.text.includes('://') || module.text.includes('+')
            ? codeLines(module).flatMap((line, at) => driverIn(line, module.path, at + 1))
            : [],
    );
}

/** The lines of a module, those of docstrings and other strings that stand alone empty. */
function codeLines({ text, statements }: PyModule): readonly string[] {
    const lines = text.split('\n');
    for (const statement of walkStatements(statements)) {
        if (statement.kind === 'expression' && statement.value.kind === 'string') {
            const first = statement.line - 1;
            const [before = '', quotes, inner = ''] = (lines[first] ?? '').split(/("""|''')(.*)/s);
            const end =
                quotes === undefined || before.trim().length > 1 || inner.includes(quotes)
                    ? first
                    : lines.findIndex((line, at) => at > first && line.includes(quotes));
            lines.fill('', first, (end < 0 ? lines.length - 1 : end) + 1);
        }
    }
    return lines;
}

function driverIn(written: string, file: string, number: number): QuietNeed[] {
    const line = written.replace(/\s#.*/, '');
    if (/^\s*#|\.replace\(|startswith\(|\bin\s|re\.sub\(|==|\blen\(|\[\s*\d+\s*:|\.removeprefix\(|\.split\(/.test(line)) {
        return [];
    }
    const [, dialect = '', driver] = /["'](postgresql|mysql|mariadb|mssql|oracle|sqlite)(?:\+(\w+))?(?::\/\/|["'])/.exec(line) ?? [];
    const known = dialects[dialect === 'mariadb' ? 'mysql' : dialect];
    const isAddress = line.includes(`${dialect}://`);
    const name = driver?.toLowerCase() ?? (isAddress ? known?.usual : undefined);
    const requirement = name === undefined || !Object.hasOwn(drivers, name) ? undefined : drivers[name];
    if (dialect === '' || requirement === undefined) {
        return [];
    }
    return [
        {
            uses: `${dialect}${driver === undefined ? '' : `+${driver}`}://`,
            requirement,
            ...(driver === undefined && known !== undefined && { insteadOf: known.all }),
            fails: 'starting',
            file,
            line: number,
        },
    ];
}
