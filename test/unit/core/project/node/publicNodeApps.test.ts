import assert from 'node:assert/strict';
import { seen } from '../seen';
import type { Row } from '../seen';

const rows: readonly Row[] = [
    {
        title: 'a schema of envsafe',
        files: {
            'package.json': '{"main":"app.js","dependencies":{"fastify":"5","envsafe":"2"}}',
            'app.js':
                "const { envsafe, str, port } = require('envsafe');\nconst env = envsafe({\n  CACHE_HOST: str(),\n  CACHE_PORT: port({ devDefault: 6379 }),\n});\nfastify.listen({ port: 3000 });\n",
        },
        expected: { variables: ['CACHE_HOST', 'CACHE_PORT'] },
    },
    {
        title: 'the version of a manager that the lock file contradicts',
        files: {
            'package.json': '{"packageManager":"pnpm@8.3.1","scripts":{"start":"node app.js"},"dependencies":{"express":"5"}}',
            'bun.lock': '{}',
            'app.js': 'app.listen(3000);\n',
        },
        expected: { packageManager: 'bun', dockerfile: ['RUN npm install --global bun@1'] },
    },
    {
        title: 'a published command that talks about ports',
        files: {
            'package.json':
                '{"name":"tool","main":"./index.js","bin":{"tool":"index.js"},"publishConfig":{"access":"public"},"files":["index.js"],"scripts":{"test":"mocha"},"dependencies":{"yargs":"17"}}',
            'index.js': "import './make.js';\n",
            'make.js': 'const port = 3000;\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: 'a script whose name has to be quoted',
        files: {
            'package.json': `{"scripts":{"start":"node 'my $(id).js'"},"dependencies":{"express":"5"}}`,
            'my $(id).js': 'app.listen(3000);\n',
        },
        expected: { dockerfile: ['CMD ["sh", "-c", "exec node \'my $(id).js\'"]'] },
    },
    {
        title: 'words behind the script that say where to listen',
        files: {
            'package.json': '{"scripts":{"start":"node app.js --host localhost --port=3100 --cluster"},"dependencies":{"express":"5"}}',
            'app.js': 'app.listen(process.env.PORT || 3000);\n',
        },
        expected: { dockerfile: ['CMD ["sh", "-c", "exec node app.js --host 0.0.0.0 --port=$PORT --cluster"]'] },
    },
    {
        title: 'a number behind the script',
        files: {
            'package.json': '{"scripts":{"start":"node app.js 8085"},"dependencies":{"express":"5"}}',
            'app.js': 'app.listen(process.argv[2] || process.env.PORT || 3000);\n',
        },
        expected: { dockerfile: ['CMD ["sh", "-c", "exec node app.js $PORT"]'] },
    },
    {
        title: "a port of another server's among the names of one declaration, and in a class",
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"5"}}',
            'app.js':
                "const host = 'a',\n  dbPort = 5433,\n  httpPort = 8090;\nclass Mail {\n  smtpPort = 2525;\n}\napp.listen(httpPort);\n",
        },
        expected: { port: 8090 },
    },
    {
        title: "a database's settings in JSON",
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"5"}}',
            'app.js': "const port = process.env.PORT;\nconst db = require('./db.json').production;\napp.listen(port);\n",
            'db.json': '{"production":{"host":"10.0.0.1","port":3307,"dialect":"mysql"}}',
        },
        expected: { port: 3000 },
    },
    {
        title: 'a port in JSON, with its line',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"5"}}',
            'app.js': "const settings = require('./settings.json');\napp.listen(settings.appPort);\n",
            'settings.json': '{\n  "db": { "port": 4000 },\n  "appPort": 4000\n}',
        },
        expected: { port: 4000, portPlace: 'settings.json:3' },
    },
    {
        title: "a platform's function that hands on the server",
        files: {
            'package.json': '{"dependencies":{"express":"5"}}',
            'server.js': 'const app = express();\nif (require.main === module) app.listen(4000);\nmodule.exports = app;\n',
            'api/index.js': "const app = require('../server');\nmodule.exports = app;\n",
        },
        expected: { dockerfile: ['CMD ["sh", "-c", "exec node server.js"]'] },
    },
    {
        title: 'Remix of one page, behind other settings',
        files: {
            'package.json':
                '{"scripts":{"build":"remix vite:build"},"dependencies":{"@remix-run/node":"2","@remix-run/serve":"2","@remix-run/react":"2"},"devDependencies":{"@remix-run/dev":"2","vite":"5"}}',
            'vite.config.ts': 'export default { plugins: [remix({ future: { v3_fetcherPersist: true }, ssr: false })] };\n',
            'app/root.tsx': '',
        },
        expected: { dockerfile: ['CMD ["sh", "-c", "exec serve --single --no-clipboard --listen tcp://0.0.0.0:$PORT build/client"]'] },
    },
    {
        title: 'what a build script of its own makes',
        files: {
            'package.json':
                '{"scripts":{"start":"node out/index.js","build":"node scripts/pack.mjs","dev":"node scripts/dev.mjs"},"dependencies":{"express":"5"}}',
            'scripts/pack.mjs': "import { pack } from 'packer';\nawait pack();\n",
            'scripts/dev.mjs': 'http.createServer(watch).listen(1234);\n',
            'src/main.js': 'app.listen(4000);\n',
        },
        expected: { dockerfile: ['CMD ["sh", "-c", "exec node out/index.js"]'] },
    },
    {
        title: 'pages that are made among what is around the app',
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7"}}',
            'vite.config.js': "export default { build: { outDir: '..' } };\n",
            'index.html': '<p>',
        },
        expected: { dockerfile: ['COPY --from=build --chown=1000:1000 /app/dist ./dist', '!COPY --from=build --chown=1000:1000 / '] },
    },
    {
        title: 'pages that are made where the folder of the module says',
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"7"}}',
            'vite.config.js':
                "export default { root: path.resolve(import.meta.dirname, 'client'), build: { outDir: path.resolve(import.meta.dirname, 'made/pages') } };\n",
            'client/index.html': '<p>',
        },
        expected: { dockerfile: ['COPY --from=build --chown=1000:1000 /app/made/pages ./made/pages'] },
    },
    {
        title: 'a program of its own that asks for node itself',
        files: {
            'package.json': '{"main":"index.js","scripts":{"start":"./bin/shop"},"dependencies":{"express":"5"}}',
            'bin/shop': "#!/usr/bin/env node\nconst app = require('express')();\napp.use(require('../index.js'));\napp.listen(4000);\n",
            'index.js': "module.exports = require('express').Router();\n",
        },
        expected: { entry: 'bin/shop', port: 4000, startCommand: ['sh', '-c', 'exec node bin/shop'] },
    },
    {
        title: 'a program of its own that is a script of sh',
        files: {
            'package.json': '{"main":"index.js","scripts":{"start":"./bin/start"},"dependencies":{"express":"5"}}',
            'bin/start': '#!/bin/sh\nnode index.js\n',
            'index.js': "require('express')().listen(3000);\n",
        },
        expected: { entry: 'index.js' },
    },
    {
        title: "an install script that writes git's hooks",
        files: {
            'package.json':
                '{"scripts":{"start":"node app.js","postinstall":"echo npm test > .git/hooks/pre-push"},"dependencies":{"express":"5"}}',
            'app.js': "require('express')().listen(3000);\n",
        },
        expected: { dockerfile: ['RUN mkdir -p .git/hooks'] },
    },
    {
        title: "an install script that leaves git's hooks alone",
        files: {
            'package.json': '{"scripts":{"start":"node app.js","postinstall":"node app.js --check"},"dependencies":{"express":"5"}}',
            'app.js': "require('express')().listen(3000);\n",
        },
        expected: { dockerfile: ['!mkdir'] },
    },
    {
        title: 'an address that another file says',
        files: {
            'package.json': '{"scripts":{"start":"node server.mjs"},"dependencies":{"express":"5"}}',
            'server.mjs':
                "import express from 'express';\nimport { host, port } from './places.mjs';\nexpress().listen(port, host, () => {});\n",
            'places.mjs': "export const port = 3000;\nexport const host = process.env.SHOP_AT || 'localhost';\n",
        },
        expected: { codes: ['scaffold/loopback'] },
    },
    {
        title: 'an address that another file keeps to itself',
        files: {
            'package.json': '{"scripts":{"start":"node server.mjs"},"dependencies":{"express":"5"}}',
            'server.mjs':
                "import express from 'express';\nimport { host } from './places.mjs';\nimport './store.mjs';\nexpress().listen(3000, host);\n",
            'places.mjs': "export const host = '0.0.0.0';\n",
            'store.mjs': "const host = process.env.STORE_AT || 'localhost';\nopen(host);\n",
        },
        expected: { codes: [] },
    },
    {
        title: 'Strapi as its own command starts it',
        files: {
            'package.json': '{"scripts":{"start":"strapi start","build":"strapi build"},"dependencies":{"@strapi/strapi":"5"}}',
        },
        expected: { entry: 'strapi start', startCommand: ['sh', '-c', 'exec npx strapi start'] },
    },
    {
        title: 'a build that only resets a database',
        files: {
            'package.json':
                '{"scripts":{"build":"prisma migrate reset -f","start":"node app.js"},"dependencies":{"koa":"2","@prisma/client":"6"},"devDependencies":{"prisma":"6"}}',
            'prisma/schema.prisma': 'datasource db {\n provider = "mysql"\n url = env("DATABASE_URL")\n}\n',
            'app.js': 'app.listen(8080);\n',
        },
        expected: { dockerfile: ['RUN npx prisma generate', '!run build', '!migrate'] },
    },
    {
        title: 'a build that migrates a database on its way',
        files: {
            'package.json':
                '{"scripts":{"build":"prisma generate && prisma migrate deploy && next build","start":"next start"},"dependencies":{"next":"15","@prisma/client":"6","prisma":"6"}}',
            'app/page.js': '',
        },
        expected: {
            dockerfile: [
                'RUN export PATH="$PWD/node_modules/.bin:/app/node_modules/.bin:$PATH" && prisma generate && next build',
                '!migrate',
            ],
        },
    },
    {
        title: 'a front end of webpack 4 in a folder that the build enters',
        files: {
            'package.json':
                '{"scripts":{"start":"node app.js","build":"cd client && npm run build"},"dependencies":{"express":"5"},"engines":{"node":"22"}}',
            'app.js': "require('express')().listen(3000);\n",
            'client/package.json': '{"scripts":{"build":"react-scripts build"},"dependencies":{"react-scripts":"3.3.0"}}',
        },
        expected: { entry: 'app.js', dockerfile: ['ENV NODE_OPTIONS=--openssl-legacy-provider'] },
    },
    {
        title: 'a build that moves what it made',
        files: {
            'package.json':
                '{"scripts":{"build":"rm -rf site; react-scripts build && mv build site"},"dependencies":{"react-scripts":"5"}}',
            'public/index.html': '',
        },
        expected: { entry: 'site/index.html', dockerfile: ['COPY --from=build --chown=1000:1000 /app/site ./site'] },
    },
    {
        title: 'a build that says where it makes the pages',
        files: {
            'package.json':
                '{"scripts":{"build":"cross-env BUILD_PATH=./public-html react-scripts build"},"dependencies":{"react-scripts":"5"}}',
            'public/index.html': '',
        },
        expected: { entry: 'public-html/index.html' },
    },
    {
        title: "Go's default beside an empty variable",
        files: {
            'go.mod': 'module x\ngo 1.22\n',
            'main.go':
                'package main\nfunc main() {\n  port := cmp.Or(os.Getenv("PORT"), "3300")\n  s := &http.Server{Addr: ":" + port}\n  s.ListenAndServe()\n}\n',
        },
        expected: { port: 3300 },
    },
    {
        title: 'a host that is localhost wherever its platform says nothing else',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"fastify":"5"}}',
            'app.js':
                "const host = ('HOSTED' in process.env) ? `0.0.0.0` : `localhost`;\nfastify.listen({ host: host, port: 3000 }, () => {});\n",
        },
        expected: { codes: ['scaffold/loopback'] },
    },
    {
        title: "the host of Node's own first example",
        files: {
            'package.json': '{"scripts":{"start":"node app.js"}}',
            'app.js': "const hostname = '127.0.0.1';\nconst port = 3000;\nserver.listen(port, hostname, () => {\n});\n",
        },
        expected: { codes: ['scaffold/loopback'] },
    },
    {
        title: 'the host that hapi is made with',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"@hapi/hapi":"21"}}',
            'app.js': "const server = Hapi.server({\n  port: 3000,\n  host: 'localhost',\n});\nserver.start();\n",
        },
        expected: { codes: ['scaffold/loopback'] },
    },
    {
        title: "a database's host",
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"5","mysql":"2"}}',
            'app.js': "const host = 'localhost';\nconst db = mysql.createConnection({ host, user: 'x' });\napp.listen(3000);\n",
        },
        expected: { codes: [] },
    },
    {
        title: 'a port that settings of Astro compute',
        files: {
            'package.json': '{"scripts":{"build":"astro build"},"dependencies":{"astro":"4","@astrojs/node":"8"}}',
            'astro.config.mjs':
                "const port = parseInt(process.env.PORT) || 8100;\nexport default defineConfig({ server: { port: port }, output: 'server', adapter: node({ mode: 'standalone' }) });\n",
        },
        expected: { entry: 'dist/server/entry.mjs', port: 8100 },
    },
    {
        title: 'a queue by its native driver, and a folder that only fills it',
        files: {
            'package.json': '{"scripts":{"start":"node index.js"},"dependencies":{"express":"4","node-rdkafka":"2"}}',
            'index.js': 'const hosts = process.env.KAFKA_BROKER;\napp.listen(3000);\n',
        },
        expected: { services: ['kafka'], variables: ['KAFKA_BROKER'] },
    },
    {
        title: "a platform's own names, and the keys that its API wants",
        files: {
            'package.json': '{"scripts":{"start":"node index.js"},"dependencies":{"express":"4"}}',
            'index.js':
                'const { RENDER_API_KEY, RENDER_EXTERNAL_URL, FLY_REGION, VERCEL_TOKEN, RAILWAY_STATIC_URL } = process.env;\napp.listen(3000);\n',
        },
        expected: { variables: ['RENDER_API_KEY', 'VERCEL_TOKEN'] },
    },
    {
        title: 'what bun init names, without a lock file',
        files: {
            'package.json':
                '{"name":"hello","module":"http.ts","type":"module","devDependencies":{"bun-types":"latest"},"peerDependencies":{"typescript":"^5"}}',
            'http.ts': "Bun.serve({\n  port: 3000,\n  fetch(request) { return new Response('x'); },\n});\n",
        },
        expected: { kind: 'web', entry: 'http.ts', server: 'bun', port: 3000, packageManager: 'bun' },
    },
    {
        title: 'a bot that is only started while one develops it',
        files: {
            'package.json': '{"name":"bot","main":"index.js","scripts":{"dev":"nodemon bot.js"},"dependencies":{"telegraf":"3"}}',
            'bot.js': 'const bot = new Telegraf(process.env.BOT_TOKEN);\nbot.launch();\n',
        },
        expected: { kind: 'worker' },
    },
    {
        title: 'a workspace whose root builds all of its members',
        files: {
            'package.json': '{"private":true,"scripts":{"build":"pnpm -r build"},"devDependencies":{"vite":"4","react":"18"}}',
            'pnpm-workspace.yaml': "packages:\n  - 'sites/*'\n",
            'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
            'vite.config.js': '',
            'sites/demo/package.json':
                '{"name":"demo","private":true,"scripts":{"build-demo":"vite build"},"devDependencies":{"vite":"4"}}',
            'sites/demo/index.html': '',
        },
        expected: {
            folder: 'sites/demo',
            folders: ['sites/demo'],
            entry: 'dist/index.html',
            dockerfile: ['RUN cd sites/demo && pnpm run build-demo'],
        },
    },
    {
        title: 'a bot that nothing starts, and that gives nothing to who imports it',
        files: {
            'package.json': '{"name":"bot","main":"src/index.js","scripts":{"test":"exit 1"},"dependencies":{"discord.js":"14"}}',
            'src/index.js': 'client.login(process.env.TOKEN);\n',
        },
        expected: { kind: 'worker' },
    },
    {
        title: 'a package that gives something to who imports it',
        files: {
            'package.json': '{"name":"lib","main":"src/index.js","scripts":{"test":"exit 1"}}',
            'src/index.js': 'module.exports = () => 1;\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: 'a start script that names what the compiler leaves beside the source, after a build that fills a database',
        files: {
            'package.json':
                '{"scripts":{"make":"ts-node src/db/migrate","build":"npm run make && npx tsc","start":"node src/index.js"},"dependencies":{"express":"4"},"devDependencies":{"typescript":"5","ts-node":"10"}}',
            'tsconfig.json': '{"compilerOptions":{"module":"commonjs"},"include":["src/**/*.ts"]}',
            'src/index.ts': 'app.listen(4200);\n',
            'src/db/migrate.ts': '',
        },
        expected: {
            entry: 'src/index.js',
            port: 4200,
            dockerfile: ['RUN export PATH="$PWD/node_modules/.bin:/app/node_modules/.bin:$PATH" && npx tsc', '!run build'],
        },
    },
    {
        title: "Strapi's own way to read a variable",
        files: {
            'package.json': '{"scripts":{"start":"strapi start"},"dependencies":{"@strapi/strapi":"5"}}',
            'config/server.js': "module.exports = ({ env }) => ({ url: env('URL'), app: { keys: env.array('APP_KEYS') } });\n",
        },
        expected: { variables: ['APP_KEYS', 'URL'] },
    },
    {
        title: 'a page that a build gives the address of its API',
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'index.html': '',
            'src/main.js': 'fetch(import.meta.env.VITE_API_URL);\n',
        },
        expected: { variables: ['VITE_API_URL'], dockerfile: ['ARG VITE_API_URL'] },
    },
    {
        title: 'names without which SvelteKit does not build',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"2","@sveltejs/adapter-node":"5","vite":"6"}}',
            'svelte.config.js': "import adapter from '@sveltejs/adapter-node';\n",
            'src/routes/+page.server.js': "import { MAIL_FROM } from '$env/static/private';\n",
            'src/routes/+page.js': "import { PUBLIC_NAME } from '$env/static/public';\n",
        },
        expected: {
            dockerfile: [
                'ARG PUBLIC_NAME=""',
                '!ARG MAIL_FROM',
                'RUN export MAIL_FROM=slipway-reads-MAIL_FROM && \\',
                `RUN find . -name node_modules -prune -o -path '*/server/*.js' -exec sed -i -E 's/"slipway-reads-(\\w+)"/(process.env.\\1 ?? "")/g' {} +`,
            ],
        },
    },
    {
        title: 'private names of a SvelteKit whose pages are all made by the build, which has no later time for them',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"2","@sveltejs/adapter-static":"3","vite":"6"}}',
            'svelte.config.js': "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter() } };\n",
            'src/routes/+page.server.js': "import { MAIL_FROM } from '$env/static/private';\n",
        },
        expected: { dockerfile: ['ARG MAIL_FROM=""', '!RUN export MAIL_FROM'] },
    },
    {
        title: "a folder of its own for what SvelteKit's adapter writes",
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"2","@sveltejs/adapter-node":"5","vite":"6"}}',
            'svelte.config.js':
                "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter({ out: './dist/' }) } };\n",
        },
        expected: { entry: 'dist/index.js', dockerfile: ['CMD ["sh", "-c", "exec node dist"]'] },
    },
    {
        title: "Yarn, in a workspace whose root asks for a version of Node that its packages' wishes are held against",
        files: {
            'package.json': '{"private":true,"workspaces":["packages/*"],"engines":{"node":"20"}}',
            'yarn.lock': '# yarn lockfile v1\n\n',
            'packages/api/package.json': '{"name":"api","scripts":{"start":"node server.js"},"dependencies":{"express":"4"}}',
            'packages/api/server.js': 'require("express")().listen(3000);\n',
        },
        expected: { dockerfile: ['FROM node:20-slim AS build', 'RUN yarn install --frozen-lockfile'] },
    },
    {
        title: 'a server for developing pages that are built into files',
        files: {
            'package.json': '{"scripts":{"dev":"node dev-server.mjs","build":"vite build"},"devDependencies":{"vite":"6","express":"5"}}',
            'index.html': '',
            'dev-server.mjs': 'app.listen(5173);\n',
        },
        expected: { framework: 'Vite', entry: 'dist/index.html', server: 'serve' },
    },
    {
        title: 'ready pages beside the apps of a repository',
        files: {
            'api/go.mod': 'module api\n',
            'api/main.go': 'package main\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
            'landing/index.html': '<h1>x</h1>',
        },
        expected: { folders: ['api', 'landing'] },
    },
    {
        title: 'pages that an app beside them serves',
        files: {
            'server/package.json': '{"scripts":{"start":"node index.js"},"dependencies":{"express":"5"}}',
            'server/index.js': "app.use(express.static(path.join(__dirname, '../client')));\napp.listen(3000);\n",
            'client/index.html': '<h1>x</h1>',
        },
        expected: { folders: ['server'] },
    },
    {
        title: 'a program that a workspace may keep beside its member or at its root',
        files: {
            'package.json': '{"private":true,"workspaces":["apps/*"]}',
            'package-lock.json': '{"packages":{}}',
            'apps/web/package.json': '{"name":"web","scripts":{"build":"next build","start":"next start"},"dependencies":{"next":"15"}}',
            'apps/web/app/page.js': '',
        },
        expected: {
            startCommand: ['sh', '-c', 'exec next start --hostname 0.0.0.0 --port $PORT'],
            dockerfile: ['PATH=/app/apps/web/node_modules/.bin:/app/node_modules/.bin:$PATH'],
        },
    },
    {
        title: 'a member whose packages the root of its workspace lists',
        files: {
            'package.json': '{"private":true,"workspaces":["services/*"],"dependencies":{"express":"4"}}',
            'package-lock.json': '{"packages":{}}',
            'services/orders/package.json': '{"name":"orders","scripts":{"start":"node index.js"}}',
            'services/orders/index.js': "require('express')().listen(3000);\n",
        },
        expected: { folder: 'services/orders', dockerfile: ['RUN npm ci'] },
    },
    {
        title: 'a build that checks before it builds',
        files: {
            'package.json':
                '{"scripts":{"build":"npm run lint && npm test && tsc","lint":"eslint .","test":"jest","start":"node dist/a.js"},"dependencies":{"express":"4"}}',
            'src/a.ts': 'app.listen(3000);\n',
        },
        expected: { dockerfile: ['RUN export PATH="$PWD/node_modules/.bin:/app/node_modules/.bin:$PATH" && tsc'] },
    },
    {
        title: 'a build that only checks',
        files: {
            'package.json':
                '{"scripts":{"build":"npm run lint","lint":"eslint src/**/*.js --fix","start":"node a.js"},"dependencies":{"express":"4"}}',
            'a.js': 'app.listen(3000);\n',
        },
        expected: { dockerfile: ['!lint', '!run build'] },
    },
    {
        title: 'a start script that brings its database up to date first',
        files: {
            'package.json':
                '{"scripts":{"migrate":"knex --knexfile knexfile.js migrate:latest","start":"npm run migrate && node app.js"},"dependencies":{"express":"4","knex":"3"}}',
            'app.js': 'app.listen(3000);\n',
        },
        expected: {
            entry: 'app.js',
            startCommand: [
                'sh',
                '-c',
                'export PATH="$PWD/node_modules/.bin:/app/node_modules/.bin:$PATH" && knex --knexfile knexfile.js migrate:latest && exec node app.js',
            ],
            dockerfile: ['!prune'],
        },
    },
    {
        title: 'pages of Next.js whose start script migrates',
        files: {
            'package.json':
                '{"scripts":{"build":"next build","start":"prisma migrate deploy && next start"},"dependencies":{"next":"15","@prisma/client":"6","prisma":"6"}}',
            'app/page.js': '',
        },
        expected: {
            startCommand: [
                'sh',
                '-c',
                'export PATH="$PWD/node_modules/.bin:/app/node_modules/.bin:$PATH" && prisma migrate deploy && exec node_modules/.bin/next start --hostname 0.0.0.0 --port $PORT',
            ],
        },
    },
    {
        title: 'a server that an adapter of Qwik makes',
        files: {
            'package.json':
                '{"private":true,"scripts":{"build":"qwik build","start":"node server/entry.express"},"devDependencies":{"@builder.io/qwik":"1","@builder.io/qwik-city":"1","express":"4","vite":"4"}}',
            'src/entry.express.tsx': 'const PORT = process.env.PORT ?? 3000;\n',
        },
        expected: { framework: 'Qwik', entry: 'server/entry.express.js', server: 'node', port: 3000, dockerfile: ['!prune'] },
    },
    {
        title: 'a port that is checked before it is taken',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"4"}}',
            'app.js':
                "const given = parseInt(process.env.PORT || '');\nconst port = Number.isInteger(given) ? given : 8090;\napp.listen(port);\n",
        },
        expected: { port: 8090 },
    },
    {
        title: 'a private package that the others of a workspace import',
        files: {
            'package.json': '{"private":true,"workspaces":["kit","server"]}',
            'package-lock.json': '{"packages":{}}',
            'kit/package.json':
                '{"name":"kit","private":true,\n"exports":{".":"./lib/index.js"},\n"files":["lib/*"],\n"scripts":{"build":"tsc"},"dependencies":{"ws":"8"}}',
            'kit/src/index.ts': 'export const start = () => app.listen(8080);\n',
            'server/package.json': '{"name":"server","scripts":{"start":"node a.js"},"dependencies":{"kit":"*","express":"4"}}',
            'server/a.js': 'app.listen(3000);\n',
        },
        expected: { folders: ['server'] },
    },
    {
        title: 'a schema of Prisma for each kind of database',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"4","@prisma/client":"4"}}',
            'prisma/schema.mysql.prisma': 'datasource db {\n  provider = "mysql"\n  url = env("DATABASE_URL")\n}\n',
            'app.js': 'app.listen(3000);\n',
        },
        expected: { variables: ['DATABASE_URL'], services: ['mysql'] },
    },
    {
        title: "the port of Next.js' development server",
        files: {
            'package.json': '{"private":true,"scripts":{"build":"next build","dev":"next dev -p 3010"},"dependencies":{"next":"15"}}',
            'app/page.js': '',
        },
        expected: { port: 3000 },
    },
    {
        title: 'pages in JavaScript whose editor reads a tsconfig.json',
        files: {
            'package.json': '{"private":true,"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'tsconfig.json': '{}',
            'vite.config.ts': '',
            'index.html': '',
            'src/main.jsx': '',
            'src/App.jsx': '',
            'src/lib/utils.ts': '',
        },
        expected: { language: 'JavaScript' },
    },
    {
        title: 'pages of SvelteKit that an adapter makes for Bun',
        files: {
            'package.json':
                '{"private":true,"scripts":{"build":"bunx --bun vite build","start":"bun run build/index.js"},"devDependencies":{"@sveltejs/kit":"2","svelte-adapter-bun":"0.5","vite":"5"}}',
            'bun.lock': '{}',
            'svelte.config.js': 'import adapter from "svelte-adapter-bun";\n',
        },
        expected: { entry: 'build/index.js', server: 'bun' },
    },
    {
        title: 'a published package whose tests start a server',
        files: {
            'package.json':
                '{"name":"kit","main":"dist/server.js","scripts":{"compile":"babel -d dist/ src/","prepublish":"npm run compile"},"dependencies":{"bluebird":"3"},"devDependencies":{"express":"4"}}',
            'src/server.js': 'module.exports = () => 1;\n',
        },
        expected: { kind: 'library' },
    },
    {
        title: "a lock file of a time when npm left packages' peers alone",
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"4"}}',
            'package-lock.json': '{"name":"x","lockfileVersion":1,"requires":true,"dependencies":{"express":{"version":"4.17.0"}}}',
            'app.js': 'app.listen(3000);\n',
        },
        expected: { dockerfile: ['ENV NPM_CONFIG_LEGACY_PEER_DEPS=true', 'RUN npm ci'] },
    },
    {
        title: 'uploads of Strapi that are kept in S3',
        files: {
            'package.json':
                '{"scripts":{"start":"strapi start"},"dependencies":{"@strapi/strapi":"4","@strapi/provider-upload-aws-s3":"4"}}',
            'config/plugins.js': "module.exports = ({ env }) => ({ bucket: env('S3_BUCKET') });\n",
        },
        expected: { services: ['s3'] },
    },
    {
        title: "a start script that a test runner's settings beside the sources made untrue",
        files: {
            'package.json':
                '{"scripts":{"build":"tsc","start":"node dist/index.js"},"dependencies":{"express":"4"},"devDependencies":{"typescript":"5","vitest":"4"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"},"exclude":["node_modules"]}',
            'src/index.ts': 'app.listen(3000);\n',
            'vitest.config.ts': '',
        },
        expected: { entry: 'dist/src/index.js' },
    },
    {
        title: 'a start script that the compiler agrees with',
        files: {
            'package.json': '{"scripts":{"build":"tsc","start":"node dist/index.js"},"dependencies":{"express":"4"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"},"include":["src"]}',
            'src/index.ts': 'app.listen(3000);\n',
            'vitest.config.ts': '',
        },
        expected: { entry: 'dist/index.js' },
    },
    {
        title: 'a compiler whose sources begin above the project, so that the place of the project is part of what it writes',
        files: {
            'package.json': '{"private":true,"workspaces":["services/*"]}',
            'services/staff/package.json':
                '{"main":"dist/index.js","scripts":{"build":"tsc"},"dependencies":{"express":"5"},"devDependencies":{"typescript":"5"}}',
            'services/staff/tsconfig.json':
                '{"compilerOptions":{"outDir":"dist","rootDir":"../..","paths":{"kit/*":["kit/*"]}},"include":["src/**/*","../../kit/**/*"]}',
            'services/staff/src/index.ts': 'app.listen(3001);\n',
        },
        expected: { folder: 'services/staff', entry: 'dist/services/staff/src/index.js' },
    },
    {
        title: 'names of the compiler that the sources use, which Node would not find',
        files: {
            'package.json': '{"private":true,"workspaces":["services/*"]}',
            'services/staff/package.json':
                '{"main":"dist/index.js","scripts":{"build":"tsc"},"dependencies":{"express":"5"},"devDependencies":{"typescript":"5"}}',
            'services/staff/tsconfig.json':
                '{"compilerOptions":{"outDir":"dist","rootDir":"../..","paths":{"kit/*":["kit/*"]}},"include":["src/**/*","../../kit/**/*"]}',
            'services/staff/src/index.ts': "import { log } from 'kit/log';\nlog(app.listen(3001));\n",
        },
        expected: { folder: 'services/staff', entry: 'dist/index.js' },
    },
    {
        title: 'a main file that the compiler does not write, as its settings say',
        files: {
            'package.json': '{"main":"dist/index.js","scripts":{"build":"tsc"},"dependencies":{"express":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"."}}',
            'src/index.ts': 'app.listen(3001);\n',
        },
        expected: { entry: 'dist/src/index.js' },
    },
    {
        title: 'a start script that compiles beside the sources before it starts',
        files: {
            'package.json':
                '{"scripts":{"start":"tsc && node src/index.js"},"dependencies":{"koa":"2"},"devDependencies":{"typescript":"2"}}',
            'tsconfig.json': '{"compilerOptions":{"module":"commonjs","emitDecoratorMetadata":true},"exclude":["node_modules"]}',
            'src/index.ts': 'app.listen(3000);\n',
        },
        expected: {
            entry: 'src/index.js',
            startCommand: ['sh', '-c', 'exec node src/index.js'],
            dockerfile: ['RUN npx tsc', 'RUN npm prune --omit=dev'],
        },
    },
    {
        title: 'the npm of Node 6, which has no ci',
        files: {
            'package.json':
                '{"engines":{"node":"6.11.x"},"scripts":{"build":"webpack","start":"node server.js"},"dependencies":{"express":"4"},"devDependencies":{"webpack":"3"}}',
            'package-lock.json': '{"lockfileVersion":1,"dependencies":{"express":{"version":"4.16.0"},"webpack":{"version":"3.0.0"}}}',
            'server.js': "require('express')().listen(3000);\n",
        },
        expected: { dockerfile: ['RUN npm install', 'RUN npm prune --production'] },
    },
    {
        title: 'the npm of Node 14, which knows no --omit',
        files: {
            'package.json':
                '{"engines":{"node":"14"},"scripts":{"build":"webpack","start":"node server.js"},"dependencies":{"express":"4"},"devDependencies":{"webpack":"3"}}',
            'package-lock.json': '{"lockfileVersion":1,"dependencies":{"express":{"version":"4.16.0"},"webpack":{"version":"3.0.0"}}}',
            'server.js': "require('express')().listen(3000);\n",
        },
        expected: { dockerfile: ['RUN npm ci', 'RUN npm prune --production'] },
    },
    {
        title: 'a package for developing that the app itself imports',
        files: {
            'package.json':
                '{"scripts":{"start":"node server.js"},"dependencies":{"express":"4"},"devDependencies":{"morgan":"1","jest":"29"}}',
            'server.js': "const routes = require('./routes');\nrequire('express')().use(routes).listen(3000);\n",
            'routes.js': "const log = require('morgan');\nmodule.exports = log('dev');\n",
        },
        expected: { entry: 'server.js', dockerfile: ['!prune'] },
    },
    {
        title: 'packages for developing of which the app imports types alone, or that it loads while it is developed',
        files: {
            'package.json':
                '{"scripts":{"build":"tsc","start":"node dist/index.js"},"dependencies":{"express":"4"},"devDependencies":{"type-fest":"4","vite":"7","typescript":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
            'src/index.ts':
                "import type { JsonValue } from 'type-fest';\nif (develops) {\n    const { createServer } = await import('vite');\n}\napp.listen(3000);\n",
        },
        expected: { entry: 'dist/index.js', dockerfile: ['RUN npm prune --omit=dev'] },
    },
    {
        title: 'settings of Next.js that take a package for developing, which starting reads again',
        files: {
            'package.json':
                '{"scripts":{"build":"next build","start":"next start"},"dependencies":{"next":"15"},"devDependencies":{"@next/bundle-analyzer":"15"}}',
            'next.config.mjs': "import analyzer from '@next/bundle-analyzer';\nexport default analyzer()({});\n",
            'app/page.js': '',
        },
        expected: { entry: 'next start', dockerfile: ['!prune'] },
    },
    {
        title: 'a script of Node that no manifest is beside',
        files: {
            'server.js': "const http = require('http');\nhttp.createServer((q, a) => a.end('hi')).listen(process.env.PORT || 8123);\n",
            'README.md': '',
        },
        expected: {
            kind: 'web',
            language: 'JavaScript',
            framework: 'Node.js',
            entry: 'server.js',
            server: 'node',
            port: 8123,
            packageManager: 'none',
            startCommand: ['sh', '-c', 'exec node server.js'],
            dockerfile: ['COPY . .', '!npm install', '!npm ci'],
        },
    },
    {
        title: 'a script of Bun that no manifest is beside',
        files: { 'index.ts': 'Bun.serve({ port: 3131, fetch: () => new Response("hi") });\n' },
        expected: {
            kind: 'web',
            language: 'TypeScript',
            framework: 'Node.js',
            entry: 'index.ts',
            server: 'bun',
            port: 3131,
            startCommand: ['sh', '-c', 'exec bun index.ts'],
            dockerfile: ['RUN npm install --global bun@1 && \\'],
        },
    },
    {
        title: 'a script without a manifest that takes packages, which nothing lists',
        files: { 'server.js': "const app = require('express')();\napp.listen(3000);\n" },
        expected: { folders: [] },
    },
    {
        title: 'a site of which every page is a file',
        files: { 'package.json': '{"scripts":{"build":"astro build"},"dependencies":{"astro":"5"}}', 'src/pages/index.astro': '' },
        expected: {
            startCommand: ['sh', '-c', 'exec serve --config /opt/serve.json --no-clipboard --listen tcp://0.0.0.0:$PORT dist'],
            dockerfile: [`RUN echo '{ "directoryListing": false }' > /opt/serve.json`],
        },
    },
    {
        title: 'a site of SvelteKit whose fallback is its page',
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"2","@sveltejs/adapter-static":"3"}}',
            'svelte.config.js':
                "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter({ fallback: 'index.html' }) } };\n",
        },
        expected: { startCommand: ['sh', '-c', 'exec serve --single --no-clipboard --listen tcp://0.0.0.0:$PORT build'] },
    },
    {
        title: 'a site of SvelteKit whose fallback says that there is nothing',
        files: {
            'package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"2","@sveltejs/adapter-static":"3"}}',
            'svelte.config.js':
                "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter({ fallback: '404.html' }) } };\n",
        },
        expected: { startCommand: ['sh', '-c', 'exec serve --config /opt/serve.json --no-clipboard --listen tcp://0.0.0.0:$PORT build'] },
    },
    {
        title: 'a page without a router of its own',
        files: { 'index.html': '<h1>hi</h1><script src="menu.js"></script>', 'menu.js': 'document.title = "menu";\n' },
        expected: { framework: 'static', dockerfile: ['!$uri.html /index.html'] },
    },
    {
        title: 'a page that shows others at addresses of their own',
        files: { 'index.html': '<script src="app.js"></script>', 'app.js': "history.pushState({}, '', '/about');\n" },
        expected: { framework: 'static', dockerfile: ['!=404'] },
    },
    {
        title: 'apps of an Nx workspace whose packages the root lists',
        files: {
            'nx.json': '{}',
            'package.json':
                '{"dependencies":{"@nestjs/core":"11","@nestjs/config":"4","mongoose":"8","react":"19"},"devDependencies":{"nx":"21","typescript":"5","vite":"7"}}',
            'package-lock.json': '{"packages":{}}',
            'tsconfig.base.json': '{"compilerOptions":{"paths":{"@own/data":["libs/data/src/index.ts"]}}}',
            'apps/orders/project.json':
                '{"name":"orders","projectType":"application","targets":{"build":{"executor":"@nx/webpack:webpack","options":{"outputPath":"dist/apps/orders","main":"apps/orders/src/main.ts"}}}}',
            'apps/orders/src/main.ts':
                "import { NestFactory } from '@nestjs/core';\nimport { Orders } from '@own/data';\nconst app = await NestFactory.create(Orders);\nawait app.listen(configService.get('HTTP_PORT'));\n",
            'apps/bills/project.json':
                '{"name":"bills","projectType":"application","targets":{"build":{"executor":"@nx/webpack:webpack","options":{"outputPath":"dist/apps/bills","main":"apps/bills/src/main.ts"}}}}',
            'apps/bills/src/main.ts':
                "import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(Bills);\napp.connectMicroservice({});\nawait app.startAllMicroservices();\n",
            'apps/site/project.json':
                '{"name":"site","projectType":"application","targets":{"build":{"executor":"@nx/vite:build","options":{"outputPath":"dist/apps/site"}}}}',
            'apps/site/index.html': '',
            'apps/site/src/main.tsx': "import 'react';\n",
            'apps/orders-e2e/project.json': '{"name":"orders-e2e","projectType":"application","targets":{"e2e":{}}}',
            'libs/data/project.json': '{"name":"data","projectType":"library"}',
            'libs/data/src/index.ts': "import mongoose from 'mongoose';\nmongoose.connect(process.env.MONGODB_URI);\n",
        },
        expected: {
            folders: ['apps/bills', 'apps/orders', 'apps/site'],
            folder: 'apps/orders',
            context: '',
            framework: 'NestJS',
            entry: 'dist/apps/orders/main.js',
            packageManager: 'npm',
            services: ['mongodb'],
            variables: ['MONGODB_URI'],
            startCommand: ['sh', '-c', 'exec env HTTP_PORT=$PORT node dist/apps/orders/main.js'],
            dockerfile: ['RUN npm ci', 'RUN npx nx build orders', 'WORKDIR /app'],
        },
    },
    {
        title: 'a page that Nx builds',
        files: {
            'nx.json': '{}',
            'package.json': '{"dependencies":{"react":"19"},"devDependencies":{"nx":"21","vite":"7"}}',
            'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
            'apps/site/project.json':
                '{"name":"site","projectType":"application","targets":{"build":{"executor":"@nx/vite:build","options":{"outputPath":"dist/apps/site"}}}}',
            'apps/site/index.html': '',
            'apps/site/src/main.tsx': "import 'react';\n",
        },
        expected: {
            framework: 'Vite',
            entry: 'dist/apps/site/index.html',
            packageManager: 'pnpm',
            startCommand: ['sh', '-c', 'exec serve --single --no-clipboard --listen tcp://0.0.0.0:$PORT dist/apps/site'],
            dockerfile: ['RUN npx nx build site', 'COPY --from=build --chown=1000:1000 /app/dist/apps/site ./dist/apps/site'],
        },
    },
    {
        title: 'SolidStart that makes files of its pages',
        files: {
            'package.json': '{"scripts":{"build":"vinxi build","start":"vinxi start"},"dependencies":{"@solidjs/start":"1","vinxi":"0.5"}}',
            'app.config.ts':
                "import { defineConfig } from '@solidjs/start/config';\nexport default defineConfig({ ssr: false, server: { preset: 'static' } });\n",
            'src/app.tsx': '',
        },
        expected: {
            framework: 'SolidStart',
            entry: '.output/public/index.html',
            server: 'serve',
            startCommand: ['sh', '-c', 'exec serve --single --no-clipboard --listen tcp://0.0.0.0:$PORT .output/public'],
        },
    },
    {
        title: 'the first Nuxt, which keeps its build as the second does',
        files: {
            'package.json': '{"scripts":{"build":"nuxt build","start":"nuxt start"},"dependencies":{"nuxt":"^1.0.0"}}',
            'nuxt.config.js': 'module.exports = {};\n',
            'pages/index.vue': '',
        },
        expected: { entry: 'nuxt start', server: 'node', startCommand: ['sh', '-c', 'exec node_modules/.bin/nuxt start'] },
    },
    {
        title: 'a program of Babel that whoever wrote the script had installed, and the project does not list',
        files: {
            'package.json':
                '{"scripts":{"start":"babel-node server.js"},"dependencies":{"express":"4"},"devDependencies":{"babel-core":"6"}}',
            'server.js': "require('express')().listen(3000);\n",
        },
        expected: { entry: 'server.js', startCommand: ['sh', '-c', 'exec node server.js'] },
    },
    {
        title: 'an app of Nx whose output is named by the words that Nx puts in',
        files: {
            'nx.json': '{}',
            'package.json': '{"dependencies":{"express":"5"},"devDependencies":{"nx":"21"}}',
            'apps/api/project.json':
                '{"name":"api","projectType":"application","targets":{"build":{"executor":"@nx/webpack:webpack","options":{"outputPath":"{workspaceRoot}/dist/{projectRoot}","main":"{projectRoot}/src/main.ts"}}}}',
            'apps/api/src/main.ts': "import express from 'express';\nexpress().listen(3333);\n",
        },
        expected: { folder: 'apps/api', entry: 'dist/apps/api/main.js', dockerfile: ['RUN npx nx build api'] },
    },
    {
        title: 'apps of Nx whose name or output would end a line of the Dockerfile or a word of the shell',
        files: {
            'nx.json': '{}',
            'package.json': '{"dependencies":{"express":"5"},"devDependencies":{"nx":"21"}}',
            'apps/api/project.json':
                '{"name":"api\\nRUN true","projectType":"application","targets":{"build":{"options":{"outputPath":"dist/apps/api","main":"apps/api/src/main.ts"}}}}',
            'apps/api/src/main.ts': "import express from 'express';\nexpress().listen(3333);\n",
            'apps/shop/project.json':
                '{"name":"shop","projectType":"application","targets":{"build":{"options":{"outputPath":"dist/$(id)","main":"apps/shop/src/main.ts"}}}}',
            'apps/shop/src/main.ts': "import express from 'express';\nexpress().listen(3334);\n",
        },
        expected: { kind: 'none', folders: [''] },
    },
    {
        title: 'names of the compiler that are no pattern it knows',
        files: {
            'package.json': '{"scripts":{"build":"tsc"},"dependencies":{"express":"4"},"devDependencies":{"typescript":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src","paths":{"**/*":["kit/*"],"a\\\\":["b"]}}}',
            'src/index.ts': 'app.listen(3000);\n',
        },
        expected: { entry: 'dist/index.js' },
    },
    {
        title: 'a site of the second Nuxt that is one page',
        files: {
            'package.json': '{"scripts":{"build":"nuxt build","generate":"nuxt generate"},"dependencies":{"nuxt":"^2.15.0"}}',
            'nuxt.config.js': "export default { ssr: false, target: 'static' };\n",
            'pages/_id.vue': '',
        },
        expected: { startCommand: ['sh', '-c', 'exec serve --single --no-clipboard --listen tcp://0.0.0.0:$PORT dist'] },
    },
    {
        title: 'a built page whose router a minifier renamed',
        files: {
            'dist/index.html': '<div id="app"></div><script type="module" src="/assets/index-1a2b.js"></script>',
            'dist/assets/index-1a2b.js': 'const{history:r}=window;r[t?"replaceState":"pushState"](a,"",b);\n',
        },
        expected: { framework: 'static', dockerfile: ['!=404'] },
    },
    {
        title: 'a script without a manifest that takes packages by way of two files',
        files: {
            'server.js': "require('./routes');\nrequire('http').createServer().listen(3000);\n",
            'routes.js': "require('./data');\n",
            'data.js': "require('pg');\n",
        },
        expected: { folders: [] },
    },
    {
        title: 'a script without a manifest that listens to no HTTP',
        files: { 'server.js': "require('net').createServer().listen(7000);\n" },
        expected: { folders: [] },
    },
    {
        title: 'a script without a manifest that takes what newer releases of Node bring',
        files: {
            'server.js':
                "const { Worker } = require('diagnostics_channel');\nconst { delay } = require('readline/promises');\nrequire('node:http').createServer().listen(3000);\n",
        },
        expected: { entry: 'server.js', kind: 'web' },
    },
    {
        title: 'the folders within its output that Angular is told of',
        files: {
            'package.json': '{"name":"shop","scripts":{"build":"ng build"},"dependencies":{"@angular/core":"19"}}',
            'angular.json':
                '{"projects":{"parts":{"projectType":"library"},"shop":{"projectType":"application","architect":{"build":{"builder":"@angular/build:application","options":{"outputPath":{"base":"dist/shop","browser":""}}}}}}}',
        },
        expected: { entry: 'dist/shop/index.html' },
    },
    {
        title: "Angular's output in a folder whose name has spaces",
        files: {
            'package.json': '{"name":"shop","scripts":{"build":"ng build"},"dependencies":{"@angular/core":"19"}}',
            'angular.json':
                '{"projects":{"shop":{"architect":{"build":{"builder":"@angular/build:application","options":{"outputPath":"dist/my shop"}}}}}}',
        },
        expected: {
            entry: 'dist/my shop/browser/index.html',
            startCommand: ['sh', '-c', "exec serve --single --no-clipboard --listen tcp://0.0.0.0:$PORT 'dist/my shop/browser'"],
            dockerfile: ['COPY --from=build --chown=1000:1000 ["/app/dist/my shop/browser","./dist/my shop/browser"]'],
        },
    },
    {
        title: "Angular's output by a name that would end a word of the shell or a line of the Dockerfile",
        files: {
            'package.json': '{"name":"shop","scripts":{"build":"ng build"},"dependencies":{"@angular/core":"19"}}',
            'angular.json':
                '{"projects":{"$(id)":{"architect":{"build":{"builder":"@angular/build:application","options":{"outputPath":"dist/a;$(id)\\nRUN id"}}}}}}',
        },
        expected: { entry: 'dist/app/browser/index.html', dockerfile: ['!$(id)', '!RUN id'] },
    },
    {
        title: 'an MCP server that talks to who starts it',
        files: {
            'package.json':
                '{"private":true,"scripts":{"build":"tsc","start":"node dist/index.js"},"dependencies":{"@modelcontextprotocol/sdk":"1"},"devDependencies":{"typescript":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
            'src/index.ts': "import { run } from './run.js';\nawait run();\n",
            'src/run.ts': 'export const run = () => server.connect(new StdioServerTransport());\n',
        },
        expected: { kind: 'none', codes: ['scaffold/not-a-web-app'] },
    },
    {
        title: 'an MCP server that talks either way',
        files: {
            'package.json':
                '{"private":true,"scripts":{"start":"node index.js"},"dependencies":{"@modelcontextprotocol/sdk":"1","express":"5"}}',
            'index.js': "import { serve } from './http.js';\nprocess.argv[2] ? server.connect(new StdioServerTransport()) : serve();\n",
            'http.js': 'app.listen(process.env.PORT || 3001);\n',
        },
        expected: { kind: 'web', port: 3001, entry: 'index.js' },
    },
    {
        title: "a workspace of Nest's own, whose apps only its settings tell of",
        files: {
            'package.json':
                '{"scripts":{"build":"nest build","start:prod":"node dist/main"},"dependencies":{"@nestjs/core":"10","@nestjs/microservices":"10","pg":"8"},"devDependencies":{"@nestjs/cli":"10","typescript":"5"}}',
            'package-lock.json': '{}',
            'nest-cli.json':
                '{"monorepo":true,"root":"apps/shop","sourceRoot":"apps/shop/src","compilerOptions":{"webpack":true,"tsConfigPath":"apps/shop/tsconfig.app.json"},"projects":{"shop":{"type":"application","root":"apps/shop","entryFile":"main","sourceRoot":"apps/shop/src","compilerOptions":{"tsConfigPath":"apps/shop/tsconfig.app.json"}},"mail":{"type":"application","root":"apps/mail","sourceRoot":"apps/mail","compilerOptions":{"tsConfigPath":"apps/mail/tsconfig.app.json"}},"common":{"type":"library","root":"libs/common","sourceRoot":"libs/common/src"}}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","paths":{"@app/common":["libs/common/src"]}}}',
            'apps/shop/src/main.ts':
                "import { NestFactory } from '@nestjs/core';\nimport { db } from '@app/common';\nawait app.listen(process.env.PORT ?? 4100);\n",
            'apps/mail/main.ts':
                'const app = await NestFactory.createMicroservice(MailModule, { transport: Transport.TCP });\nawait app.listen();\n',
            'libs/common/src/index.ts':
                "import pg from 'pg';\nexport const db = new pg.Pool({ connectionString: process.env.SHOP_DB_URL! });\n",
        },
        expected: {
            folders: ['apps/mail', 'apps/shop'],
            folder: 'apps/shop',
            context: '',
            framework: 'NestJS',
            entry: 'dist/apps/shop/main.js',
            port: 4100,
            variables: ['SHOP_DB_URL'],
            services: ['postgres'],
            dockerfile: ['RUN npx nest build shop', 'RUN npm ci'],
        },
    },
    {
        title: "a workspace of Nest's own with one app, whose start script names the place before",
        files: {
            'package.json':
                '{"scripts":{"build":"nest build","start:prod":"node dist/main"},"dependencies":{"@nestjs/core":"10","@nestjs/microservices":"10","pg":"8"},"devDependencies":{"@nestjs/cli":"10","typescript":"5"}}',
            'nest-cli.json':
                '{"monorepo":true,"root":"apps/shop","sourceRoot":"apps/shop/src","compilerOptions":{"webpack":true,"tsConfigPath":"apps/shop/tsconfig.app.json"},"projects":{"shop":{"type":"application","root":"apps/shop","entryFile":"main","sourceRoot":"apps/shop/src","compilerOptions":{"tsConfigPath":"apps/shop/tsconfig.app.json"}}}}',
            'apps/shop/src/main.ts': 'await app.listen(4100);\n',
        },
        expected: { folders: [''], entry: 'dist/apps/shop/main.js', port: 4100, dockerfile: ['RUN npm run build'] },
    },
    {
        title: "an app of Nest's workspace by a name that would end a line of the Dockerfile",
        files: {
            'package.json':
                '{"scripts":{"build":"nest build","start:prod":"node dist/main"},"dependencies":{"@nestjs/core":"10","@nestjs/microservices":"10","pg":"8"},"devDependencies":{"@nestjs/cli":"10","typescript":"5"}}',
            'nest-cli.json':
                '{"monorepo":true,"projects":{"a":{"root":"apps/a","sourceRoot":"apps/a/src"},"b;id":{"root":"apps/b","sourceRoot":"apps/b/src"},"c":{"root":"apps/c\\nRUN id","sourceRoot":"apps/c\\nRUN id/src"}}}',
            'apps/a/src/main.ts': 'await app.listen(4100);\n',
            'apps/b/src/main.ts': 'await app.listen(4200);\n',
        },
        expected: { folders: [''], entry: 'dist/apps/a/main.js', dockerfile: ['!RUN id', '!b;id'] },
    },
    {
        title: 'an app of Nx that only takes messages',
        files: {
            'package.json':
                '{"dependencies":{"@nestjs/core":"10","express":"4","ioredis":"5"},"devDependencies":{"nx":"20","typescript":"5"}}',
            'nx.json': '{}',
            'apps/api/project.json':
                '{"name":"api","projectType":"application","targets":{"build":{"executor":"@nx/webpack:webpack","options":{"outputPath":"dist/apps/api","main":"apps/api/src/main.ts"}}}}',
            'apps/api/src/main.ts': "import { NestFactory } from '@nestjs/core';\nawait app.listen(3333);\n",
            'apps/mail/project.json':
                '{"name":"mail","projectType":"application","targets":{"build":{"executor":"@nx/webpack:webpack","options":{"outputPath":"dist/apps/mail","main":"apps/mail/src/main.ts"}}}}',
            'apps/mail/src/main.ts':
                "import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.createMicroservice(MailModule, {});\nawait app.listen();\n",
        },
        expected: { folders: ['apps/api', 'apps/mail'] },
    },
    {
        title: 'libraries that Angular builds are no page',
        files: {
            'package.json': '{"private":true,"scripts":{"start":"ng serve","build":"ng build"},"dependencies":{"@angular/core":"19"}}',
            'angular.json': '{"projects":{"button":{"projectType":"library","architect":{"build":{}}}}}',
        },
        expected: { kind: 'none' },
    },
    {
        title: "the app's own port beside that of its administrators",
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"5"}}',
            'app.js':
                'const admin = envInt("SHOP_ADMIN_PORT", 8788);\nconst port = envInt("SHOP_PORT", file.server?.port ?? 8787);\napp.listen(port);\n',
        },
        expected: { port: 8787 },
    },
    {
        title: "Prisma's client that another member of the workspace makes",
        files: {
            'package.json': '{"private":true,"workspaces":["apps/*","packages/*"]}',
            'package-lock.json': '{}',
            'apps/web/package.json':
                '{"name":"web","scripts":{"start":"node app.js"},"dependencies":{"express":"5","@own/db":"*","@prisma/client":"6"}}',
            'apps/web/app.js': 'app.listen(3000);\n',
            'packages/db/package.json': '{"name":"@own/db","dependencies":{"@prisma/client":"6"},"devDependencies":{"prisma":"6"}}',
            'packages/db/prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
        },
        expected: { folder: 'apps/web', dockerfile: ['RUN cd packages/db && \\', 'npx prisma generate', '!cd apps/web && npx prisma'] },
    },
    {
        title: 'a port that the image of a script without a manifest gives it',
        files: {
            Dockerfile: 'FROM node:22\nENV PORT=8081\nCOPY . .\nCMD ["node", "server.js"]\n',
            'server.js': "require('http').createServer().listen(process.env.PORT || 3000);\n",
        },
        expected: { port: 8081, entry: 'server.js' },
    },
    {
        title: 'a start script that was forgotten when the compiled file got another name',
        files: {
            'package.json':
                '{"main":"index.js","scripts":{"dev":"tsx watch ./src/server.ts","build":"tsc","start":"node ./dist/index.js"},"dependencies":{"express":"5"},"devDependencies":{"typescript":"5","tsx":"4"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist","rootDir":"./src"},"include":["src/**/*.ts"]}',
            'src/server.ts': 'const PORT = process.env.PORT || 5000;\napp.listen(PORT);\n',
            'src/auth/route.ts': 'export const route = 1;\n',
        },
        expected: { entry: 'dist/server.js', port: 5000, dockerfile: ['RUN npm run build'] },
    },
    {
        title: 'a start script that names a file which is not there',
        files: {
            'package.json':
                '{"main":"index.js","scripts":{"start":"if-env NODE_ENV=production && npm run start:prod || npm run start:dev","start:prod":"node server.js","start:dev":"nodemon"},"dependencies":{"fastify":"2"}}',
            'index.js': 'fastify.listen(process.env.PORT || 3001);\n',
        },
        expected: { entry: 'index.js', port: 3001 },
    },
    {
        title: 'a start script that names what a bundler makes by settings of its own',
        files: {
            'package.json':
                '{"main":"index.js","scripts":{"build":"webpack","start":"node dist/bundle.js","dev":"node src/app.js"},"dependencies":{"express":"5"},"devDependencies":{"webpack":"5"}}',
            'src/app.js': 'app.listen(4000);\n',
        },
        expected: { entry: 'dist/bundle.js' },
    },
    {
        title: 'what the compiler makes of sources in a folder of an unusual name',
        files: {
            'package.json':
                '{"scripts":{"build":"tsc","start":"node dist/index.js","dev":"tsx source/other.ts"},"dependencies":{"express":"5"},"devDependencies":{"typescript":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"dist","rootDir":"source"}}',
            'source/index.ts': 'app.listen(4100);\n',
            'source/other.ts': 'export {};\n',
        },
        expected: { entry: 'dist/index.js' },
    },
    {
        title: 'a start script that a template for Node left in an app for Workers',
        files: {
            'package.json':
                '{"scripts":{"dev":"wrangler dev","start":"node ./dist/src/index.js","build":"tsc"},"dependencies":{"hono":"4","@hono/node-server":"1"},"devDependencies":{"wrangler":"3","typescript":"5"}}',
            'wrangler.toml': 'name = "api"\nmain = "src/app.ts"\n',
            'src/app.ts': "import { Hono } from 'hono';\nexport default new Hono();\n",
        },
        expected: { kind: 'none' },
    },
    {
        title: 'an app of Hono for Node that can be sent to Workers as well',
        files: {
            'package.json':
                '{"scripts":{"dev":"wrangler dev","start":"tsx src/node.ts"},"dependencies":{"hono":"4","@hono/node-server":"1"},"devDependencies":{"wrangler":"3","tsx":"4"}}',
            'wrangler.toml': 'name = "api"\nmain = "src/app.ts"\n',
            'src/app.ts': "import { Hono } from 'hono';\nexport default new Hono();\n",
            'src/node.ts': "import { serve } from '@hono/node-server';\nserve({ fetch: app.fetch, port: 3000 });\n",
        },
        expected: { kind: 'web', entry: 'src/node.ts' },
    },
    {
        title: 'sources in TypeScript without a compiler of their own',
        files: {
            'package.json':
                '{"scripts":{"build":"vite build"},"devDependencies":{"@sveltejs/kit":"1","@sveltejs/adapter-static":"2","vite":"4"}}',
            'svelte.config.js': "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter() } };\n",
            'src/api.ts': 'export {};\n',
            'src/routes/+page.ts': 'export {};\n',
            'src/store.js': 'export {};\n',
        },
        expected: { language: 'TypeScript', framework: 'SvelteKit' },
    },
    {
        title: 'tools in JavaScript beside sources in TypeScript',
        files: {
            'package.json': '{"scripts":{"build":"astro build"},"dependencies":{"astro":"5"}}',
            'tsconfig.json': '{}',
            'src/content/config.ts': 'export {};\n',
            'check.js': '',
            'generate.js': '',
        },
        expected: { language: 'TypeScript' },
    },
    {
        title: 'scripts that run one after the other before the server',
        files: {
            'package.json':
                '{"scripts":{"start":"run-s lint start:dev","lint":"eslint .","start:dev":"run-p start:b start:f","start:b":"nodemon --exec babel-node src/server/index.js","start:f":"webpack-dev-server"},"dependencies":{"express":"4"},"devDependencies":{"babel-cli":"6","npm-run-all":"3","webpack":"1"}}',
            'src/server/index.js': "import express from 'express';\nexpress().listen(1234);\n",
        },
        expected: { entry: 'src/server/index.js', startCommand: ['sh', '-c', 'exec npx babel-node src/server/index.js'] },
    },
    {
        title: 'a port that settings in JSON give the app, beside that of its database',
        files: {
            'package.json': '{"main":"server.js","dependencies":{"express":"4"}}',
            'server.js': "const PORT = require('./config').SERVER.PORT;\napp.listen(PORT, () => {});\n",
            'config.json': '{\n "DB": { "PORT": 3306 },\n "SERVER": {\n  "PORT": 5252\n }\n}\n',
        },
        expected: { port: 5252 },
    },
    {
        title: 'of two scripts of usual names the one that imports the other',
        files: {
            'package.json': '{"dependencies":{"node-uuid":"1"}}',
            'server.js': "const http = require('http');\nexports.startServer = (port) => http.createServer(answer).listen(port);\n",
            'main.js': "const server = require('./server.js');\nserver.startServer(8000);\n",
        },
        expected: { entry: 'main.js', port: 8000 },
    },
    {
        title: 'Remix that makes one page by settings of Vite',
        files: {
            'package.json':
                '{"type":"module","scripts":{"build":"remix vite:build","start":"remix-serve ./build/server/index.js"},"dependencies":{"@remix-run/react":"2","@remix-run/serve":"2"},"devDependencies":{"@remix-run/dev":"2","vite":"5"}}',
            'vite.config.ts':
                "import { vitePlugin as remix } from '@remix-run/dev';\nexport default defineConfig({ plugins: [remix({ basename: '/todo/', ssr: false })] });\n",
        },
        expected: { entry: 'build/client/index.html', server: 'serve' },
    },
    {
        title: 'what a start script says beside the script',
        files: {
            'package.json':
                '{"scripts":{"start":"NODE_ENV=production NODE_PATH=. TZ=UTC DB_HOST=localhost node --inspect -r ./tracing.js --max-old-space-size=300 --env-file=.env server.js --cluster"},"dependencies":{"koa":"2"}}',
            'server.js': 'app.listen(3000);\n',
            'tracing.js': '',
        },
        expected: {
            entry: 'server.js',
            startCommand: ['sh', '-c', 'exec env NODE_PATH=. TZ=UTC node -r ./tracing.js --max-old-space-size=300 server.js --cluster'],
        },
    },
    {
        title: 'a module that the start script loads and that is listed for developing',
        files: {
            'package.json':
                '{"scripts":{"start":"npm run serve","serve":"node -r dotenv/config -r @babel/register index.js > out.log"},"dependencies":{"express":"4"},"devDependencies":{"@babel/register":"7","dotenv":"16"}}',
            'index.js': 'app.listen(3000);\n',
        },
        expected: { startCommand: ['sh', '-c', 'exec node -r @babel/register index.js'], dockerfile: ['!npm prune'] },
    },
    {
        title: 'what ts-node is told, and nothing of what nodemon is',
        files: {
            'package.json':
                '{"scripts":{"start":"ts-node -r tsconfig-paths/register -T src/index.ts","dev":"nodemon -e ts src/index.ts"},"dependencies":{"express":"4","ts-node":"10","tsconfig-paths":"4"}}',
            'src/index.ts': 'app.listen(3000);\n',
        },
        expected: { startCommand: ['sh', '-c', 'exec npx ts-node -r tsconfig-paths/register -T src/index.ts'] },
    },
    {
        title: 'a loader of modules that newer releases of Node broke',
        files: {
            'package.json': '{"scripts":{"start":"node -r esm app.js"},"dependencies":{"express":"4","esm":"^3.2.25"}}',
            'app.js': "import express from 'express';\nexpress().listen(3000);\n",
        },
        expected: { runtimeVersion: '20', startCommand: ['sh', '-c', 'exec node -r esm app.js'] },
    },
    {
        title: 'a manifest with a main file that is not there, beside no code at all',
        files: { 'package.json': '{"name":"x","main":"index.js","scripts":{"test":"exit 1"}}', 'README.md': '' },
        expected: { kind: 'none' },
    },
    {
        title: 'routes of Express that nothing opens a port for',
        files: {
            'package.json':
                '{"private":true,"main":"src/server.js","scripts":{"start":"node functions/server.js"},"dependencies":{"express":"4","serverless-http":"3"}}',
            'src/app.js': 'const app = express();\nmodule.exports = app;\n',
            'src/index.js': "module.exports = [require('./app')];\n",
        },
        expected: { kind: 'none' },
    },
    {
        title: 'a start script that leaves the project',
        files: {
            'package.json':
                '{"main":"index.js","scripts":{"build":"tsc -p tsconfig.json && babel client --out-dir public","start":"node ../dist/index.js","dev":"concurrently \\"tsc -w\\" \\"nodemon ./dist/index.js\\""},"dependencies":{"fastify":"4"},"devDependencies":{"typescript":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"},"include":["src"]}',
            'src/index.ts': 'const PORT = 8000;\nawait server.listen({ port: PORT });\n',
        },
        expected: { language: 'TypeScript', entry: 'dist/index.js', port: 8000 },
    },
    {
        title: 'the one script that opens a port, in a folder of its own',
        files: {
            'package.json': '{"main":"index.js","scripts":{"test":"exit 1"},"dependencies":{"koa":"2"}}',
            'app/app.js': "const Koa = require('koa');\nnew Koa().listen(3100, () => {});\n",
            'app/utils/db.js': 'module.exports = {};\n',
        },
        expected: { kind: 'web', entry: 'app/app.js', port: 3100 },
    },
    {
        title: "the port of the app's database beside one that only a variable gives",
        files: {
            'package.json': '{"scripts":{"build":"nest build","start:prod":"node dist/main"},"dependencies":{"@nestjs/core":"7"}}',
            'nest-cli.json': '{"sourceRoot":"src"}',
            'src/main.ts': "import { settings } from './database';\nawait app.listen(process.env.APP_PORT);\n",
            'src/database.ts': "export const settings = {\n  port: 1433,\n  username: 'sa',\n};\n",
        },
        expected: { port: 3000, startCommand: ['sh', '-c', 'exec env APP_PORT=$PORT node dist/main.js'] },
    },
    {
        title: 'Nest whose settings name the compiler and where it leaves the main file',
        files: {
            'package.json': '{"scripts":{"build":"nest build","start:prod":"node dist/main"},"dependencies":{"@nestjs/core":"10"}}',
            'nest-cli.json': '{"sourceRoot":"src","entryFile":"src/main","compilerOptions":{"builder":"tsc"}}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist","baseUrl":"./"}}',
            'drizzle.config.ts': 'export default {};\n',
            'src/main.ts': 'await app.listen(3000);\n',
        },
        expected: { entry: 'dist/src/main.js' },
    },
    {
        title: "a database's host on localhost",
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"4","sequelize":"6"}}',
            'app.js': "require('./db');\napp.listen(process.env.PORT || 3000);\n",
            'db.js': "module.exports = new Sequelize('people', 'me', '', { host: process.env.HOST || 'localhost' });\n",
        },
        expected: { codes: [] },
    },
    {
        title: 'a server that a preset cuts into pieces',
        files: {
            'package.json':
                '{"scripts":{"build":"react-router build","start":"react-router-serve ./build/server/index.js"},"dependencies":{"@react-router/serve":"7","@vercel/react-router":"1"},"devDependencies":{"@react-router/dev":"7"}}',
            'react-router.config.ts':
                "import { vercelPreset } from '@vercel/react-router/vite';\nexport default { ssr: true, presets: [vercelPreset()] };\n",
        },
        expected: {
            entry: 'build/server/index.js',
            dockerfile: [`RUN sed -i 's#vercelPreset()#{ name: "node" }#' react-router.config.ts`],
        },
    },
    {
        title: "a server of the project's own in front of Next.js that the build compiles",
        files: {
            'package.json':
                '{"scripts":{"build":"yarn build:server && yarn build:next","build:server":"tsc -p tsconfig.server.json","build:next":"next build","start":"cross-env CMS_CONFIG_PATH=dist/cms.config.js NODE_ENV=production node dist/server.js"},"dependencies":{"next":"14","express":"4","cross-env":"7","@payloadcms/db-mongodb":"1"},"devDependencies":{"typescript":"5"}}',
            'src/app/page.tsx': '',
            'src/server.ts': 'const PORT = Number(process.env.PORT) || 3000;\napp.listen(PORT);\n',
        },
        expected: {
            framework: 'Next.js',
            entry: 'dist/server.js',
            startCommand: ['sh', '-c', 'exec env CMS_CONFIG_PATH=dist/cms.config.js node dist/server.js'],
            services: ['mongodb'],
        },
    },
    {
        title: 'a port among several names of one declaration',
        files: {
            'package.json': '{"scripts":{"start":"nodemon app.js"},"dependencies":{"express":"4"}}',
            'app.js': "var express = require('express'),\n    app = express(),\n    port = 8080,\n    db;\napp.listen(port, () => {});\n",
        },
        expected: { port: 8080 },
    },
    {
        title: 'a start script that a keeper of secrets runs',
        files: {
            'package.json':
                '{"scripts":{"start":"dotenvx run -f .env -- node server.mjs"},"dependencies":{"hono":"4","@dotenvx/dotenvx":"1"}}',
            'server.mjs': 'serve({ fetch: app.fetch, port: 3200 });\n',
        },
        expected: { entry: 'server.mjs', port: 3200 },
    },
    {
        title: "names of the compiler's own that nothing turns into paths",
        files: {
            'package.json':
                '{"type":"module","scripts":{"build":"tsc","start":"dotenvx run -- node dist/index.js"},"dependencies":{"hono":"4","@hono/node-server":"1","@dotenvx/dotenvx":"1"},"devDependencies":{"typescript":"5","tsx":"4"}}',
            'tsconfig.json': '{"compilerOptions":{"rootDir":".","outDir":"./dist","paths":{"#/*":["./*"],"#src/*":["./src/*"]}}}',
            'src/index.ts': "import app from '#src/app.js';\nserve({ fetch: app.fetch, port: 3100 });\n",
            'src/app.ts': 'export default new Hono();\n',
        },
        expected: { entry: 'src/index.ts', port: 3100, startCommand: ['sh', '-c', 'exec npx tsx src/index.ts'] },
    },
    {
        title: 'names that Node itself resolves',
        files: {
            'package.json':
                '{"type":"module","imports":{"#src/*":"./dist/src/*"},"scripts":{"build":"tsc","start":"node dist/index.js"},"dependencies":{"hono":"4"},"devDependencies":{"typescript":"5","tsx":"4"}}',
            'tsconfig.json': '{"compilerOptions":{"rootDir":".","outDir":"./dist","paths":{"#src/*":["./src/*"]}}}',
            'src/index.ts': "import app from '#src/app.js';\nserve({ fetch: app.fetch, port: 3100 });\n",
            'src/app.ts': 'export default new Hono();\n',
        },
        expected: { entry: 'dist/src/index.js' },
    },
    {
        title: 'names of the compiler that only types have',
        files: {
            'package.json':
                '{"scripts":{"build":"tsc","start":"node dist/index.js"},"dependencies":{"express":"4"},"devDependencies":{"typescript":"5"}}',
            'tsconfig.json': '{"compilerOptions":{"rootDir":"src","outDir":"dist","paths":{"@/*":["./src/*"]}}}',
            'src/index.ts': "import type { Shop } from '@/types';\nexpress().listen(3000);\n",
            'src/types.ts': 'export interface Shop {}\n',
        },
        expected: { entry: 'dist/index.js' },
    },
    {
        title: 'a plugin of Fastify that nothing of its own starts',
        files: {
            'package.json': '{"type":"module","main":"index.js","dependencies":{"fastify":"^4.2.0","fastify-plugin":"4"}}',
            'app.js': "export default async function (fastify, opts) {\n  fastify.get('/', async () => 'shop');\n}\n",
        },
        expected: {
            entry: 'app.js',
            startCommand: ['sh', '-c', 'exec fastify start --address 0.0.0.0 --port $PORT app.js'],
            dockerfile: ['RUN npm install --global fastify-cli@5 && \\'],
        },
    },
    {
        title: 'a plugin of Fastify whose command is listed',
        files: {
            'package.json': '{"dependencies":{"fastify":"5","fastify-cli":"7"}}',
            'app.js': "module.exports = async function (fastify, opts) {\n  fastify.get('/', async () => 'shop');\n};\n",
        },
        expected: {
            startCommand: ['sh', '-c', 'exec npx fastify start --address 0.0.0.0 --port $PORT app.js'],
            dockerfile: ['!--global'],
        },
    },
    {
        title: 'a plugin of Fastify that a script of its own starts',
        files: {
            'package.json': '{"main":"app.js","dependencies":{"fastify":"5"}}',
            'app.js': "module.exports = async function (fastify, opts) {\n  fastify.get('/', async () => 'shop');\n};\n",
            'run.js': "const fastify = require('fastify')();\nfastify.register(require('./app.js'));\nfastify.listen({ port: 3000 });\n",
        },
        expected: { startCommand: ['sh', '-c', 'exec node run.js'] },
    },
    {
        title: 'a database of tests beside the one that is served',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"4","mongoose":"8"}}',
            'settings.js':
                "module.exports = {\n  TEST_MONGODB_URI: process.env.TEST_MONGODB_URI || 'mongodb://localhost/shop-test',\n  MONGODB_URI: process.env.NODE_ENV === 'development' ? 'mongodb://localhost/shop' : process.env.MONGODB_URI,\n};\n",
            'app.js':
                "const { MONGODB_URI } = require('./settings');\nmongoose.connect(MONGODB_URI);\nrequire('express')().listen(3000);\n",
        },
        expected: { placed: ['mongodb of MONGODB_URI'] },
    },
    {
        title: 'an address of MongoDB that is put together',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"4","mongoose":"8"}}',
            'app.js':
                "const source = process.env.MONGO_AUTH_SOURCE ?? 'admin';\nconst ignore = process.env.JWT_IGNORE_EXP == 'true';\nmongoose.connect(`mongodb://${process.env.MONGO_USERNAME}:${process.env.MONGO_PASSWORD}@${process.env.MONGO_HOST}/shop`);\nrequire('express')().listen(3000);\n",
        },
        expected: { placed: ['mongodb of MONGO_HOST'] },
    },
    {
        title: 'a loopback address that a schema gives where nothing is set',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"fastify":"5","env-schema":"6"}}',
            'app.js':
                "const schema = Type.Object({\n  HOST: Type.String({ default: 'localhost' }),\n  PORT: Type.Number({ default: 3000 }),\n});\nconst env = envSchema({ schema });\nfastify.listen({ host: env.HOST, port: env.PORT });\n",
        },
        expected: { codes: ['scaffold/loopback'] },
    },
    {
        title: 'a loopback address that Zod gives where nothing is set',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"fastify":"5","zod":"4"}}',
            'app.js':
                "const env = z.object({ HOST: z.string().min(1).default('127.0.0.1') }).parse(process.env);\nfastify.listen({ host: env.HOST, port: 3000 });\n",
        },
        expected: { codes: ['scaffold/loopback'] },
    },
    {
        title: 'sources beside the app that its own .dockerignore keeps out',
        files: {
            'package.json':
                '{"scripts":{"build":"nest build","start:prod":"node dist/main"},"dependencies":{"@nestjs/core":"11"},"devDependencies":{"@nestjs/cli":"11","typescript":"5"}}',
            'nest-cli.json': '{"sourceRoot":"src"}',
            'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"}}',
            '.dockerignore': 'node_modules\ncloud\n',
            'src/main.ts': 'const app = await NestFactory.create(AppModule);\nawait app.listen(3000);\n',
            'cloud/bin/stack.ts': 'new Stack();\n',
        },
        expected: { entry: 'dist/main.js' },
    },
    {
        title: 'a script that only a watched compiler makes, which nothing lists',
        files: {
            'package.json':
                '{"scripts":{"watch":"tsc --watch","dev":"concurrently \\"npm:watch\\" \\"nodemon dist/index.js\\""},"dependencies":{"express":"4"},"devDependencies":{"nodemon":"3","concurrently":"8"}}',
            'tsconfig.json': '{"compilerOptions":{"rootDir":"src","outDir":"dist"}}',
            'src/index.ts': 'express().listen(4000);\n',
        },
        expected: { entry: 'src/index.ts', port: 4000, startCommand: ['sh', '-c', 'exec tsx src/index.ts'] },
    },
    {
        title: 'a package that nothing lists',
        files: {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"4"}}',
            'package-lock.json':
                '{"packages":{"":{},"node_modules/express":{"version":"4.1.0"},"node_modules/orm":{"version":"1.0.0","peerDependencies":{"pg":">=8"},"peerDependenciesMeta":{"pg":{"optional":true}}}}}',
            'app.js': "const fs = require('fs');\nconst db = require('./db');\nrequire('express')().listen(3000);\n",
            'db.js': "const { Pool } = require('pg');\n",
        },
        expected: { codes: ['requirements/import-missing'] },
    },
    {
        title: 'a package that nothing lists but for its types',
        files: {
            'package.json':
                '{"scripts":{"build":"tsc","start":"node dist/app.js"},"dependencies":{"express":"4"},"devDependencies":{"typescript":"5","@types/pg":"8","@types/geojson":"7946"}}',
            'package-lock.json':
                '{"packages":{"":{},"node_modules/express":{"version":"4.1.0"},"node_modules/typescript":{"version":"5.1.0"},"node_modules/@types/pg":{"version":"8.1.0","resolved":"https://registry.example/@types/pg/-/pg-8.1.0.tgz"},"node_modules/@types/geojson":{"version":"7946.1.0"}}}',
            'tsconfig.json': '{"compilerOptions":{"rootDir":"src","outDir":"dist"}}',
            'src/app.ts':
                "import { Pool } from 'pg';\nimport { Point } from 'geojson';\nconst pool = new Pool();\nlet at: Point;\nexpress().listen(3000);\n",
        },
        expected: { codes: ['requirements/import-missing'] },
    },
    {
        title: 'packages that come with others, that are built in, aliases and folders of its own',
        files: {
            'package.json':
                '{"name":"shop","scripts":{"start":"node app.js"},"peerDependencies":{"react":"18"},"dependencies":{"express":"4"},"_moduleAliases":{"@lib":"lib"}}',
            'package-lock.json':
                '{"packages":{"":{},"node_modules/express":{"version":"4.1.0"},"node_modules/body-parser":{"version":"1.0.0"}}}',
            'app.js':
                "import 'node:test';\nimport 'fs/promises';\nimport 'body-parser';\nimport 'react';\nimport '@lib/one';\nimport 'helpers/two';\nimport 'shop/three';\nimport '#inner';\nimport 'virtual:pages';\nrequire('express')().listen(3000);\n",
            'lib/one.js': '',
            'helpers/two.js': '',
        },
        expected: { codes: [] },
    },
];

