import type { Pinned } from './pythonLimits';
import { boundsFor } from './removedNames';
import { compareVersions, parseVersion } from './version';

/** A bound that the project leaves open and that its own pins need: a later release of something they depend on broke them. */
export interface MissingBound {
    /** What to add to the list. */
    readonly requirement: string;
    readonly because: Pinned;
    readonly reason: string;
}

interface Rule {
    readonly name: string;
    /** Applies to releases older than this one. */
    readonly below: string;
    readonly needs: readonly string[];
    /** Distributions beside which nothing is missing. */
    readonly unless?: readonly string[];
    readonly reason: string;
    /** Where it is written down; the rules without one are older and come from trying the releases. */
    readonly source?: string;
}

/**
 * Azure's libraries that import six and leave it to azure-core, which no longer brings it (1.36 and later), with the first release that does without. Read in their
 * wheels, 2026-11-30.
 */
const withoutSix: readonly Rule[] = Object.entries({
    'azure-appconfiguration': '1.4',
    'azure-communication-email': '1.1',
    'azure-cosmos': '4.4',
    'azure-data-tables': '12.4.4',
    'azure-eventgrid': '4.10',
    'azure-eventhub': '5.11',
    'azure-keyvault-certificates': '4.5',
    'azure-keyvault-keys': '4.4',
    'azure-keyvault-secrets': '4.5',
    'azure-search-documents': '11.4',
    'azure-storage-blob': '12.18',
    'azure-storage-file-datalake': '12.10',
    'azure-storage-file-share': '12.11',
    'azure-storage-queue': '12.6',
}).map(([name, below]) => ({
    name,
    below,
    needs: ['six'],
    unless: ['azure-core', 'azure-identity', 'python-dateutil', 'pandas', 'matplotlib', 'botocore', 'boto3'],
    reason: 'this release imports six, which azure-core no longer brings',
}));

