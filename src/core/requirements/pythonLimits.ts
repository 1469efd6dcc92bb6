import { pinnedVersion, upperBound } from './specifier';
import { compareVersions, parseVersion } from './version';

/** A requirement as far as limits ask. */
export interface Pinned {
    readonly name: string;
    readonly specifier: string;
    readonly file: string;
    readonly line: number;
}

/**
 * The oldest release of a package that works on a Python, newest Python first: older ones have no wheel for it (and do not compile in a slim image), or use
 * a module that it lost (distutils, imp, asyncore in 3.12, cgi in 3.13). Written from knowledge, not read from release notes. Tried with
 * `pip download --only-binary :all:` for 3.13 on x86-64, this release (a wheel) and the one before (none), on 2026-11-22: aiohttp, asyncpg, cffi, greenlet,
 * httptools, lxml, numpy, orjson, pandas, pillow, psycopg-binary, psycopg2-binary, pydantic-core, scikit-learn, uvloop; the other rows and columns were not.
 * PyYAML 6.0 was seen to have wheels for 3.10 and 3.11, and 5.4.1 to have none (2026-11-30).
 * psycopg2 is compiled: 2.9.5 was seen to fail on 3.13 (2026-11-29), and its other versions are those whose Python its own releases name.
 * Django before 2.1, Flask before 1.0.3 and Werkzeug before 0.15 import the abstract classes from `collections`, which Python 3.10 took from it (read in their wheels).
 * Bottle 0.12.19 and 0.12.25 import cgi (read in their wheels); 0.10.2, whose syntax is Python 2's, was seen to stop on 3.13 (2026-11-30).
 * gunicorn 19.7.1 was seen to stop on 3.11, which has no inspect.getargspec; 19.8 asks for it on Python 2 only.
 * PyJWT 1.4.2 to 1.6.4 were seen to stop on 3.13 for the same reason (2026-11-30).
 * six before 1.16, urllib3 before 1.26.5, redis before 4.1, SQLAlchemy 2.0.0 to 2.0.30, azure-identity before 1.6.1, httpx before 0.23.1,
 * Markdown before 3.4.1, Motor before 3.1.1 and stripe before 3.1 were seen to stop while they are imported on 3.13, and pydantic 2.5 to need a
 * compiler there (2026-11-30); a name with `@` is for the releases of that major version.
 * langchain, langchain-community and streamlit ask for a numpy before 2 in older releases, which has no wheel for 3.13 (read from their metadata).
 */
