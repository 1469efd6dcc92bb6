import assert from 'node:assert/strict';
import type { Blueprint } from '../../../../src/core/dockerfile/blueprint';
import { startedInside } from '../../../../src/core/dockerfile/startedInside';
import type { Profile } from '../../../../src/core/project/profile';

const profile: Profile = {
    folder: '',
    kind: 'web',
    startCommand: ['sh', '-c', 'exec gunicorn main:app'],
    alternatives: [],
    evidence: [],
    findings: [],
    needs: { variables: [], services: [], writes: [], migrations: [] },
};

describe('a command that is added to a Dockerfile', () => {
    for (const [title, directory, text, expected] of [
        ['goes to the folder that the app starts in', 'backend', 'WORKDIR /app\nCOPY . .\n', 'cd backend && exec gunicorn main:app'],
        [
            'and to where the whole is copied',
            'backend',
            'WORKDIR /app\nCOPY --chown=1 ./ ./code/\n',
            'cd code/backend && exec gunicorn main:app',
        ],
        ['also by its whole path', '', 'WORKDIR /\nCOPY [".", "/srv"]\n', 'cd /srv && exec gunicorn main:app'],
        ['stays where the whole is', '', 'WORKDIR /app\nCOPY . /app/\n', 'exec gunicorn main:app'],
        ['stays where only the folder is copied', 'backend', 'WORKDIR /app\nCOPY backend/ .\n', 'exec gunicorn main:app'],
        ['stays where the file goes on by itself', 'backend', 'COPY . /app\nWORKDIR /app/backend\n', 'exec gunicorn main:app'],
    ] as const) {
        it(title, () => {
            const blueprint = { stack: 'python', directory } as Blueprint;
            assert.equal(startedInside(`FROM python:3.13\n${text}`, profile, blueprint).startCommand?.[2], expected);
        });
    }
});
