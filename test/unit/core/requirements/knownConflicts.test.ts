import assert from 'node:assert/strict';
import { missingBounds } from '../../../../src/core/requirements/knownConflicts';

describe('Bounds that pins need', () => {
    const check = (title: string, pins: Readonly<Record<string, string>>, expected: readonly string[]) => {
        it(title, () => {
            const requirements = new Map(
                Object.entries(pins).map(([name, specifier]) => [name, { name, specifier, file: 'requirements.txt', line: 1 }]),
            );
            assert.deepEqual(
                missingBounds(requirements).map(({ requirement }) => requirement),
                expected,
            );
        });
    };
    check('an APScheduler that imports pkg_resources', { apscheduler: '==3.10.1' }, ['setuptools<81']);
    check('a newer one', { apscheduler: '==3.10.4' }, []);
    check('a Dash that does', { dash: '==2.13.0' }, ['setuptools<81']);
    check('a Motor before PyMongo 4.9', { motor: '==3.3.2' }, ['pymongo<4.9']);
    check('a Motor whose PyMongo is listed', { motor: '==3.3.2', pymongo: '==4.6.0' }, []);
    check('a Flask-Bcrypt before Werkzeug 2.1', { 'flask-bcrypt': '==0.7.1' }, ['Werkzeug<2.1', 'Flask<2.2']);
    check('a Flask-RESTful of Flask 1 beside what it is listed with', { 'flask-restful': '==0.3.8', flask: '==1.1.2', werkzeug: '==1.0.1', jinja2: '==2.11.3', itsdangerous: '==1.1.0', markupsafe: '==1.1.1' }, []); // prettier-ignore
    check('a Flask that imports url_quote', { flask: '==2.2.2' }, ['Werkzeug<3']);
    check('a Flask that no longer does', { flask: '==2.2.5' }, []);
    check('an Alembic before SQLAlchemy 2', { alembic: '==1.4.3' }, ['SQLAlchemy<2']);
    check('an MCP SDK that imports eval_type_backport', { mcp: '==1.13.1' }, ['pydantic<2.14']);
    check('one beside a pydantic of which any later one will do', { mcp: '==1.13.1', pydantic: '>=2.0' }, ['pydantic<2.14']);
    check('one beside a pydantic that is pinned', { mcp: '==1.13.1', pydantic: '==2.11.7' }, []);
    check('the first that does without', { mcp: '==1.21.1' }, []);
    check('a FastMCP that asks for such an MCP SDK', { fastmcp: '==2.12.5' }, ['pydantic<2.14']);
    check('a FastMCP that asks for a newer one', { fastmcp: '==2.13.0' }, []);
    check(
        'a library that any newer release breaks, also where the list names that openly',
        { 'flask-mongoengine': '', flask: '', pymongo: '' },
        ['Flask<2.3'],
    );
    check("one whose bound is the list's own", { 'flask-mongoengine': '==1.0.0', flask: '>=2.3' }, []);
    check('what is there already', { litestar: '==2.18.0', sniffio: '' }, []);
    check('an Azure library that imports six', { 'azure-storage-blob': '==12.17.0' }, ['six']);
    check('beside what brings six', { 'azure-storage-blob': '==12.17.0', pandas: '' }, []);
});
