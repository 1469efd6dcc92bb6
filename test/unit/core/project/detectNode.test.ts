import assert from 'node:assert/strict';
import { detectProjects } from '../../../../src/core/project/detectProjects';
import type { Profile } from '../../../../src/core/project/profile';
import { memoryFileSource } from './memoryFileSource';

function check(title: string, files: Readonly<Record<string, string>>, expected: Partial<Profile>): void {
    it(title, async () => {
        const profile = (await detectProjects(memoryFileSource(files), {}))[0]?.profile;
        const got = Object.fromEntries(Object.keys(expected).map((key) => [key, profile?.[key as keyof Profile]]));
        assert.deepEqual(got, expected);
    });
}

const manifest = (value: object) => JSON.stringify(value, undefined, 2);
const listen = 'const port = process.env.PORT || 3001;\nrequire("express")().listen(port);\n';

describe('Detection of other stacks', () => {
    check(
        'finds Express, its script and its port',
        {
            'package.json': manifest({ scripts: { start: 'node app.js' }, dependencies: { express: '4' } }),
            'app.js': listen,
            'yarn.lock': '',
        },
        { language: 'JavaScript', framework: 'Express', entry: 'app.js', server: 'node', port: 3001, packageManager: 'yarn' },
    );
    check(
        'names what the build makes, not the source',
        {
            'package.json': manifest({
                main: 'app.ts',
                scripts: { build: 'tsc', start: 'node dist/app.js' },
                dependencies: { fastify: '5' },
                devDependencies: { typescript: '5' },
            }),
            'tsconfig.json': '{}',
            'src/app.ts': 'app.listen({ port: Number(process.env.PORT ?? 3005) })',
            'package-lock.json': '{}',
        },
        { language: 'TypeScript', framework: 'Fastify', entry: 'dist/app.js', port: 3005 },
    );
    check(
        'takes the output of Nx from its project.json',
        {
            'package.json': manifest({ scripts: { start: 'nx serve', build: 'nx build' }, dependencies: { express: '4' } }),
            'nx.json': '{}',
            'project.json': '{"targets":{"build":{"options":{"outputPath":"dist/api","main":"src/main.ts"}}}}',
            'src/main.ts': listen,
            'tsconfig.json': '{}',
        },
        { language: 'TypeScript', framework: 'Express', entry: 'dist/api/main.js', port: 3001 },
    );
    check(
        'does not take JavaScript for TypeScript because a check of types is installed',
        {
            'package.json': manifest({
                scripts: { build: 'vite build' },
                devDependencies: { '@sveltejs/kit': '2', typescript: '5', vite: '6' },
            }),
            'src/lib/a.js': 'export const a = 1;',
        },
        { language: 'JavaScript', framework: 'SvelteKit', entry: 'build/index.js' },
    );
    check(
        "believes the start script about the place of Remix's build",
        {
            'package.json': manifest({
                scripts: { build: 'remix build', start: 'remix-serve ./build/index.js' },
                dependencies: { '@remix-run/node': '2', '@remix-run/serve': '2' },
                devDependencies: { vite: '5' },
            }),
        },
        { framework: 'Remix', entry: 'build/index.js' },
    );
    it('shows the other web projects of a solution as choices of the entry', async () => {
        const web = '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>';
        const files = { 'Api/Shop.Api.csproj': web, 'Web/Shop.Web.csproj': web };
        const [first] = await detectProjects(memoryFileSource(files), {});
        assert.equal(first?.profile.entry, 'Shop.Api.dll');
        assert.deepEqual(
            first.profile.alternatives.map(({ fact, value }) => [fact, value]),
            [['entry', 'Shop.Web.dll']],
        );
        const [other] = await detectProjects(memoryFileSource(files), { entry: 'Shop.Web.dll' });
        assert.equal(other?.profile.startCommand?.join(' '), 'dotnet Shop.Web.dll');
    });
    check(
        'starts the standalone server of Next.js',
        {
            'package.json': manifest({
                scripts: { build: 'next build', start: 'next start -p ${PORT:-3000}' },
                dependencies: { next: '15' },
            }),
            'next.config.mjs': 'export default { output: "standalone" }',
            'tsconfig.json': '{}',
        },
        { framework: 'Next.js', entry: '.next/standalone/server.js', port: 3000 },
    );
    check(
        'serves what Vite builds',
        { 'package.json': manifest({ scripts: { build: 'vite build' }, devDependencies: { vite: '5' } }), 'index.html': '' },
        { framework: 'Vite', entry: 'dist/index.html', server: 'serve' },
    );
    check(
        'asks engines for the version',
        {
            'package.json': manifest({ engines: { node: '>=18 <21' }, scripts: { start: 'node a.js' }, dependencies: { koa: '2' } }),
            'a.js': 'app.listen(4000)',
        },
        { runtimeVersion: '20', port: 4000 },
    );
    check(
        'says that a library is one',
        { 'package.json': manifest({ name: 'left', main: 'index.js', exports: './index.js' }), 'index.js': 'module.exports = 1' },
        { kind: 'library' },
    );
    check(
        'finds Gin and its port',
        {
            'go.mod': 'module main\n\ngo 1.23\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
            'main.go': 'package main\nfunc main() {\n\tport := "8089"\n\tr.Run("0.0.0.0:" + port)\n}\n// gin.Default\n',
        },
        { language: 'Go', framework: 'Gin', entry: 'main.go', server: 'binary', port: 8089 },
    );
    check(
        'finds Spring Boot by its application class',
        {
            'pom.xml': '<project><artifactId>spring-boot-starter-web</artifactId><java.version>11</java.version></project>',
            'src/main/java/a/App.java': 'package a;\n@SpringBootApplication\npublic class App {}\n',
        },
        { language: 'Java', framework: 'Spring Boot', entry: 'a.App', server: 'java', port: 8080, runtimeVersion: '11' },
    );
    check(
        'finds ASP.NET Core by its SDK',
        { 'shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"><TargetFramework>net9.0</TargetFramework></Project>' },
        { language: 'C#', framework: 'ASP.NET Core', entry: 'shop.dll', server: 'dotnet', port: 8080, runtimeVersion: '9.0' },
    );
    check(
        'finds Sinatra without config.ru',
        { Gemfile: 'ruby "3.3.7"\ngem "sinatra"\ngem "puma"\n', 'server.rb': "require 'sinatra'\nset :port, ENV['PORT'] || 8082\n" },
        { language: 'Ruby', framework: 'Sinatra', entry: 'server.rb', server: 'puma', port: 8082, runtimeVersion: '3.3.7' },
    );
    check('finds plain PHP', { 'index.php': '<?php echo 1;' }, { language: 'PHP', entry: 'index.php', server: 'apache' });
    check(
        'finds Axum',
        { 'Cargo.toml': '[package]\nname = "shop"\n[dependencies]\naxum = "0.8"\n', 'src/main.rs': 'fn main() { bind("0.0.0.0:3010") }' },
        { language: 'Rust', framework: 'Axum', entry: 'src/main.rs', port: 3010 },
    );
    check('serves a page that is ready', { 'index.html': '<p>hi' }, { framework: 'static', entry: 'index.html', server: 'nginx' });

    it('takes each deployable folder for a project of its own', async () => {
        const projects = await detectProjects(
            memoryFileSource({
                'api/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
                'api/requirements.txt': 'fastapi',
                'web/package.json': manifest({ scripts: { build: 'vite build' }, devDependencies: { vite: '5' } }),
            }),
            {},
        );
        assert.deepEqual(projects.map(({ profile }) => [profile.folder, profile.framework]), [['api', 'FastAPI'], ['web', 'Vite']]); // prettier-ignore
    });
});
