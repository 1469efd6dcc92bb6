import assert from 'node:assert/strict';
import { seen } from './seen';
import type { Row } from './seen';

const flask = {
    'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
    'requirements.txt': 'flask\ngunicorn\n',
};
const front = '{"scripts":{"build":"webpack"},"devDependencies":{"webpack":"5"}}';
const output = (path: string) => `module.exports = { entry: './src/index.js', output: { path: ${path}, filename: 'b.js' } };\n`;

const vite = '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}';
const viteApp = (settings: string) => ({ ...flask, 'front/package.json': vite, 'front/index.html': '', 'front/vite.config.js': settings });

const rows: readonly Row[] = [
    {
        title: "what Vite writes is counted from its root: beside the sources it stays the front end's own",
        files: viteApp("export default { root: 'src', build: { outDir: '../dist' } };\n"),
        expected: { folders: ['', 'front'], dockerfile: ['!AS assets'] },
    },
    {
        title: 'and from a root inside it can go into the app above',
        files: viteApp("export default { root: './src', build: { outDir: '../../static' } };\n"),
        expected: { folders: [''], dockerfile: ['COPY --from=assets --chown=10001:10001 /app/static ./static'] },
    },
    {
        title: 'a root that is computed tells nothing of where it goes',
        files: viteApp("export default { root: sources, build: { outDir: '../dist' } };\n"),
        expected: { folders: ['', 'front'], dockerfile: ['!AS assets'] },
    },
    {
        title: 'a folder in a comment is none',
        files: viteApp("// outDir: '../static'\nexport default { build: { outDir: 'dist' } };\n"),
        expected: { folders: ['', 'front'], dockerfile: ['!AS assets'] },
    },
    ...(
        [
            ['Tailwind', 'tailwindcss -i ./frontend/in.css -o ./static/css/out.css --minify', 'static/css/out.css'],
            ["Tailwind's newer program", 'npx @tailwindcss/cli --input frontend/in.css --output static/out.css', 'static/out.css'],
            ['esbuild', 'esbuild frontend/in.js --bundle --outfile=static/app.js', 'static/app.js'],
            ['Sass', 'sass --no-source-map frontend/in.scss static/app.css', 'static/app.css'],
        ] as const
    ).flatMap(([tool, build, made]): Row[] => {
        const files = { ...flask, 'package.json': JSON.stringify({ scripts: { build } }), 'frontend/in.css': '' };
        return [
            {
                title: `the one file that ${tool} makes`,
                files,
                expected: {
                    framework: 'Flask',
                    folders: [''],
                    dockerfile: [`COPY --from=assets --chown=10001:10001 /app/${made} ./${made}`],
                },
            },
            {
                title: `not the one that ${tool} made and somebody keeps`,
                files: { ...files, [made]: '' },
                expected: { framework: 'Flask', dockerfile: ['!AS assets'] },
            },
        ];
    }),
    {
        title: 'a front end above its folder, by one file',
        files: { ...flask, 'theme/package.json': '{"scripts":{"build":"tailwindcss -o ../static/out.css"}}', 'theme/in.css': '' },
        expected: { folders: [''], dockerfile: ['COPY --from=assets --chown=10001:10001 /app/static/out.css ./static/out.css'] },
    },
    {
        title: 'what a script makes that the build runs',
        files: {
            ...flask,
            'theme/src/package.json':
                '{"scripts":{"build":"npm run clean && npm run build:css","clean":"rimraf ../static/dist","build:css":"tailwindcss -i ./a.css -o ../static/dist/a.css"}}',
        },
        expected: {
            folders: [''],
            dockerfile: ['COPY --from=assets --chown=10001:10001 /app/theme/static/dist/a.css ./theme/static/dist/a.css'],
        },
    },
    {
        title: "another path of webpack's settings is not where it writes to",
        files: {
            ...flask,
            'front/package.json': front,
            'front/webpack.config.js': "module.exports = { devServer: { static: { path: '../public' } }, output: { path: __dirname } };\n",
        },
        expected: { folders: [''], dockerfile: ['!AS assets'] },
    },
    {
        title: 'pnpm installs by its own lock file',
        files: {
            ...viteApp("export default { build: { outDir: '../static' } };\n"),
            'front/pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters:\n  .:\n    devDependencies:\n      vite:\n        specifier: '6'\n",
        },
        expected: {
            dockerfile: [
                'COPY front/package.json front/pnpm-lock.yaml ./',
                'npm install --global pnpm@',
                'pnpm install --frozen-lockfile',
                'RUN pnpm run build',
            ],
        },
    },
    {
        title: 'a newer Yarn by its own',
        files: {
            ...viteApp("export default { build: { outDir: '../static' } };\n"),
            'front/.yarnrc.yml': 'nodeLinker: node-modules\n',
            'front/yarn.lock': '__metadata:\n  version: 8\n',
        },
        expected: { dockerfile: ['COPY front/package.json front/yarn.lock front/.yarnrc.yml ./', 'yarn install --immutable'] },
    },
    {
        title: 'members of a workspace are there before the packages',
        files: {
            ...flask,
            'package.json': vite.replace('{', '{"workspaces":["packages/*"],'),
            'packages/a/package.json': '{"name":"a"}',
            'vite.config.js': "export default { build: { outDir: 'static/x' } };\n",
        },
        expected: {
            framework: 'Flask',
            dockerfile: ['COPY . /app/', 'npm install', '!COPY package.json'],
        },
    },
    {
        title: 'a file that only keeps the folder is nothing that was built',
        files: { ...viteApp("export default { build: { outDir: '../static' } };\n"), 'static/.gitkeep': '' },
        expected: { dockerfile: ['COPY --from=assets --chown=10001:10001 /app/static ./static'] },
    },
    {
        title: 'what webpack writes into the app above is built into its image, and no app of its own',
        files: {
            ...flask,
            'front/package.json': front,
            'front/package-lock.json': '{"lockfileVersion":3,"packages":{}}',
            'front/webpack.config.js': output("path.resolve(__dirname, '..', 'static', 'js')"),
        },
        expected: {
            folders: [''],
            dockerfile: [
                'FROM node:22-slim AS assets',
                'COPY front/package.json front/package-lock.json ./',
                'npm ci',
                'RUN npm run build',
                'COPY --from=assets --chown=10001:10001 /app/static/js ./static/js',
            ],
        },
    },
    {
        title: 'what Vite writes there, too',
        files: {
            ...flask,
            'front/package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'front/index.html': '',
            'front/vite.config.ts': "export default { build: { outDir: '../static/dist', emptyOutDir: true } };\n",
        },
        expected: { folders: [''], dockerfile: ['npm install', 'COPY --from=assets --chown=10001:10001 /app/static/dist ./static/dist'] },
    },
    {
        title: 'an older webpack is built by a Node that it runs on',
        files: {
            ...flask,
            'front/package.json': front.replace('"5"', '"^4.44.0"'),
            'front/webpack.config.js': output("path.join(__dirname, '../static')"),
        },
        expected: { dockerfile: ['FROM node:16-slim AS assets'] },
    },
    {
        title: 'what is kept with the sources is not built again',
        files: { ...flask, 'front/package.json': front, 'front/webpack.config.js': output("path.join(__dirname, '../static')"), 'static/b.js': '' }, // prettier-ignore
        expected: { folders: [''], dockerfile: ['!AS assets'] },
    },
    {
        title: 'a front end that keeps its output to itself is an app of its own',
        files: {
            ...flask,
            'front/package.json': '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
            'front/index.html': '',
            'front/vite.config.ts': "export default { build: { outDir: 'out' } };\n",
        },
        expected: { folders: ['', 'front'], dockerfile: ['!AS assets'] },
    },
    {
        title: "what the root's own bundler writes to what is served",
        files: { ...flask, 'package.json': front, 'webpack.config.js': output("path.resolve(__dirname, 'static', 'dist')") },
        expected: { framework: 'Flask', dockerfile: ['COPY --from=assets --chown=10001:10001 /app/static/dist ./static/dist'] },
    },
];

describe('Scripts and styles that are built into an app of Python', () => {
    for (const { title, files, expected } of rows) {
        it(title, async () => {
            const found = (await seen(files, expected)) as typeof expected;
            assert.deepEqual(found, { ...expected, ...(found.dockerfile !== undefined && { dockerfile: found.dockerfile }) });
            for (const [at, line] of (expected.dockerfile ?? []).entries()) {
                assert.ok(line.startsWith('!') ? found.dockerfile?.[at] === line : found.dockerfile?.[at]?.includes(line), line);
            }
        });
    }
});
