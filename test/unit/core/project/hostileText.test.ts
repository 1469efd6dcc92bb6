import { strict as assert } from 'node:assert';
import { decodeWslOutput, parseWslList } from '../../../../src/core/diagnose/engineWslList';
import { exampleVariables } from '../../../../src/core/project/needs/exampleVariables';
import { recipeCommands } from '../../../../src/core/project/hints/recipeHints';
import { detectProjects } from '../../../../src/core/project/detectProjects';
import { addToList } from '../../../../src/core/requirements/addToList';
import { fetchedNames } from '../../../../src/core/requirements/fetchedNames';
import { parseRequirements } from '../../../../src/core/requirements/parseRequirements';
import { outerFolders } from '../../../../src/core/project/python/outerFolders';
import { memoryFileSource } from './memoryFileSource';
import { locateStep } from '../../../../src/core/build/locateStep';

const listens = 'require("express")().listen(8090);\n';
const blanks = ' '.repeat(60_000);

/** A reader that went over its text once for each character took minutes for these. */
const limitMs = 5_000;

const emptyLines = '\n'.repeat(40_000);

const folders = {
    path: 'a.py',
    text: `os.makedirs("x")\n${Array.from({ length: 30_000 }, (_, at) => `data_dir = "/d${at}"\n`).join('')}`,
    statements: [],
    imports: new Map<string, string>(),
    stars: [],
};

const python = 'from flask import Flask\nimport os\napp = Flask(__name__)\n';

function detect(files: Readonly<Record<string, string>>): () => Promise<unknown> {
    return () => detectProjects(memoryFileSource(files), {});
}

