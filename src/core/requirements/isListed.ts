import { normalizeName } from './normalizeName';

/** The distribution that a requirement such as `psycopg[binary]>=3` asks for, normalized. */
export function distributionIn(requirement: string): string {
    return normalizeName(/^[\w.-]+/.exec(requirement)?.[0] ?? requirement);
}

/** Other distributions of the same module. */
const sisters: Readonly<Record<string, readonly string[]>> = { 'python-slugify': ['awesome-slugify', 'uni-slugify', 'unicode-slugify'], pycryptodome: ['pycrypto'], 'python-magic': ['file-magic', 'filemagic'], mysqlclient: ['mysql-python'], 'django-environ': ['environ-config'] }; // prettier-ignore

/**
 * True when what is brought, or the text of a lock, names the requirement. psycopg2 and psycopg2-binary, opencv-python and opencv-python-headless,
 * pycryptodome and pycryptodomex are one module each.
 */
export function isListed(requirement: string, brought: ReadonlySet<string>, lockText: string): boolean {
    const name = distributionIn(requirement);
    const stem = name.replace(/(-binary|-python-headless)$/, '');
    return (
        [...brought].some((each) => each === name || each.startsWith(stem)) ||
        sisters[name]?.some((each) => brought.has(each)) === true ||
        new RegExp(String.raw`"?${name.replaceAll('.', String.raw`\.`)}"?\s*(=|:|\n|$)|name\s*=\s*"${name}"`, 'i').test(lockText)
    );
}
