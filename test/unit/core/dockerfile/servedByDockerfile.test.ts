import assert from 'node:assert/strict';
import { servedByDockerfile } from '../../../../src/core/dockerfile/servedByDockerfile';
import type { Profile, ProposedFile } from '../../../../src/core/project/profile';

const page: Profile = {
    folder: '',
    kind: 'web',
    language: 'HTML',
    entry: 'index.html',
    server: 'nginx',
    startCommand: ['nginx', '-g', 'daemon off;'],
    port: 8080,
    alternatives: [],
    evidence: [{ fact: 'server', value: 'nginx', file: 'index.html', confidence: 'likely' }],
    findings: [],
    needs: { variables: [], services: [], writes: [], migrations: [] },
};
const dockerfile = (content: string, action: ProposedFile['action'] = 'keep'): ProposedFile[] => [{ path: 'Dockerfile', content, action }];

function check(title: string, files: readonly ProposedFile[], expected: Partial<Profile>, profile = page) {
    it(title, () => {
        const { server, startCommand, port } = servedByDockerfile(profile, files);
        assert.deepEqual({ server, startCommand, port }, { server: undefined, startCommand: undefined, port: undefined, ...expected });
    });
}

describe('a profile beside a Dockerfile of the project', () => {
    check(
        'names what the Dockerfile starts, and not what Slipway would have started',
        dockerfile('FROM scratch\nEXPOSE 8000\nCMD ["/bin/busybox", "httpd", "-f", "-p", "8000"]\n'),
        { startCommand: ['/bin/busybox httpd -f -p 8000'], port: 8000 },
    );
    check('keeps the server that the Dockerfile starts as well', dockerfile('FROM nginx\nCMD ["nginx", "-g", "daemon off;"]\n'), {
        server: 'nginx',
        startCommand: ["nginx -g 'daemon off;'"],
        port: 8080,
    });
    check('knows no server where the base image decides', dockerfile('FROM httpd:2.4\n'), { port: 8080 });
    check('takes PORT of the image before EXPOSE', dockerfile('FROM x\nENV PORT=5000\nEXPOSE 8000\nCMD ["./serve"]\n'), {
        startCommand: ['./serve'],
        port: 5000,
    });
    check(
        'keeps what the user set',
        dockerfile('FROM x\nEXPOSE 8000\nCMD ["./serve"]\n'),
        { server: 'nginx', startCommand: ['./serve'], port: 9000 },
        {
            ...page,
            port: 9000,
            evidence: [
                { fact: 'server', value: 'nginx', file: '', confidence: 'certain' },
                { fact: 'port', value: '9000', file: '', confidence: 'certain' },
            ],
        },
    );
    check('is as it was when Slipway makes the Dockerfile', dockerfile('FROM x\nCMD ["y"]\n', 'create'), {
        server: 'nginx',
        startCommand: ['nginx', '-g', 'daemon off;'],
        port: 8080,
    });
    it('tells the line of the command', () => {
        const { evidence } = servedByDockerfile(page, dockerfile('FROM x\nEXPOSE 8000\nCMD ["./serve"]\n'));
        assert.deepEqual(evidence.slice(0, 2), [
            { fact: 'startCommand', value: './serve', file: 'Dockerfile', line: 3, confidence: 'certain' },
            { fact: 'port', value: '8000', file: 'Dockerfile', line: 2, confidence: 'certain' },
        ]);
    });
});
