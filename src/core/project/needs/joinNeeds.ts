import type { Needs } from '../profile';

/** What an app needs, with what a package of its own workspace needs; what both name is named once, as the app says it. */
export function joinNeeds(own: Needs, more: Needs): Needs {
    const beside = <Each>(mine: readonly Each[], others: readonly Each[], key: (each: Each) => string): Each[] => {
        const known = new Set(mine.map(key));
        return [...mine, ...others.filter((each) => !known.has(key(each)))];
    };
    return {
        variables: beside(own.variables, more.variables, ({ name }) => name),
        services: beside(own.services, more.services, ({ kind }) => kind),
        writes: beside(own.writes, more.writes, ({ path }) => path),
        migrations: beside(own.migrations, more.migrations, ({ command }) => command),
    };
}
