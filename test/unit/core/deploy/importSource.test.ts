import assert from 'node:assert/strict';
import { importSource } from '../../../../src/core/deploy/importSource';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image to import, as a user types it', () => {
    for (const [text, expected] of [
        ['nginx', ['docker.io', 'library/nginx:latest', 'nginx:latest']],
        ['nginx:1.27', ['docker.io', 'library/nginx:1.27', 'nginx:1.27']],
        ['grafana/grafana:11', ['docker.io', 'grafana/grafana:11', 'grafana:11']],
        ['mcr.microsoft.com/oss/nginx/nginx:1.27', ['mcr.microsoft.com', 'oss/nginx/nginx:1.27', 'nginx:1.27']],
        [`ghcr.io/a/b@${digest}`, ['ghcr.io', `a/b@${digest}`, 'b:0123456789ab']],
        ['https://mcr.microsoft.com/x', undefined],
        ['UPPER/case', undefined],
        ['a b', undefined],
        ['', undefined],
    ] as const) {
        it(JSON.stringify(text), () => {
            const source = importSource(text);
            assert.deepEqual(source === undefined ? undefined : [source.registryUri, source.image, source.target], expected);
        });
    }
});