describe('what public Node projects taught', () => {
    it('tells of no more packages that nothing lists than anybody forgets', async () => {
        const imports = Array.from({ length: 300 }, (_, index) => `const a${String(index)} = require('pkg${String(index)}');\n`).join('');
        const files = {
            'package.json': '{"scripts":{"start":"node app.js"},"dependencies":{"express":"4"}}',
            'app.js': `require('express')().listen(3000);\n${imports}`,
        };
        assert.deepEqual(await seen(files, { codes: [] }), { codes: Array.from({ length: 20 }, () => 'requirements/import-missing') });
    });

    for (const { title, files, expected } of rows) {
        it(title, async () => {
            assert.deepEqual(await seen(files, expected), expected);
        });
    }

    for (const [title, code] of [
        ['statements without an end', `app.listen(3000);\n${'const a\n'.repeat(20_000)}`],
        // Only where no port is stated the variable that gives it is looked for.
        ['a long name behind listen', `app.listen(${'Config'.repeat(20_000)}`],
        ['settings that name files without an end', `require('express')().listen(80);\n${'dotenv.config({'.repeat(20_000)}`],
    ] as const) {
        it(`are read in no time where they hold ${title}`, async () => {
            const begun = performance.now();
            await seen(
                {
                    'package.json':
                        '{"scripts":{"start":"node server.js"},"dependencies":{"express":"4"},"devDependencies":{"morgan":"1"}}',
                    'server.js': code,
                },
                {},
            );
            assert.ok(performance.now() - begun < 3000);
        });
    }
});
