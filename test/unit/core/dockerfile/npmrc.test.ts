import assert from 'node:assert/strict';
import { quietOperation } from '../../../../src/base/operation';
import { containerize } from '../../../../src/workflows/containerize';
import { memoryFileSource } from '../project/memoryFileSource';

describe('The key of a registry in .npmrc', () => {
    it('is there to install with, and not in the image', async () => {
        const { files } = await containerize(
            quietOperation(),
            memoryFileSource({
                'package.json': '{"scripts": {"start": "node server.js"}, "dependencies": {"express": "4"}}',
                'server.js': "require('express')().listen(process.env.PORT || 3000)\n",
                '.npmrc': '//registry.example.com/:_authToken=abc\n',
            }),
        );
        const [build = '', final = ''] = (files.find(({ path }) => path === 'Dockerfile')?.content ?? '').split(/^FROM (?!.* AS build)/m);
        assert.match(build, /COPY package\.json \.npmrc \.\/[\s\S]*npm install[\s\S]*RUN rm -f \.npmrc/);
        assert.match(final, /COPY --from=build --chown=1000:1000 \/app \/app/);
    });
});
