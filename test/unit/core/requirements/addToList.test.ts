import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { addToList } from '../../../../src/core/requirements/addToList';
import type { ListFormat } from '../../../../src/core/requirements/addToList';

function check(title: string, format: ListFormat, text: string, requirement: string, expected: string | undefined): void {
    it(title, () => assert.equal(addToList(format, text, requirement), expected));
}

describe('A requirement is added to the list of', () => {
    check('a requirements file, on a line of its own', 'requirements', 'flask', 'gunicorn', 'flask\ngunicorn\n');

    check(
        'a requirements file whose last line a backslash would carry on',
        'requirements',
        'flask \\\n',
        'gunicorn',
        'flask \\\n\ngunicorn\n',
    );
    check('a requirements file that asks for it already, not twice', 'requirements', 'Gunicorn==25.0\n', 'gunicorn', undefined);
    check(
        'a requirements file that asks for it on Windows only',
        'requirements',
        'a; sys_platform == "win32"\n',
        'a',
        'a; sys_platform == "win32"\na\n',
    );
    check('a requirements file, with the bound that its line lacks', 'requirements', 'werkzeug\n', 'werkzeug<3', 'werkzeug\nwerkzeug<3\n');

    check(
        'pyproject.toml, as the last of a list over lines',
        'pyproject',
        '[project]\nname = "x"\ndependencies = [\n    "flask>=3", # the web\n    "psycopg[binary]" # the database, not ]\n]\n\n[tool.x]\ndependencies = []\n',
        'gunicorn',
        '[project]\nname = "x"\ndependencies = [\n    "flask>=3", # the web\n    "psycopg[binary]", # the database, not ]\n    "gunicorn",\n]\n\n[tool.x]\ndependencies = []\n',
    );
    check(
        'pyproject.toml, in a list on one line',
        'pyproject',
        '[project]\ndependencies = ["flask", "a[b]"]\n',
        'setuptools<81',
        '[project]\ndependencies = ["flask", "a[b]", "setuptools<81"]\n',
    );
    check('pyproject.toml, in an empty list', 'pyproject', '[project]\r\nname = "x"\r\ndependencies = []\r\n', 'a', '[project]\r\nname = "x"\r\ndependencies = ["a"]\r\n'); // prettier-ignore
    check(
        'pyproject.toml that has none yet',
        'pyproject',
        '[project]\nname = "x"\nversion = "1"\n\n[build-system]\nrequires = []',
        'gunicorn',
        '[project]\nname = "x"\nversion = "1"\ndependencies = ["gunicorn"]\n\n[build-system]\nrequires = []',
    );
    check('a pyproject.toml that leaves its list to another file, not there', 'pyproject', '[project]\nname = "x"\ndynamic = ["dependencies"]\n', 'a', undefined); // prettier-ignore
    check('a pyproject.toml that is no TOML, not at all', 'pyproject', '[project\ndependencies = []', 'a', undefined);

    check(
        'Poetry, as a key of its table',
        'poetry',
        '[tool.poetry.dependencies]\npython = "^3.11"\nflask = "^3"\n\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
        'gunicorn',
        '[tool.poetry.dependencies]\npython = "^3.11"\nflask = "^3"\ngunicorn = "*"\n\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
    );
    check('Poetry, with its extras and bound', 'poetry', '[tool.poetry.dependencies]\na = "*"', 'psycopg[binary]>=3', '[tool.poetry.dependencies]\na = "*"\npsycopg = {extras = ["binary"], version = ">=3"}\n'); // prettier-ignore
    check(
        'Poetry 2, where the project states its own',
        'poetry',
        '[project]\ndependencies = ["flask"]\n[tool.poetry.dependencies]\nflask = { source = "x" }\n',
        'gunicorn',
        '[project]\ndependencies = ["flask", "gunicorn"]\n[tool.poetry.dependencies]\nflask = { source = "x" }\n',
    );
    check('Poetry that names it already, not twice', 'poetry', '[tool.poetry.dependencies]\nStarlette = "*"\n', 'starlette<1', undefined);

    check('Pipenv, among its packages', 'pipfile', '[packages]\nflask = "*"\n\n[dev-packages]\n', 'requests', '[packages]\nflask = "*"\nrequests = "*"\n\n[dev-packages]\n'); // prettier-ignore
    check('Pipenv that has no packages yet', 'pipfile', '[requires]\npython_version = "3.12"\n', 'requests<3', '[requires]\npython_version = "3.12"\n\n[packages]\nrequests = "<3"\n'); // prettier-ignore

    check(
        'setup.cfg, as its others are',
        'setup.cfg',
        '[options]\ninstall_requires =\n    flask\n    requests>=2\npython_requires = >=3.9\n',
        'gunicorn',
        '[options]\ninstall_requires =\n    flask\n    requests>=2\n    gunicorn\npython_requires = >=3.9\n',
    );
    check('setup.cfg with all on one line', 'setup.cfg', '[options]\ninstall_requires = flask; requests\n', 'gunicorn', '[options]\ninstall_requires =\n    flask\n    requests\n    gunicorn\n'); // prettier-ignore
    check('setup.py, where its list is written out', 'setup.py', "setup(\n    name='x',\n    install_requires=[\n        'flask',  # web\n        'requests'\n    ],\n)\n", 'gunicorn', "setup(\n    name='x',\n    install_requires=[\n        'flask',  # web\n        'requests',\n        'gunicorn',\n    ],\n)\n"); // prettier-ignore
    check('setup.py that computes its list, not at all', 'setup.py', 'setup(install_requires=read())', 'gunicorn', undefined);

    check('conda, among those of pip', 'conda', 'dependencies:\n  - python=3.11\n  - pip:\n      - requests\n', 'gunicorn', 'dependencies:\n  - python=3.11\n  - pip:\n      - requests\n      - gunicorn\n'); // prettier-ignore
    check(
        'conda, with pip where it has none yet',
        'conda',
        'name: x\ndependencies:\n- python=3.11\n- flask  # web\nprefix: /x',
        'setuptools<81',
        'name: x\ndependencies:\n- python=3.11\n- flask  # web\n- pip\n- pip:\n  - setuptools<81\nprefix: /x',
    );
    check('conda that lists on one line', 'conda', 'dependencies: [python, pip]\n', 'a', 'dependencies: [python, pip, {pip: [a]}]\n');

    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    const lists = fc.uniqueArray(name, { minLength: 0, maxLength: 6 });
    const spaces = fc.constantFrom('', ' ', '\n', '\n    ', ' # note, with ] and "quotes"\n  ');

    it('pyproject.toml however it is laid out', () => {
        fc.assert(
            fc.property(lists, spaces, spaces, fc.boolean(), (names, before, after, comma) => {
                const list = names.map((each) => `${before}"${each}"${after}`).join(',');
                const text = `[project]\ndependencies = [${list}${comma && names.length > 0 ? ',' : ''}${after}]\nname = "x"\n`;
                const added = addToList('pyproject', text, 'gunicorn[a]>1') ?? '';
                assert.deepEqual({ ...(parseToml(added).project as object) }, { dependencies: [...names, 'gunicorn[a]>1'], name: 'x' });
            }),
        );
    });

    it('conda however deep it is', () => {
        fc.assert(
            fc.property(lists, fc.constantFrom('', '  ', '    '), fc.boolean(), (names, indent, hasPip) => {
                const text = `dependencies:\n${['python', ...names].map((each) => `${indent}- ${each}\n`).join('')}${hasPip ? `${indent}- pip:\n${indent}  - b\n` : ''}`;
                const added = parseYaml(addToList('conda', text, 'a>1') ?? '') as { dependencies: unknown[] };
                assert.deepEqual(added.dependencies, hasPip ? ['python', ...names, { pip: ['b', 'a>1'] }] : ['python', ...names, ...(names.includes('pip') ? [] : ['pip']), { pip: ['a>1'] }]); // prettier-ignore
            }),
        );
    });

    it('anything without a throw', () => {
        const formats: readonly ListFormat[] = ['requirements', 'pyproject', 'poetry', 'pipfile', 'setup.cfg', 'setup.py', 'conda'];
        fc.assert(
            fc.property(fc.constantFrom(...formats), fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', "'", '\\', '=', ',', '#', '\n', '\t', ' ', '-', ':', 'a', '[project]\n', 'dependencies', 'install_requires') }), (format, text) => {
                addToList(format, text, 'gunicorn');
            }),
        ); // prettier-ignore
    });
});
