import assert from 'node:assert/strict';
import { behaviourLabel, behaviourVariable, readBehaviour } from '../../../../src/localAzure/runner/behaviour';

describe('what a plain process does in an image’s place', () => {
    const read = (label: string | undefined, variable?: string) =>
        readBehaviour(
            label === undefined ? {} : { [behaviourLabel]: label },
            variable === undefined ? {} : { [behaviourVariable]: variable },
        );

    it('is to answer, when nobody says otherwise', () => {
        const { protocol, status, port, exitCode } = read(undefined);
        assert.deepEqual([protocol, status, port, exitCode], ['http', 200, undefined, undefined]);
    });
    it('is what the label says, and a variable goes before it field by field', () => {
        const { port, status, needs } = read('{"port":5000,"status":404,"needs":["A",1]}', '{"status":500}');
        assert.deepEqual([port, status, needs], [5000, 500, ['A']]);
    });
    for (const text of ['', '{', '[]', '"x"', '{"port":"80","protocol":"ftp","paths":3}']) {
        it(`is the default where ${JSON.stringify(text)} says nothing that can be read`, () =>
            assert.deepEqual(read(text, text), read(undefined)));
    }
});
