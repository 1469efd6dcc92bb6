import assert from 'node:assert/strict';
import { seen } from './seen';
import type { Row } from './seen';

const page = { 'index.html': '<h1>x</h1>', 'src/main.js': '' };
const web = '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>';

/** Projects that a rule for others must not touch. */
const rows: readonly Row[] = [
    {
        title: 'scripts that build on their way to something else are not run while an image is made',
        files: {
            'package.json':
                '{"scripts":{"deploy":"vite build && gh-pages -d dist","preview":"vite build && vite preview","pages":"rm -rf dist && vite build --mode production"},"devDependencies":{"vite":"6"}}',
            ...page,
        },
        expected: { framework: 'Vite', dockerfile: ['RUN npm run pages', '!deploy', '!preview'] },
    },
    {
        title: "the compiler's own folder is not the one that the pages are made in",
        files: {
            'package.json':
                '{"scripts":{"build":"tsc -p tools --outDir made/tools && vite build"},"devDependencies":{"vite":"6","typescript":"5"}}',
            ...page,
        },
        expected: { entry: 'dist/index.html' },
    },
    {
        title: 'the folder that a build names beside a compiler',
        files: {
            'package.json': '{"scripts":{"build":"tsc -b && vite build --outDir public/app"},"devDependencies":{"vite":"6"}}',
            ...page,
        },
        expected: { entry: 'public/app/index.html' },
    },
    {
        title: "Vite's folder is counted from its root",
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'vite.config.js': "export default { root: 'src', build: { outDir: 'made' } };",
            'src/index.html': page['index.html'],
        },
        expected: { entry: 'src/made/index.html' },
    },
    {
        title: "Vite's folder beside its root",
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'vite.config.js': "export default { root: './src', build: { outDir: '../made' } };",
            'src/index.html': page['index.html'],
        },
        expected: { entry: 'made/index.html', dockerfile: ['/app/made ./made'] },
    },
    {
        title: 'a folder that Vite joins with that of its settings',
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'vite.config.js': "export default { root: 'src', build: { outDir: path.resolve(__dirname, 'made', 'pages') } };",
            'src/index.html': page['index.html'],
        },
        expected: { entry: 'made/pages/index.html' },
    },
    {
        title: 'pages that Vite makes outside of its own folder',
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'vite.config.js': "export default { build: { outDir: '../server/public', emptyOutDir: true } };",
            ...page,
        },
        expected: { entry: 'server/public/index.html', dockerfile: ['--from=build', ' /server/public ./server/public'] },
    },
    {
        title: 'pages that a script of Vite has made outside of its folder',
        files: { 'package.json': '{"scripts":{"build":"vite build --outDir ../../made"},"devDependencies":{"vite":"6"}}', ...page },
        expected: { entry: 'made/index.html', dockerfile: [' /made ./made'] },
    },
    {
        title: 'a script of several lines writes no instruction',
        files: { 'package.json': '{"scripts":{"build":"eslint . && vite build\\nUSER root"},"devDependencies":{"vite":"6"}}', ...page },
        expected: { dockerfile: ['RUN npm run build', '!USER root'] },
    },
    {
        title: 'a script that ends as if it went on takes no other instruction in',
        files: { 'package.json': '{"scripts":{"build":"eslint . && vite build \\\\"},"devDependencies":{"vite":"6"}}', ...page },
        expected: { dockerfile: ['RUN npm run build'] },
    },
    {
        title: 'a PHP that is too old for the newest driver of MongoDB',
        files: { 'composer.json': '{"require":{"php":"~8.0.0","ext-mongodb":"*"}}', 'index.php': '<?php' },
        expected: { dockerfile: ['pecl install mongodb-1.20.1'] },
    },
    {
        title: 'a PHP for the newest driver of MongoDB',
        files: { 'composer.json': '{"require":{"php":"^8.1","ext-mongodb":"*"}}', 'index.php': '<?php' },
        expected: { dockerfile: ['pecl install mongodb && '] },
    },
    {
        title: 'the newest PHP where a project only says which is the oldest',
        files: { 'composer.json': '{"require":{"php":">=7.4","slim/slim":"^4"}}', 'public/index.php': '<?php' },
        expected: { runtimeVersion: '8.4' },
    },
    {
        title: 'the newest PHP that all locked packages allow',
        files: {
            'composer.json': '{"require":{"php":">=7.1"}}',
            'composer.lock': '{"packages":[{"name":"a/a","require":{"php":"^7.1.3 || ~8.0.0"}},{"name":"b/b","require":{"php":"*"}}]}',
            'public/index.php': '<?php',
        },
        expected: { runtimeVersion: '8.0' },
    },
    {
        title: 'an old project whose locked packages are new',
        files: {
            'composer.json': '{"require":{"php":">=5.6"}}',
            'composer.lock': '{"packages":[{"name":"a/a","require":{"php":">=8.1"}}]}',
            'public/index.php': '<?php',
        },
        expected: { runtimeVersion: '8.4' },
    },
    {
        title: 'settings that open many places to fill in and close few',
        files: {
            'pom.xml':
                '<project><artifactId>a</artifactId><dependencies><dependency><groupId>io.ktor</groupId></dependency></dependencies></project>',
            'src/main/java/A.java': 'class A { public static void main(String[] a) {} }\n',
            'src/main/resources/application.conf': `deployment {\n${'${${}'.repeat(60)}\n`,
        },
        expected: { framework: 'Ktor' },
    },
    {
        title: 'a script that is called like what every object has',
        files: {
            'package.json': '{"scripts":{"build":"npm run constructor","start":"node app.js"},"dependencies":{"express":"5"}}',
            'app.js': 'app.listen(3000);\n',
        },
        expected: { dockerfile: ['RUN npm run build'] },
    },
    {
        title: 'an extension that is called like what every object has',
        files: { 'composer.json': '{"require":{"ext-constructor":"*"}}', 'index.php': '<?php' },
        expected: { framework: 'PHP', dockerfile: ['!constructor'] },
    },
    {
        title: 'the local host of a database that is named when the app listens',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"5"}}',
            'app.js':
                "const dbHost = process.env.DB_HOST || 'localhost';\napp.listen(Number(process.env.PORT ?? 3000), () => console.log('asks', dbHost));\n",
        },
        expected: { codes: [], dockerfile: ['!NODE_OPTIONS'] },
    },
    {
        title: 'a host of its own behind a computed port',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"5"}}',
            'app.js': "const address = '127.0.0.1';\napp.listen(Number(process.env.PORT ?? 3000), address, () => console.log('ready'));\n",
        },
        expected: { dockerfile: ['NODE_OPTIONS'] },
    },
    {
        title: 'files of names that a Dockerfile reads otherwise, and what the context leaves out',
        files: {
            'go.mod': 'module x\ngo 1.24\n',
            'main.go':
                'package main\nfunc main() {\n\tt.ParseGlob("*.html")\n\tread("id_rsa")\n\tread("local.settings.json")\n\thttp.ListenAndServe(":8080", nil)\n}\n',
            'a page.html': '',
            'a$b.html': '',
            'a\nUSER root.html': '',
            id_rsa: '',
            'local.settings.json': '',
        },
        expected: { dockerfile: ['COPY --chown=10001:10001 ["a page.html","./a page.html"]', '!a$b', '!USER root', '!id_rsa', '!local.'] },
    },
    {
        title: "Go without go.mod, beside an older tool's copies of what it needs",
        files: {
            'main.go': 'package main\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n',
            'vendor/example.com/x/x.go': 'package x\n',
        },
        expected: { dockerfile: ['go build -mod=mod'] },
    },
    {
        title: 'packages out of a folder of the project itself',
        files: {
            'nuget.config': '<configuration><packageSources><add key="own" value="./packages" /></packageSources></configuration>',
            'Shop.csproj': web,
            'Program.cs': 'app.Run();\n',
        },
        expected: { dockerfile: ['!dotnet restore'] },
    },
    {
        title: "NuGet's own source",
        files: {
            'nuget.config':
                '<configuration><packageSources><clear /><add key="nuget.org" value="https://api.nuget.org/v3/index.json" /></packageSources></configuration>',
            'Shop.csproj': web,
            'Program.cs': 'app.Run();\n',
        },
        expected: { dockerfile: ['COPY nuget.config Shop.csproj ./', 'dotnet restore "Shop.csproj"'] },
    },
    {
        title: 'a kind of SDK of which there are no images any more',
        files: {
            'global.json': '{"sdk":{"rollForward":"latestPatch","version":"10.0.110"}}',
            'Shop.csproj': web,
            'Program.cs': 'app.Run();\n',
        },
        expected: {
            dockerfile: [
                'FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build',
                String.raw`sed -i -E 's/("rollForward"[^"]*")[^"]*"/\1latestFeature"/' global.json`,
            ],
        },
    },
    {
        title: 'the one SDK that a project takes',
        files: {
            'global.json': '{"sdk":{"version":"8.0.204","rollForward":"disable"}}',
            'Shop.csproj': web,
            'Program.cs': 'app.Run();\n',
        },
        expected: { dockerfile: ['FROM mcr.microsoft.com/dotnet/sdk:8.0.204 AS build', '!sed'] },
    },
    {
        title: 'webpack 4 beside a Node that does not know the old hashes by an option',
        files: {
            Gemfile: "source 'https://rubygems.org'\nruby '2.7.4'\ngem 'rails'\ngem 'webpacker'\ngem 'puma'\n",
            'config/application.rb': '',
            'config.ru': 'run X\n',
            'package.json': '{}',
        },
        expected: { dockerfile: ['if node --openssl-legacy-provider --version', '!RUN NODE_OPTIONS'] },
    },
];

describe('ordinary projects', () => {
    for (const { title, files, expected } of rows) {
        it(title, async () => {
            assert.deepEqual(partly(await seen(files, expected), expected), expected);
        });
    }
});

/** Of a line of the Dockerfile only the expected part is looked at. */
function partly(found: object, { dockerfile = [] }: Row['expected']): object {
    const lines = (found as { dockerfile?: readonly string[] }).dockerfile;
    return lines === undefined
        ? found
        : { ...found, dockerfile: lines.map((line, at) => (line.includes(dockerfile[at] ?? '') ? dockerfile[at] : line)) };
}