const rules: readonly Rule[] = [
    { name: 'flask', below: '2.0', needs: ['Werkzeug<2.1', 'Jinja2<3.1', 'itsdangerous<2.1', 'MarkupSafe<2.1'], reason: 'Flask 1 imports names that Jinja2 3.1, itsdangerous 2.1 and MarkupSafe 2.1 removed' },
    { name: 'flask', below: '2.2', needs: ['Werkzeug<2.4'], reason: 'this Flask imports url_quote, which Werkzeug 3 removed' },
    { name: 'flask', below: '2.2.5', needs: ['Werkzeug<3'], reason: 'this Flask imports url_quote, which Werkzeug 3 removed' },
    { name: 'flask-login', below: '0.6.3', needs: ['Werkzeug<3', 'Flask<3'], reason: 'this Flask-Login imports url_decode, which Werkzeug 3 removed' },
    { name: 'flask-wtf', below: '1.1', needs: ['Flask<2.3', 'Werkzeug<3'], reason: 'this Flask-WTF imports Markup from Flask, which Flask 3 removed' },
    { name: 'flask-sqlalchemy', below: '2.5', needs: ['Flask<2.3', 'Werkzeug<2.4', 'SQLAlchemy<2'], reason: 'this Flask-SQLAlchemy uses _app_ctx_stack, which Flask 2.3 removed' },
    { name: 'flask-sqlalchemy', below: '3.0', needs: ['SQLAlchemy<2'], reason: 'this Flask-SQLAlchemy needs SQLAlchemy 1' },
    { name: 'flask-restplus', below: '99', needs: ['Werkzeug<0.17', 'Flask<2'], reason: 'flask-restplus is no longer kept and needs an old Werkzeug' },
    { name: 'flask-mongoengine', below: '99', needs: ['Flask<2.3'], reason: 'flask-mongoengine imports JSONEncoder from Flask, which Flask 2.3 removed' },
    { name: 'flask-restx', below: '1.2', needs: ['Werkzeug<3', 'Flask<3'], reason: 'this flask-restx needs Werkzeug 2' },
    { name: 'dash', below: '2.0', needs: ['Flask<2.3', 'Werkzeug<2.4'], reason: 'this Dash uses what Flask 2.3 removed' },
    { name: 'streamlit', below: '1.22', needs: ['altair<5'], reason: 'this Streamlit imports altair.vegalite.v4, which Altair 5 removed' },
    { name: 'streamlit', below: '1.13', needs: ['protobuf<4', 'altair<5', 'click<8.1'], reason: 'this Streamlit needs protobuf 3' },
    { name: 'fastapi', below: '0.100', needs: ['pydantic<2'], reason: 'this FastAPI needs pydantic 1' },
    { name: 'pandas', below: '2.2.2', needs: ['numpy<2'], reason: 'this pandas was built for numpy 1' },
    { name: 'scikit-learn', below: '1.4.2', needs: ['numpy<2'], reason: 'this scikit-learn was built for numpy 1' },
    { name: 'scipy', below: '1.13', needs: ['numpy<2'], reason: 'this SciPy was built for numpy 1' },
    { name: 'matplotlib', below: '3.8.4', needs: ['numpy<2'], reason: 'this matplotlib was built for numpy 1' },
    { name: 'torch', below: '2.3', needs: ['numpy<2'], reason: 'this PyTorch was built for numpy 1' },
    { name: 'opencv-python', below: '4.10', needs: ['numpy<2'], reason: 'this OpenCV was built for numpy 1' },
    { name: 'opencv-python-headless', below: '4.10', needs: ['numpy<2'], reason: 'this OpenCV was built for numpy 1' },
    { name: 'openai', below: '1.55.3', needs: ['httpx<0.28'], reason: 'this openai passes an argument that httpx 0.28 removed' },
    { name: 'mcp', below: '1.21.1', needs: ['pydantic<2.14'], reason: 'this MCP SDK imports eval_type_backport, which pydantic 2.14 removed' },
    { name: 'fastmcp', below: '2.13', needs: ['pydantic<2.14'], reason: 'this FastMCP or the MCP SDK that it asks for imports eval_type_backport, which pydantic 2.14 removed' },
    { name: 'gradio', below: '4.44.1', needs: ['huggingface_hub<0.26', 'pydantic<2.11'], reason: 'this Gradio imports HfFolder, which huggingface_hub removed' },
    { name: 'gradio', below: '5.9', needs: ['starlette<1'], reason: 'this Gradio calls TemplateResponse(name, context), which Starlette 1 removed' },
    { name: 'gradio', below: '5.49', needs: ['huggingface_hub<1'], reason: 'this Gradio imports HfFolder, which huggingface_hub 1 removed' },
    { name: 'passlib', below: '99', needs: ['bcrypt<5'], reason: 'passlib does not work with bcrypt 5' },
    { name: 'connexion', below: '2.15', needs: ['Flask<2.3', 'Werkzeug<2.4'], reason: 'this Connexion imports what Flask 2.3 removed' },
    { name: 'celery', below: '5.0', needs: ['vine<5', 'kombu<5'], reason: 'Celery 4 needs vine 1' },
    { name: 'quart', below: '0.19', needs: ['Werkzeug<3'], reason: 'this Quart imports url_quote, which Werkzeug 3 removed', source: 'https://github.com/pallets/quart/issues/276' },
    { name: 'litestar', below: '2.19', needs: ['sniffio'], reason: 'this Litestar imports sniffio, which anyio no longer brings', source: 'https://github.com/litestar-org/litestar/pull/4507' },
    { name: 'starlite', below: '99', needs: ['sniffio'], reason: 'Starlite imports sniffio, which anyio no longer brings', source: 'https://github.com/litestar-org/litestar/issues/4508' },
    { name: 'asyncer', below: '0.0.11', needs: ['sniffio'], reason: 'this asyncer imports sniffio, which anyio no longer brings', source: 'https://github.com/fastapi/asyncer/pull/421' },
    { name: 'djangorestframework-simplejwt', below: '5.3.1', needs: ['setuptools<81'], reason: 'this release imports pkg_resources, which setuptools removed', source: 'https://github.com/jazzband/djangorestframework-simplejwt/issues/762' },
    { name: 'drf-yasg', below: '1.21.9', needs: ['setuptools<81'], reason: 'this drf-yasg imports pkg_resources, which setuptools removed', source: 'https://github.com/axnsan12/drf-yasg/issues/875' },
    { name: 'jinja2', below: '3.0', needs: ['MarkupSafe<2.1'], reason: 'this Jinja2 imports soft_unicode, which MarkupSafe 2.1 removed' },
    { name: 'apscheduler', below: '3.10.2', needs: ['setuptools<81'], reason: 'this release imports pkg_resources, which setuptools removed' },
    { name: 'dash', below: '2.14', needs: ['setuptools<81'], reason: 'this release imports pkg_resources, which setuptools removed' },
    { name: 'motor', below: '3.5.2', needs: ['pymongo<4.9'], reason: 'this Motor imports what PyMongo 4.9 removed' },
    { name: 'flask-bcrypt', below: '1.0', needs: ['Werkzeug<2.1', 'Flask<2.2'], reason: 'this Flask-Bcrypt imports safe_str_cmp, which Werkzeug 2.1 removed' },
    { name: 'flask-restful', below: '0.3.9', needs: ['Flask<2', 'Werkzeug<2.1', 'Jinja2<3.1', 'itsdangerous<2.1', 'MarkupSafe<2.1'], reason: 'this Flask-RESTful imports what Flask 2 removed' },
    { name: 'alembic', below: '1.7.2', needs: ['SQLAlchemy<2'], reason: 'this Alembic imports what SQLAlchemy 2 removed' },
    ...withoutSix,
]; // prettier-ignore

