import assert from 'node:assert/strict';
import { countIn, decimal } from '../../../src/base/decimal';
import { sizeWords } from '../../../src/base/sizeWords';
import { durationWords } from '../../../src/views/durationWords';

describe('a number with decimals', () => {
    afterEach(() => countIn('en'));

    it('is written with a point in English, without a mark between the thousands', () => {
        assert.equal(decimal(1234.56, 1), '1234.6');
        assert.equal(durationWords(1500), '1.5 s');
    });

    it('is written with a comma in German, wherever a sentence has it', () => {
        countIn('de');
        assert.equal(decimal(0.04, 1), '0,0');
        assert.equal(durationWords(1500), '1,5 s');
        assert.equal(sizeWords(1_260_000_000), '1,3 GB');
    });
});