const oldestFor: Readonly<Record<string, Readonly<Partial<Record<PythonMinor, string>>>>> = {
    aiohttp: { '3.13': '3.10.5', '3.12': '3.9.0', '3.11': '3.8.3', '3.10': '3.8.0' },
    asyncpg: { '3.13': '0.30.0', '3.12': '0.29.0', '3.11': '0.27.0' },
    'azure-identity': { '3.13': '1.6.1', '3.12': '1.6.1' },
    bcrypt: { '3.13': '3.2.2' },
    blis: { '3.13': '1.2.0', '3.12': '0.7.10' },
    bottle: { '3.13': '0.13', '3.12': '0.11', '3.11': '0.11', '3.10': '0.11', '3.9': '0.11' },
    brotli: { '3.13': '1.1.0', '3.12': '1.1.0' },
    celery: { '3.13': '5.0.0', '3.12': '5.0.0' },
    cffi: { '3.13': '1.17.0', '3.12': '1.16.0', '3.11': '1.15.1' },
    'confluent-kafka': { '3.13': '2.6.1', '3.12': '2.3.0' },
    contourpy: { '3.13': '1.3.0', '3.12': '1.1.1' },
    django: { '3.13': '4.2', '3.12': '4.2', '3.11': '3.2', '3.10': '2.1' },
    eventlet: { '3.13': '0.36.1', '3.12': '0.34.1', '3.11': '0.33.0' },
    'faiss-cpu': { '3.13': '1.9.0', '3.12': '1.8.0', '3.11': '1.7.3' },
    flask: { '3.13': '1.0.3', '3.12': '1.0.3', '3.11': '1.0.3', '3.10': '1.0.3' },
    fiona: { '3.13': '1.10.1', '3.12': '1.9.5' },
    frozenlist: { '3.13': '1.5.0', '3.12': '1.4.1' },
    gevent: { '3.13': '24.10.1', '3.12': '23.9.0', '3.11': '22.10.0' },
    greenlet: { '3.13': '3.1.0', '3.12': '3.0.0', '3.11': '2.0.0' },
    grpcio: { '3.13': '1.66.2', '3.12': '1.59.0', '3.11': '1.49.1' },
    gunicorn: { '3.13': '21.0.0', '3.12': '21.0.0', '3.11': '19.8' },
    httptools: { '3.13': '0.6.2', '3.12': '0.6.1', '3.11': '0.5.0' },
    httpx: { '3.13': '0.23.1' },
    jinja2: { '3.13': '2.11', '3.12': '2.11', '3.11': '2.11', '3.10': '2.11' },
    kiwisolver: { '3.13': '1.4.7', '3.12': '1.4.5' },
    langchain: { '3.13': '0.3.14' },
    'langchain-community': { '3.13': '0.3.14' },
    lxml: { '3.13': '5.3.0', '3.12': '4.9.3', '3.11': '4.9.2' },
    markdown: { '3.13': '3.4.1', '3.12': '3.4.1' },
    matplotlib: { '3.13': '3.9.2', '3.12': '3.8.0', '3.11': '3.6.1' },
    motor: { '3.13': '3.1.1', '3.12': '3.1.1', '3.11': '3.1.1' },
    multidict: { '3.13': '6.1.0', '3.12': '6.0.5' },
    'mysql-connector-python': { '3.13': '9.1.0', '3.12': '8.2.0' },
    numba: { '3.13': '0.61.0', '3.12': '0.59.0', '3.11': '0.57.0' },
    numpy: { '3.13': '2.1.0', '3.12': '1.26.0', '3.11': '1.23.2', '3.10': '1.21.2' },
    onnxruntime: { '3.13': '1.20.0', '3.12': '1.17.0', '3.11': '1.15.0' },
    orjson: { '3.13': '3.10.7', '3.12': '3.9.10', '3.11': '3.8.1' },
    pandas: { '3.13': '2.2.3', '3.12': '2.1.1', '3.11': '1.5.1', '3.10': '1.3.3' },
    pillow: { '3.13': '10.4.0', '3.12': '10.1.0', '3.11': '9.3.0', '3.10': '8.4.0' },
    psutil: {},
    'psycopg-binary': { '3.13': '3.2.2', '3.12': '3.1.13' },
    psycopg2: { '3.13': '2.9.10', '3.12': '2.9.6', '3.11': '2.9.4', '3.10': '2.9.2' },
    'psycopg2-binary': { '3.13': '2.9.10', '3.12': '2.9.9', '3.11': '2.9.5', '3.10': '2.9.2' },
    pyarrow: { '3.13': '18.0.0', '3.12': '14.0.0', '3.11': '10.0.1' },
    pycryptodome: {},
    pydantic: { '3.13': '1.10.19', '3.12': '1.10.13', '3.11': '1.10.2' },
    'pydantic@2': { '3.13': '2.8.0', '3.12': '2.4.0' },
    'pydantic-core': { '3.13': '2.20.0', '3.12': '2.10.0' },
    pyjwt: { '3.13': '1.7.0', '3.12': '1.7.0', '3.11': '1.7.0', '3.10': '1.7.0' },
    pymssql: { '3.13': '2.3.2', '3.12': '2.2.11' },
    pyodbc: { '3.13': '5.2.0', '3.12': '5.0.1', '3.11': '4.0.35' },
    pyyaml: { '3.13': '6.0.2', '3.12': '6.0.1', '3.11': '6.0', '3.10': '6.0' },
    redis: { '3.13': '4.1.0', '3.12': '4.1.0' },
    regex: { '3.13': '2024.7.24', '3.12': '2023.8.8' },
    'ruamel-yaml-clib': { '3.13': '0.2.12', '3.12': '0.2.8' },
    safetensors: {},
    'scikit-image': { '3.13': '0.25.0', '3.12': '0.22.0', '3.11': '0.20.0' },
    'scikit-learn': { '3.13': '1.5.2', '3.12': '1.3.1', '3.11': '1.2.0' },
    scipy: { '3.13': '1.14.1', '3.12': '1.11.2', '3.11': '1.9.2' },
    sentencepiece: { '3.13': '0.2.1', '3.12': '0.2.0', '3.11': '0.1.98' },
    shapely: { '3.13': '2.0.6', '3.12': '2.0.2', '3.11': '2.0.0' },
    spacy: { '3.13': '3.8.7', '3.12': '3.7.0', '3.11': '3.5.0' },
    six: { '3.13': '1.16.0', '3.12': '1.16.0' },
    sqlalchemy: { '3.13': '1.4.0' },
    'sqlalchemy@2': { '3.13': '2.0.31' },
    statsmodels: { '3.13': '0.14.4', '3.12': '0.14.1', '3.11': '0.13.5' },
    streamlit: { '3.13': '1.37.0' },
    stripe: { '3.13': '3.1.0', '3.12': '3.1.0' },
    tensorflow: { '3.13': '2.20.0', '3.12': '2.16.1', '3.11': '2.12.0', '3.10': '2.8.0' },
    'tensorflow-cpu': { '3.13': '2.20.0', '3.12': '2.16.1', '3.11': '2.12.0' },
    tiktoken: { '3.13': '0.8.0', '3.12': '0.5.2' },
    tokenizers: { '3.13': '0.14.0', '3.12': '0.14.0', '3.11': '0.13.2' },
    torch: { '3.13': '2.6.0', '3.12': '2.2.0', '3.11': '2.0.0', '3.10': '1.11.0' },
    torchvision: { '3.13': '0.21.0', '3.12': '0.17.0', '3.11': '0.15.1' },
    urllib3: { '3.13': '1.26.5', '3.12': '1.26.5' },
    uvloop: { '3.13': '0.21.0', '3.12': '0.18.0', '3.11': '0.17.0' },
    webob: { '3.13': '1.8.8' },
    werkzeug: { '3.13': '0.15', '3.12': '0.15', '3.11': '0.15', '3.10': '0.15' },
    wrapt: { '3.13': '1.17.0', '3.12': '1.16.0', '3.11': '1.15.0' },
    yarl: { '3.13': '1.9.4', '3.12': '1.9.3' },
    zope: {},
}; // prettier-ignore