const readers: readonly (readonly [title: string, read: () => unknown])[] = [
    ['an example environment file', () => exampleVariables('.env.example', `A=${blanks}x#`)],
    ['a Makefile', () => recipeCommands(`A=${blanks}\rx`)],
    ['the list of distributions', () => parseWslList(decodeWslOutput(new TextEncoder().encode(`* ${blanks}x`)))],
    [
        'a script of Gradle whose comments nobody closes',
        detect({ 'build.gradle': '/* '.repeat(120_000), 'src/main/java/A.java': 'class A { }' }),
    ],
    [
        'a build script that calls Sass again and again',
        detect({
            'requirements.txt': 'flask\n',
            'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
            'package.json': `{"scripts":{"build":"${'--sass '.repeat(30_000)}"},"devDependencies":{"sass":"1"}}`,
        }),
    ],
    [
        'a Node script',
        detect({
            'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}',
            'a.js': `${listens}${emptyLines}x\n`,
        }),
    ],
    [
        "a Worker's settings",
        detect({ 'package.json': '{"devDependencies":{"wrangler":"4"}}', 'wrangler.toml': `name = "x"${emptyLines}x\n` }),
    ],
    [
        'a build of Maven whose comments nobody closes',
        detect({
            'pom.xml': `<project><artifactId>spring-boot-starter-web</artifactId>${'<!--'.repeat(200_000)}`,
            'src/main/java/A.java': 'class A { }',
        }),
    ],
    [
        "Java's settings",
        detect({
            'pom.xml': '<project><artifactId>spring-boot-starter-web</artifactId></project>',
            'src/main/resources/application.yml': Array.from({ length: 30_000 }, (_, at) => `a${at}: 1\n`).join(''),
        }),
    ],
    [
        'a program of Rust that reads its settings again and again',
        detect({
            'Cargo.toml': '[package]\nname = "a"\n[dependencies]\naxum = "0"\n',
            'src/main.rs': `fn main() {}\n${'envy::from_env::<A>();\n'.repeat(20_000)}`,
        }),
    ],
    [
        'a program of C# that reads a variable on each of its lines',
        detect({
            'web.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
            'Program.cs': Array.from({ length: 40_000 }, (_, at) => `var a${at} = config["Shop:A${at}"];\n`).join(''),
        }),
    ],
    [
        "ASP.NET Core's settings with many connection strings",
        detect({
            'web.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
            'appsettings.json': `{"ConnectionStrings":{\n${Array.from({ length: 30_000 }, (_, at) => `"a${at}": "x"`).join(',\n')}}}`,
        }),
    ],
    [
        'a script with a list of required names on each line',
        detect({
            'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}',
            'a.js': `${listens}process.env[key]\nthrow 1\n${'required=["A_B"]\n'.repeat(30_000)}`,
        }),
    ],
    [
        'a script that reads one variable again and again',
        detect({
            'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}',
            'a.js': `${listens}${'process.env.A '.repeat(60_000)}`,
        }),
    ],
    [
        'a Python module',
        detect({
            'requirements.txt': `flask\n${emptyLines}gunicorn\n`,
            'app.py': `from flask import Flask\napp = Flask(__name__)\n${emptyLines}x = 1\n`,
        }),
    ],
    [
        'a Python module that keeps files',
        detect({
            'requirements.txt': 'flask\n',
            'app.py': `from flask import Flask\nimport os\napp = Flask(__name__)\nos.makedirs("files")\nx = "${'dir'.repeat(20_000)}"\ny = os.getenv("${'DIR'.repeat(20_000)}", "/${'a/'.repeat(20_000)}")\nz =${blanks}1\n`,
        }),
    ],
    [
        'a Python function of a long name, where nothing else serves',
        detect({ 'requirements.txt': 'gunicorn\n', 'thing.py': `def ${'app'.repeat(60_000)}(x):\n    pass\n` }),
    ],
    [
        'a Python module full of what may be an address',
        detect({ 'requirements.txt': 'flask\n', 'app.py': `${python}os.getenv("A")\n# ${'}://{'.repeat(50_000)}` }),
    ],
    [
        'a Python module that makes an address beside a long condition',
        detect({ 'requirements.txt': 'flask\n', 'app.py': `${python}x = f"redis://{os.getenv('A_B')}"\n# ${'if '.repeat(80_000)}` }),
    ],
    [
        'a script that names databases on one line',
        detect({
            'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}',
            'a.js': `${listens}${'let db=1;url:1,'.repeat(20_000)}`,
        }),
    ],
    [
        'a Dockerfile that installs on one line',
        detect({ 'requirements.txt': 'flask\n', 'app.py': python, Dockerfile: `RUN ${'pip install '.repeat(60_000)}` }),
    ],
    [
        'a Python module of many statements',
        detect({
            'requirements.txt': 'flask\n',
            'app.py': `from flask import Flask\nimport os\napp = Flask(__name__)\n${'x = 1\n'.repeat(20_000)}k = os.getenv("K")\n`,
        }),
    ],
    [
        'a Python module of many subscripts',
        detect({
            'requirements.txt': 'flask\n',
            'app.py': `from flask import Flask\napp = Flask(__name__)\nx = a${'[0]'.repeat(180)}\ndef f${'[T]'.repeat(5_000)}(): pass\n`,
        }),
    ],
    [
        "Django's settings with many strings",
        detect({
            'requirements.txt': 'django\n',
            'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n',
            'site1/settings.py': `${'x = """\n'.repeat(30_001)}DATABASES = {}\n`,
        }),
    ],
    [
        'a Gemfile',
        detect({
            Gemfile: `gem 'sinatra'\n${emptyLines}gem 'puma'\n`,
            'config.ru': `run App\n${emptyLines}x\n`,
            'app.rb': `${emptyLines}x\n`,
        }),
    ],
    [
        'a Java class',
        detect({
            'pom.xml': '<project>org.springframework.boot</project>',
            'src/main/java/App.java': `@SpringBootApplication\npublic class App { }\n${emptyLines}x\n`,
            'src/main/resources/application.properties': `a=1${emptyLines}x\n`,
        }),
    ],
    [
        'a Go program',
        detect({
            'go.mod': 'module x\ngo 1.22\n',
            'main.go': `package main\nfunc main() { http.ListenAndServe(":8080", nil) }\nvar ${'env'.repeat(30_000)} = 1\nvar ${'getEnv'.repeat(15_000)} = 1\n`,
        }),
    ],
    [
        'a Rust program',
        detect({
            'Cargo.toml': '[package]\nname = "api"\n[dependencies]\naxum = "0.7"\n',
            'src/main.rs': `fn main() { listen(3000); }\nstatic ${'env'.repeat(30_000)}: u8 = 1;\nstatic ${'bind'.repeat(20_000)}: u8 = 1;\n`,
        }),
    ],
    [
        'what a Node script reads of the environment',
        detect({
            'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}',
            'a.js': `${listens}x(${'env.get<'.repeat(20_000)})\ny(${'config.get<'.repeat(15_000)})\n`,
        }),
    ],
    [
        'an address of a requirement',
        () => fetchedNames(`a${blanks}b\nx @ ${blanks}\ngit+https://a${'/'.repeat(60_000)}\nhttps://${'/a-1'.repeat(20_000)}`),
    ],
    ['a requirements file that goes on and on', () => parseRequirements('a\\\n'.repeat(60_000))],
    ['a requirements file of backslashes', () => parseRequirements(`${'\\'.repeat(60_000)}x\\\ny`)],
    ['a Python module that names folders', () => outerFolders([folders])],
    [
        'a PasteDeploy file',
        detect({ 'setup.py': 'install_requires=["pyramid"]\n', 'shop.py': 'import pyramid\n', 'production.ini': '[app:\n'.repeat(40_000) }),
    ],
    ['a table that says dynamic', () => addToList('pyproject', `[project]\nx = """\n${'dynamic = [\n'.repeat(30_000)}"""\n`, 'gunicorn')],
    ['the name of a build step', () => locateStep('FROM scratch', { id: 'sha256:1', name: `[${'1'.repeat(60_000)}` })],
];

describe('text that is made to hold a reader up', function () {
    this.timeout(20_000);
    for (const [title, read] of readers) {
        it(`does not hold up the reader of ${title}`, async () => {
            const begunMs = performance.now();
            await read();
            assert.ok(performance.now() - begunMs < limitMs);
        });
    }
});
