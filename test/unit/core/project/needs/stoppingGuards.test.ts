import assert from 'node:assert/strict';
import { openFolder } from '../../../../../src/core/project/folder';
import { findNeeds } from '../../../../../src/core/project/needs/findNeeds';
import { stoppingGuards } from '../../../../../src/core/project/needs/stoppingGuards';
import { noNeeds } from '../../../../../src/core/project/stack';
import { memoryFileSource } from '../memoryFileSource';

/** `NAME!` is required, `@line`. */
function check(title: string, file: string, code: string, expected: readonly string[]): void {
    it(title, async () => {
        const { variables } = await findNeeds(await openFolder(memoryFileSource({ [file]: code })), [], noNeeds);
        assert.deepEqual(
            variables.map(({ name, required, line }) => `${name}${required ? '!' : ''}@${line}`),
            expected,
        );
    });
}

describe('a variable without which the code stops of its own accord is required', () => {
    check(
        'Node: it throws or exits where a name or the variable itself is empty',
        'app.js',
        `const a = process.env.SHOP_A;
if (!a) {
    console.error('no a');
    process.exit(1);
}
if (!process.env.SHOP_B) throw new Error('b');
const { SHOP_C } = process.env;
if (SHOP_C === undefined) {
    throw new Error('c');
}
if (!process.env.SHOP_D || !process.env.SHOP_E) {
    throw new Error('d and e');
}
`,
        ['SHOP_A!@1', 'SHOP_B!@6', 'SHOP_D!@11', 'SHOP_E!@11', 'SHOP_C!@7'],
    );
    check(
        'Node: only where all are missing, only while testing, or only for saying so, nothing is required',
        'app.ts',
        `if (!process.env.SHOP_A && !process.env.SHOP_B) throw new Error('one of them');
if (!process.env.SHOP_C) {
    console.warn('no c');
}
if (!process.env.SHOP_D) {
    use('d');
}
throw new Error('always');
if (process.env.NODE_ENV === 'production' && !process.env.SHOP_E) throw new Error('e');
`,
        ['SHOP_A@1', 'SHOP_B@1', 'SHOP_C@2', 'SHOP_D@5', 'SHOP_E!@9'],
    );
    check(
        'Node: what has another value by then, is another name or is only thrown by what is called later, requires nothing',
        'app.js',
        `let a = process.env.SHOP_A;
if (!a) a = read('/run/a');
if (!a) throw new Error('a');
let b = process.env.SHOP_B;
if (!b) {
    b = 'b';
}
if (!b) {
    throw new Error('b');
}
function look(key) {
    if (!key) throw new Error('key');
}
function weather() {
    const key = process.env.SHOP_C;
}
if (!process.env.SHOP_D) {
    console.warn('no d');
    app.use((request, response) => {
        throw new Error('d');
    });
}
if (!process.env.SHOP_E) app.use(() => { throw new Error('e'); });
const requiredFields = ['SHOP_H', 'SHOP_I'];

const flags = ['SHOP_F', 'SHOP_G'].filter((name) => process.env[name]);
app.get('/', (request) => {
    if (!request.query.q) throw new Error('q');
});
const j = process.env.SHOP_J
    ?? 'default';
if (!j) throw new Error('j');
`,
        ['SHOP_A@1', 'SHOP_B@4', 'SHOP_C@15', 'SHOP_D@17', 'SHOP_E@23', 'SHOP_J@30'],
    );
    check(
        "Node: what stops it by the environment's own name, and by Bun's",
        'app.ts',
        `import { env } from 'node:process';
const a = env.SHOP_A;
if (!a) {
    throw new Error('a');
}
if (!Bun.env.SHOP_B) throw new Error('b');
`,
        ['SHOP_B!@6', 'SHOP_A!@2'],
    );
    check(
        'Python: names that are only looked for, and one with another value by then, are not required',
        'app.py',
        `import os
for name in ("SHOP_A", "SHOP_B"):
    if name in os.environ:
        app.config[name] = os.environ[name]
@app.get("/")
def index():
    raise ValueError("x")
place = os.getenv("SHOP_C")
if not place:
    place = "here"
if not place:
    raise SystemExit("no c")
`,
        ['SHOP_C@8', 'SHOP_A@4', 'SHOP_B@4'],
    );
    check(
        'Go: nor is one with another value by then',
        'main.go',
        `mode := os.Getenv("SHOP_A")
if mode == "" {
	mode = "a"
}
if mode == "" {
	log.Fatal("no a")
}
`,
        ['SHOP_A@1'],
    );
    check(
        'Node: a list of what is required, gone through',
        'env.ts',
        `const requiredEnv = [
    'SHOP_A',
    'SHOP_B',
];
for (const name of requiredEnv) {
    if (!process.env[name]) throw new Error(name);
}
const shown = ['SHOP_C'];
`,
        ['SHOP_A!@2', 'SHOP_B!@3'],
    );
    check(
        'Python: it raises, exits or asserts',
        'app.py',
        `import os, sys
region = os.environ.get("SHOP_A")
if not region:
    raise RuntimeError("no region")
if os.getenv("SHOP_B") is None:
    sys.exit("no b")
assert os.environ.get("SHOP_C"), "no c"
if "SHOP_D" not in os.environ:
    raise ValueError
name = os.getenv("SHOP_E")
if not name:
    name = "shop"
`,
        ['SHOP_A!@2', 'SHOP_B!@5', 'SHOP_D!@8', 'SHOP_E@10', 'SHOP_C!@7'],
    );
    check(
        'Python: a list of names, asked one by one',
        'app.py',
        `import os
missing = [n for n in ("SHOP_A", "SHOP_B") if not os.getenv(n)]
if missing:
    raise SystemExit(missing)
`,
        ['SHOP_A!@2', 'SHOP_B!@2'],
    );
    check(
        'Go: it ends where a value is empty or not there',
        'main.go',
        `package main
func main() {
	a := os.Getenv("SHOP_A")
	if a == "" {
		log.Fatal("no a")
	}
	b, ok := os.LookupEnv("SHOP_B")
	if !ok {
		panic(b)
	}
	if os.Getenv("SHOP_C") == "" {
		os.Exit(1)
	}
	d := os.Getenv("SHOP_D")
	if d == "" {
		d = "x"
	}
}
`,
        ['SHOP_A!@3', 'SHOP_B!@7', 'SHOP_C!@11', 'SHOP_D@14'],
    );
    it('goes through a hostile file in no time', () => {
        const begin = performance.now();
        for (const [file, line] of [
            ['a.js', `if (${'!a || '.repeat(50)}) throw`],
            ['a.py', `if ${'not a or '.repeat(40)}b: raise`],
            ['a.go', `if ${'a == "" || '.repeat(30)}b {`],
        ] as const) {
            stoppingGuards(file, `process.env os.environ\n${`${line}\n`.repeat(2500)}`);
        }
        assert.ok(performance.now() - begin < 4000);
    });
});

