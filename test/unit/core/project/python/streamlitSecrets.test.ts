import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'smol-toml';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { secretsFromVariables, streamlitSecrets } from '../../../../../src/core/project/python/streamlitSecrets';
import { memoryFileSource } from '../memoryFileSource';

const secretsIn = (text: string) => streamlitSecrets([{ file: 'app.py', text: `import streamlit as st\n${text}` }]);

function check(title: string, text: string, expected: readonly string[]): void {
    it(title, () => {
        const found = secretsIn(text).map(({ variable, form, optional, line }) => `${variable}${optional ? '?' : ''} ${form}@${line}`);
        assert.deepEqual(found, expected);
    });
}

describe("what an app takes from Streamlit's secrets", () => {
    check('a key, by index and by name', 'a = st.secrets["API_KEY"]\nb = st.secrets.OTHER_KEY\n', ['API_KEY value@2', 'OTHER_KEY value@3']);
    check(
        'a key of a table is named with its table, which is no secret of its own',
        'a = st.secrets["db"]["host"]\nb = st.secrets.db.user\n',
        ['db__host value@2', 'db__user value@3'],
    );
    check('what it asks for first is optional', 'if "API_KEY" in st.secrets:\n    key = st.secrets["API_KEY"]\nb = st.secrets.get("B")\n', [
        'API_KEY? value@2',
        'B? value@4',
    ]);
    check('a table that it takes as a whole', 'c = from_service_account_info(st.secrets["gcp"])\nd = connect(**st.secrets["db"])\n', [
        'gcp table@2',
        'db table@3',
    ]);
    check(
        'a table that it takes as a whole holds the keys that it names beside that',
        'c = from_service_account_info(st.secrets["gcp"])\nd = st.secrets["gcp"]["project_id"]\n',
        ['gcp table@2'],
    );
    it('a table that only another file takes as a whole', () => {
        const texts = ['has = "gcp" in st.secrets\n', 'c = from_service_account_info(st.secrets["gcp"])\n'];
        const sources = texts.map((text, at) => ({ file: `${String(at)}.py`, text: `import streamlit as st\n${text}` }));
        for (const each of [sources, sources.toReversed()]) {
            assert.deepEqual(
                streamlitSecrets(each).map(({ variable, form, optional }) => ({ variable, form, optional })),
                [{ variable: 'gcp', form: 'table', optional: true }],
            );
        }
    });
    check(
        'a table in a table is no secret of its own, nor the table around it',
        'a = st.secrets["connections"]["pg"]["url"]\nb = st.secrets["connections"]["pg"].get("user")\nc = st.secrets["KEY"]\n',
        ['KEY value@4'],
    );
    check(
        'a method of a value is no key',
        'a = st.secrets["A"].strip()\nb = st.secrets.B.strip()\nc = st.secrets["db"]["host"].strip()\nd = st.secrets.db.user.strip()\n',
        ['A value@2', 'B value@3', 'db__host value@4', 'db__user value@5'],
    );
    check('a module of that name that is not Streamlit’s is none', 'import secrets\nkey = secrets.token_hex(8)\n', []);
    check('the name alone, imported', 'from streamlit import secrets\nkey = secrets["API_KEY"]\n', ['API_KEY value@3']);
    check('names that no variable can have are left out', 'key = st.secrets["api key"]\n', []);
});

describe('the file that the image makes of them', () => {
    const secrets = secretsIn(
        'a = st.secrets["KEY"]\nb = st.secrets["db"]["pass"]\nc = st.secrets["db"]["host"]\nd = dict(st.secrets["gcp"])\n',
    );
    const made = (env: Readonly<Record<string, string>>, there?: string): unknown => {
        const folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
        try {
            if (there !== undefined) {
                mkdirSync(path.join(folder, '.streamlit'));
                writeFileSync(path.join(folder, '.streamlit/secrets.toml'), there);
            }
            execFileSync('sh', ['-c', secretsFromVariables(secrets) ?? 'false'], { cwd: folder, env: { PATH: process.env.PATH, ...env } });
            const toml = readFileSync(path.join(folder, '.streamlit/secrets.toml'), 'utf8');
            return JSON.parse(JSON.stringify(parse(toml)));
        } catch (error) {
            return error instanceof Error && 'code' in error ? error.code : error;
        } finally {
            rmSync(folder, { recursive: true });
        }
    };
    it('holds what is set, as it is set, in its tables', () => {
        const password = 'a"b\\c$HOME `x` %s';
        assert.deepEqual(made({ KEY: 'k', db__pass: password, gcp: 'type = "service_account"\nid = "x"' }), {
            KEY: 'k',
            db: { pass: password },
            gcp: { type: 'service_account', id: 'x' },
        });
    });
    for (const [title, value, kept] of [
        ['three quotes of both kinds', `a'''b"""c`],
        ['a quote at each end', `'a'`],
        ['a double quote at each end', '"a"'],
        ['backslashes', String.raw`\ \n \\ \u0041 %s %d\\`],
        ['what a shell would run', '$(touch x) `touch x` $HOME ; & * ~ !'],
        ['lines, with empty ones at both ends', '\n-----BEGIN KEY-----\na/b+c=\n\n-----END KEY-----\n\n'],
        ['lines of Windows', 'a\r\nb\r\n', 'a\nb\n'],
        ['a line alone', '\n'],
        ['other letters, spaces and a tab', '  Schlüssel 🔑\t# none '],
        ['what looks like a number', '007'],
        ['what looks like an option', '-n'],
    ] as const) {
        it(`holds ${title} as given`, () => {
            assert.deepEqual(made({ KEY: value, db__pass: value }), { KEY: kept ?? value, db: { pass: kept ?? value } });
        });
    }
    it('is there also when nothing is set, as Streamlit fails without one even where a default is given', () => {
        assert.deepEqual(made({}), { db: {} });
    });
    it('stays as it is where one is mounted and nothing is set', () => {
        assert.deepEqual(made({}, 'KEY = "mounted"\n'), { KEY: 'mounted' });
        assert.deepEqual(made({ KEY: 'set' }, 'KEY = "mounted"\n'), { KEY: 'set', db: {} });
    });
    it('is made before Streamlit starts, and its variables are needs that are never shown', async () => {
        const files = {
            'app.py': 'import streamlit as st\nst.title("x")\nst.write(st.secrets["api"]["token"])\n',
            'requirements.txt': 'streamlit\n',
        };
        const [project] = await detectProjects(memoryFileSource(files), {});
        assert.match(
            project?.profile.startCommand?.[2] ?? '',
            /^if \[ -n "\$api__token" \] \|\| \[ ! -e \.streamlit\/secrets\.toml \]; then .*; fi; exec streamlit run app\.py /,
        );
        assert.deepEqual(project?.profile.needs.variables, [{ name: 'api__token', required: true, secret: true, file: 'app.py', line: 3 }]);
    });
    it('is made before a start command that is given too, unless that makes it', async () => {
        const files = { 'app.py': 'import streamlit as st\nst.write(st.secrets["TOKEN"])\n', 'requirements.txt': 'streamlit\n' };
        const started = async (startCommand?: string) => {
            const overrides = startCommand === undefined ? {} : { startCommand };
            const [project] = await detectProjects(memoryFileSource(files), overrides);
            return project?.profile.startCommand?.[2] ?? '';
        };
        assert.match(await started('exec streamlit run app.py'), /^if \[ -n "\$TOKEN" \].*; fi; exec streamlit run app\.py$/);
        const whole = await started();
        assert.equal(await started(whole), whole);
    });
});
