import assert from 'node:assert/strict';
import { parseArguments } from '../../../src/localAzure/parseArguments';

describe('the command line of the local Azure', () => {
    it('needs nothing', () => assert.deepEqual([parseArguments([])?.port, parseArguments([])?.mode], [0, 'strict']));
    it('takes what it knows', () => {
        const args = parseArguments(['--port', '8123', '--open', '--record=a b.jsonl', '--registered', 'Microsoft.Web, Microsoft.App']);
        assert.deepEqual(
            [args?.port, args?.mode, args?.record, args?.registered],
            [8123, 'open', 'a b.jsonl', ['Microsoft.Web', 'Microsoft.App']],
        );
    });
    for (const args of [
        ['--port'],
        ['--port', 'x'],
        ['--port', '70000'],
        ['--nothing', '1'],
        ['--record', ''],
        ['--time-scale', '-1'],
        ['--runner', 'podman'],
        ['stray'],
        ['--open=yes'],
    ]) {
        it(`refuses ${args.join(' ')}`, () => assert.equal(parseArguments(args), undefined));
    }
});