describe('what the code sets itself', () => {
    check(
        'a variable that is only given a value is not asked for',
        'app.js',
        `process.env.SHOP_A = '1';\ndelete process.env.SHOP_B;\nprocess.env.SHOP_C = process.env.SHOP_C || 'c';\nif (process.env.SHOP_D == 'x') use();\n`,
        ['SHOP_C@3', 'SHOP_D@4'],
    );
    check(
        'a default that is set while the module is imported',
        'app.py',
        'import os\nos.environ.setdefault("SHOP_A", "1")\na = os.environ["SHOP_A"]\nb = os.environ["SHOP_B"]\n',
        ['SHOP_A@2', 'SHOP_B!@4'],
    );
    check(
        'what Azure, a proxy and a test run set is left out',
        'app.py',
        'import os\nnames = [os.environ.get("CONTAINER_APP_NAME"), os.environ.get("IDENTITY_ENDPOINT"), os.environ.get("HTTP_PROXY"), os.environ.get("PYTEST_CURRENT_TEST")]\n',
        [],
    );
});

describe('a guard whose error is caught', () => {
    check(
        'Node: where a handler around it goes on, but not one that stops or that is for another function',
        'app.js',
        `try {
    if (!process.env.SHOP_A) throw new Error('a');
} catch (error) {
    console.error(error);
}
try {
    if (!process.env.SHOP_B) throw new Error('b');
} catch (error) {
    console.error(error);
    process.exit(1);
}
try {
    const use = () => {
        if (!process.env.SHOP_C) throw new Error('c');
    };
} catch {}
if (!process.env.SHOP_D) throw new Error('d');
`,
        ['SHOP_A@2', 'SHOP_B!@7', 'SHOP_C!@14', 'SHOP_D!@17'],
    );
    check(
        'Python: where the handler is for that error',
        'app.py',
        `import os
try:
    if not os.getenv("SHOP_A"):
        raise ValueError("a")
except Exception as error:
    print(error)
try:
    if not os.getenv("SHOP_B"):
        raise ValueError("b")
except KeyError:
    print("b")
`,
        ['SHOP_A@3', 'SHOP_B!@8'],
    );
});

describe('settings that are looked up by their names', () => {
    check(
        'of a class that takes them from the environment; other attributes in capitals are none',
        'config.py',
        `import os
class Config:
    SHOP_HOST = os.environ.get("SHOP_HOST")
    SHOP_ROOM = os.environ.get("SHOP_ROOM")
    @classmethod
    def check(cls):
        for name in ["SHOP_HOST", "SHOP_SIZE"]:
            if not getattr(cls, name):
                raise RuntimeError(name)
`,
        ['SHOP_HOST!@7', 'SHOP_ROOM@4'],
    );
});
