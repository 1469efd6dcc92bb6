import { boundsFor } from '../../requirements/removedNames';
import type { MissingBound } from '../../requirements/knownConflicts';
import type { Pinned } from '../../requirements/pythonLimits';
import { databaseDrivers, sqlalchemyTakers } from './databaseDrivers';
import type { PyModule } from './pythonModules';

/** Source: seen with 2.1.9 beside psycopg2 alone, which stops with `No module named 'psycopg'`, 2026-11-30. */
const psycopg2Usual = { needs: ['SQLAlchemy<2.1'], source: 'https://docs.sqlalchemy.org/en/21/changelog/migration_21.html' };

/**
 * The bound that keeps psycopg2 for PostgreSQL addresses that name no driver, which SQLAlchemy 2.1 reaches through psycopg. Needed where psycopg2 is listed
 * or has to be, and psycopg is not. An address may come from a variable; none is needed where all that the code writes down name a driver.
 */
export function postgresDriver(declared: ReadonlyMap<string, Pinned>, reached: readonly PyModule[]): readonly MissingBound[] {
    const taker = sqlalchemyTakers.map((name) => declared.get(name)).find((each) => each !== undefined);
    const listed = declared.get('psycopg2-binary') ?? declared.get('psycopg2');
    const wanted =
        listed ??
        (databaseDrivers(reached, new Set(declared.keys())).some(
            ({ requirement, insteadOf }) => requirement === 'psycopg2-binary' && insteadOf?.some((name) => declared.has(name)) === false,
        )
            ? taker
            : undefined);
    if (taker === undefined || wanted === undefined || declared.has('psycopg') || declared.has('psycopg-binary')) {
        return [];
    }
    const texts = reached.map(({ text }) => text);
    if (texts.some((text) => /postgres(ql)?\+\w/.test(text)) && !texts.some((text) => /postgres(ql)?:\/\//.test(text))) {
        return [];
    }
    return boundsFor(psycopg2Usual, declared).map((requirement) => ({
        requirement,
        because: wanted,
        reason: 'SQLAlchemy 2.1 takes psycopg instead of psycopg2 where an address of PostgreSQL names no driver',
    }));
}
