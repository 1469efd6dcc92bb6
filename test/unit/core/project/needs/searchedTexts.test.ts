import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SearchedTexts } from '../../../../../src/core/project/needs/searchedTexts';

describe('texts that are asked for patterns', () => {
    it('answers the first place that is no comment, whatever stands beside it', () => {
        const texts = new SearchedTexts([
            { file: 'a.py', text: '# redis://a\n' },
            { file: 'b.py', text: 'x = 1\ny = "redis://b"\n' },
            { file: 'c.py', text: 'y = "redis://c"\n' },
        ]);
        assert.deepEqual(texts.find(/\bredis:\/\//), { file: 'b.py', line: 2 });
        assert.deepEqual(texts.find(/^y = /), { file: 'b.py', line: 2 });
        assert.equal(texts.find(/\bamqp:\/\//), undefined);
        assert.equal(texts.find(undefined), undefined);
    });

    it('goes past as many comments as a file may have', function () {
        this.timeout(5_000);
        const texts = new SearchedTexts([{ file: 'a.py', text: `${'# redis://a\n'.repeat(80_000)}x = "redis://b"\n` }]);
        assert.deepEqual(texts.find(/\bredis:\/\//), { file: 'a.py', line: 80_001 });
    });

    it('takes no match that goes from one file into the next', () => {
        const texts = new SearchedTexts([
            { file: 'a.prisma', text: 'provider =' },
            { file: 'b.prisma', text: '"mysql"' },
        ]);
        assert.equal(texts.find(/provider\s*=\s*"mysql"/), undefined);
    });

    it('folds capitals where the Python index does, and reads a list of features over several lines', () => {
        assert.deepEqual(new SearchedTexts([{ file: 'requirements.txt', text: 'flask\nPsycopg2\n' }], 'lines').find(/^psycopg2$/), {
            file: 'requirements.txt',
            line: 2,
        });
        assert.equal(new SearchedTexts([{ file: 'package.json', text: '"Redis":' }], 'lines').find(/"redis":/), undefined);
        assert.deepEqual(
            new SearchedTexts([{ file: 'Cargo.toml', text: 'a = 1\nsqlx = [\n "postgres",\n]\n' }], 'lines').find(/sqlx[^\n]*postgres/),
            {
                file: 'Cargo.toml',
                line: 2,
            },
        );
    });

    it('finds each line wherever the texts are cut into groups', () => {
        const text = fc.constantFrom('a\n', 'needle\n', '# needle\n', 'b needle c\n', `${'x'.repeat(100 * 1024)}\n`);
        fc.assert(
            fc.property(fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 8 }), (files) => {
                const texts = files.map((parts, at) => ({ file: `f${at}`, text: parts.join('') }));
                const wanted = texts.flatMap(({ file, text: whole }) =>
                    whole
                        .split('\n')
                        .flatMap((line, at) => (line.includes('needle') && !line.startsWith('#') ? [{ file, line: at + 1 }] : [])),
                )[0];
                assert.deepEqual(new SearchedTexts(texts).find(/needle/), wanted);
                assert.deepEqual(new SearchedTexts(texts, 'lines').find(/needle/), wanted);
            }),
        );
    });
});