/** The bounds that a list needs beside what it says. What the list bounds itself is left to it. */
export function missingBounds(requirements: ReadonlyMap<string, Pinned>): readonly MissingBound[] {
    const found = new Map<string, MissingBound>();
    for (const rule of rules) {
        const because = requirements.get(rule.name);
        if (
            because === undefined ||
            !appliesTo(because.specifier, rule.below) ||
            rule.unless?.some((name) => requirements.has(name)) === true
        ) {
            continue;
        }
        for (const requirement of rule.needs) {
            const name = (/^[\w.-]+/.exec(requirement)?.[0] ?? requirement).toLowerCase().replaceAll('_', '-');
            const listed = requirements.get(name);
            const isOpen = listed === undefined || isLetIn(requirement, listed);
            if (isOpen && !found.has(name)) {
                found.set(name, { requirement, because, reason: rule.reason });
            }
        }
    }
    return [...found.values()];
}

/** True where a list names what a bound is for with room for the release that breaks it. */
function isLetIn(requirement: string, listed: Pinned): boolean {
    const name = requirement.split('<')[0]?.toLowerCase() ?? '';
    return requirement.includes('<') && boundsFor({ needs: [requirement], source: '' }, new Map([[name, listed]])).length > 0;
}

/** Only what is pinned or bounded below the release: an open requirement resolves to one that works. */
function appliesTo(specifier: string, below: string): boolean {
    if (below === '99') {
        return true;
    }
    const bound = /={2,3}\s*([\d.]+)/.exec(specifier)?.[1] ?? /<\s*([\d.]+)/.exec(specifier)?.[1] ?? /~=\s*([\d.]+)/.exec(specifier)?.[1];
    const a = bound === undefined ? undefined : parseVersion(bound.replace(/\.$/, ''));
    const b = parseVersion(below);
    return a !== undefined && b !== undefined && compareVersions(a, b) < 0;
}
