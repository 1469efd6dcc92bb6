import assert from 'node:assert/strict';
import { listeningLine, portInLog } from '../../../../src/core/diagnose/portInLog';

describe('the port that a server says it listens on', () => {
    for (const [line, port] of [
        ['[2026-11-28 20:29:29 +0000] [1] [INFO] Listening at: http://0.0.0.0:9000 (1)', 9000],
        ['2026-11-28T20:29:29.1234567Z  * Running on http://127.0.0.1:5000', 5000],
        ['Server started on port 3000', 3000],
        ['[INFO] Control socket listening at /home/app/.gunicorn/gunicorn.ctl', undefined],
        ['2026-11-28T20:29:29Z connected to the database at db:5432', undefined],
    ] as const) {
        it(`is ${port ?? 'none'} in “${line}”`, () => assert.equal(portInLog([line, 'ready']), port));
    }

    it('is in the newest line that says so, which is quoted without its time', () => {
        assert.equal(
            listeningLine(['2026-11-28T20:29:29Z Listening on :1000', '2026-11-28T20:29:30Z Listening on :2000']),
            'Listening on :2000',
        );
    });
});