export type PythonMinor = '3.13' | '3.12' | '3.11' | '3.10' | '3.9';

/** The Pythons that an image exists for, the preferred one first. */
export const pythonMinors: readonly PythonMinor[] = ['3.13', '3.12', '3.11', '3.10', '3.9'];

/** A requirement that does not work on a Python, and the oldest release that would. */
export interface Misfit {
    readonly requirement: Pinned;
    readonly needs: string;
}

/** The requirements that do not work on this Python, as far as it is known. */
export function misfits(requirements: Iterable<Pinned>, python: string): readonly Misfit[] {
    return [...requirements].flatMap((requirement) => {
        const newest = newestAllowed(requirement.specifier);
        const a = newest === undefined ? undefined : parseVersion(newest.version);
        const limits = oldestFor[`${requirement.name}@${majorOf(a?.release ?? [], newest?.kind)}`] ?? oldestFor[requirement.name];
        const needs = limits?.[python as PythonMinor];
        const b = needs === undefined ? undefined : parseVersion(needs);
        if (newest === undefined || needs === undefined || a === undefined || b === undefined) {
            return [];
        }
        const order = compareVersions(a, b);
        return order < 0 || (order === 0 && newest.kind === 'below') ? [{ requirement, needs }] : [];
    });
}

/** The major version of a release, or of the newest one below it. */
function majorOf([major = 0, ...rest]: readonly number[], kind: 'exactly' | 'below' | undefined): number {
    return kind === 'below' && rest.every((part) => part === 0) ? major - 1 : major;
}

/** The newest release that a specifier lets in, or the one that it stays below; undefined when it is open above. */
export function newestAllowed(specifier: string): { version: string; kind: 'exactly' | 'below' } | undefined {
    // Poetry's bare version is that one.
    const pinned = pinnedVersion(specifier) ?? /^\d+(?:\.\d+)*$/.exec(specifier.trim())?.[0];
    if (pinned !== undefined) {
        return { version: pinned, kind: 'exactly' };
    }
    const compatible = /~=\s*(\d+(?:\.\d+)*)/.exec(specifier)?.[1]?.split('.');
    if (compatible !== undefined && compatible.length > 1) {
        return { version: next(compatible.slice(0, -1)), kind: 'below' };
    }
    const [, sign, version = ''] = /^([\^~])\s*(\d+(?:\.\d+)*)/.exec(specifier.trim()) ?? [];
    if (sign !== undefined) {
        const parts = version.split('.');
        const first = parts.findIndex((part) => Number(part) > 0);
        return { version: next(parts.slice(0, sign === '~' ? 2 : first < 0 ? parts.length : first + 1)), kind: 'below' };
    }
    const bound = upperBound(specifier);
    return bound === undefined ? undefined : { version: bound, kind: 'below' };
}

/** The release after all that begin so. */
function next(parts: readonly string[]): string {
    const last = Number(parts.at(-1) ?? 0) + 1;
    return [...parts.slice(0, -1), String(last)].join('.');
}
