import assert from 'node:assert/strict';
import { quietOperation } from '../../../src/base/operation';
import { containerize } from '../../../src/workflows/containerize';
import { memoryFileSource } from '../core/project/memoryFileSource';

const shop = {
    'shop/package.json': '{"private":true,"workspaces":["apps/*"]}',
    'shop/package-lock.json': '{"packages":{}}',
    'shop/apps/web/package.json': '{"name":"web","scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}',
    'shop/apps/web/index.html': '<div></div>',
    'shop/apps/web/.env.production': 'VITE_TITLE=Shop\n',
};

describe('Containerizing a member of a workspace that is in a folder', () => {
    it('keeps the Dockerfile with the member, and the ignore file with the workspace, by its paths from there', async () => {
        const { files } = await containerize(quietOperation(), memoryFileSource(shop), { compose: 'compose' });
        assert.deepEqual(
            files.map(({ path }) => path),
            ['shop/apps/web/Dockerfile', 'shop/.dockerignore', 'compose.yaml'],
        );
        const text = (path: string) => files.find((file) => file.path === path)?.content ?? '';
        assert.match(text('shop/.dockerignore'), /^!apps\/web\/\.env\.production$/m);
        assert.match(text('compose.yaml'), /context: \.\/shop\n\s+dockerfile: apps\/web\/Dockerfile/);
    });

    it('keeps what the build of each member reads, in the one ignore file that they share', async () => {
        const { files } = await containerize(
            quietOperation(),
            memoryFileSource({
                ...shop,
                'shop/apps/admin/package.json': shop['shop/apps/web/package.json'].replace('web', 'admin'),
                'shop/apps/admin/index.html': '<div></div>',
                'shop/apps/admin/.env': 'VITE_TITLE=Admin\n',
            }),
        );
        const ignored = files.find(({ path }) => path === 'shop/.dockerignore')?.content ?? '';
        assert.deepEqual(
            ignored
                .split('\n')
                .filter((line) => line.startsWith('!apps/'))
                .sort(),
            ['!apps/admin/.env', '!apps/web/.env.production'],
        );
    });

    it('leaves the workspace as the context of a Dockerfile that copies by paths from there', async () => {
        const own = 'FROM node:22\nCOPY apps/web/ ./\nEXPOSE 3000\nCMD ["node", "server.js"]\n';
        const { projects } = await containerize(quietOperation(), memoryFileSource({ ...shop, 'shop/apps/web/Dockerfile': own }));
        assert.equal(projects[0]?.context, 'shop');
    });
});

describe('Containerizing a project with an ignore file of its own', () => {
    it('proposes an edit of one that would hold back the sources, as Quarkus makes it, and keeps another', async () => {
        const project = {
            'pom.xml': '<project><dependencies><dependency><groupId>io.quarkus</groupId></dependency></dependencies></project>',
            'src/main/java/App.java': '@Path("/x") class App {}\n',
        };
        const of = async (ignore: string) =>
            (await containerize(quietOperation(), memoryFileSource({ ...project, '.dockerignore': ignore }))).files
                .filter(({ path }) => path === '.dockerignore')
                .map(({ action }) => action);
        assert.deepEqual([await of('*\n!target/*-runner\n'), await of('target\n')], [['edit'], ['keep']]);
    });
});
