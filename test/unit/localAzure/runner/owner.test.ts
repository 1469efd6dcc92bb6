import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { isDead, ownerText, parseOwner, thisOwner } from '../../../../src/localAzure/runner/owner';

describe('the owner of a container', () => {
    const me = thisOwner();
    it('is read back from its label', () => assert.deepEqual(parseOwner(ownerText(me)), me));
    it('lives while its process does', () => assert.equal(isDead(me), false));
    it('is dead when its process is not there', () => assert.equal(isDead({ machine: hostname(), pid: 4_194_000, started: '1' }), true));
    it('is dead when its number belongs to a later process', () =>
        assert.equal(isDead({ ...me, started: '1' }), process.platform === 'linux' || process.platform === 'darwin'));
    it('of another machine is never dead', () => assert.equal(isDead({ machine: 'elsewhere', pid: 4_194_000, started: '1' }), false));
    for (const text of ['', '{}', '["a"]', '["a",-1,"x"]', '["a","1","x"]', 'null']) {
        it(`is nobody for the label ${text === '' ? '(empty)' : text}`, () => assert.equal(parseOwner(text), undefined));
    }
});
