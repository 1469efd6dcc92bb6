import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

const app = 'from fastapi import FastAPI\nfrom sqlalchemy import create_engine\napp = FastAPI()\nengine = create_engine(ADDRESS)\n';

describe('The driver of a PostgreSQL address that names none', () => {
    /** What the list is given, as titles of the fixes. */
    const check = (title: string, list: readonly string[], address: string, expected: readonly string[]) => {
        it(title, async () => {
            const [first] = await detectProjects(
                memoryFileSource({
                    'requirements.txt': ['fastapi', 'uvicorn', ...list, ''].join('\n'),
                    'main.py': app.replace('ADDRESS', address),
                }),
                {},
            );
            const added = first?.profile.findings.flatMap(({ fix }) => fix?.title.replace(/^Add (.*) to requirements.txt$/, '$1') ?? []);
            assert.deepEqual(added?.sort(), expected);
        });
    };
    const written = '"postgresql://app@db/app"';
    const read = 'os.environ["DATABASE_URL"]';
    const bound = ['SQLAlchemy<2.1'];
    check('is psycopg2 up to SQLAlchemy 2.0', ['sqlalchemy', 'psycopg2-binary'], written, bound);
    check('also where a variable brings it', ['sqlalchemy>=2.0.30', 'psycopg2'], read, bound);
    check('also where another library brings SQLAlchemy', ['sqlmodel==0.0.24', 'psycopg2-binary==2.9.10'], read, bound);
    check('also where the driver has to be added', ['sqlalchemy'], written, ['SQLAlchemy<2.1', 'psycopg2-binary']);
    check('is there beside a pin', ['sqlalchemy==2.0.36', 'psycopg2-binary'], written, []);
    check('is psycopg where it is listed', ['sqlalchemy', 'psycopg2-binary', 'psycopg[binary]'], written, []);
    check('does not matter to an address that names one', ['sqlalchemy', 'psycopg2-binary'], '"postgresql+psycopg2://app@db/app"', []);
    check('does not contradict a list that asks for SQLAlchemy 2.1', ['sqlalchemy>=2.1', 'psycopg2-binary'], written, []);
});
