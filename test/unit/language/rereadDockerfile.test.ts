import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DockerfileModel } from '../../../src/language/service/dockerfile/readDockerfile';
import { readAll, readDockerfile } from '../../../src/language/service/dockerfile/readDockerfile';
import { anyText } from './anyDocument';

/** Everything that a step can be asked, as plain data. */
function spelled({ text, steps, stages, escape, syntax }: DockerfileModel): unknown {
    return {
        text,
        escape,
        syntax,
        stages: stages.map((stage) => ({
            ...stage,
            from: stage.from.start,
            base: stage.base?.index,
            steps: stage.steps.map(({ start }) => start),
        })),
        steps: steps.map((step) => ({
            start: step.start,
            end: step.end,
            keyword: step.keyword,
            keywordSpan: step.keywordSpan,
            body: step.body,
            flags: step.flags(),
            words: step.words(),
            json: step.json(),
            commands: step.commands(),
            properties: step.properties(),
        })),
    };
}

const whole = 'FROM a AS b\nRUN one \\\n  two\n# remark\nENV A=1 B=2\nRUN <<EOF\nthree\nEOF\nCOPY --from=b x y\nCMD ["z"]\n';

function check(title: string, edit: (text: string) => string): void {
    it(title, () => {
        const text = edit(whole);
        assert.notEqual(text, whole);
        readDockerfile(whole);
        assert.deepEqual(spelled(readDockerfile(text)), spelled(readAll(text)));
    });
}

describe('reading a Dockerfile again after an edit gives what reading it anew gives', () => {
    check('a character in a word', (text) => text.replace('two', 'twoo'));
    check('a line between two instructions', (text) => text.replace('# remark', '# remark\nRUN new'));
    check('a line end that joins two instructions', (text) => text.replace('\n# remark\n', ''));
    check('an escape that swallows the next instruction', (text) => text.replace('two\n', 'two \\\n'));
    check('a heredoc that begins', (text) => text.replace('RUN one', 'RUN <<END one'));
    check('a heredoc that loses its end', (text) => text.replace('EOF\nCOPY', 'EOX\nCOPY'));
    check('a heredoc that gets its end earlier', (text) => text.replace('three', 'EOF\nRUN three'));
    check('a remark that becomes an instruction', (text) => text.replace('# remark', 'remark'));
    check('an instruction that becomes a remark', (text) => text.replace('ENV', '#ENV'));
    check('a directive above everything', (text) => `# escape=\`\n${text}`);
    check('the first character', (text) => text.slice(1));
    check('the last line', (text) => text.slice(0, -11));
    check('nothing but what was in the middle', (text) => text.slice(20, 60));

    it('any edit of any text, and the next one after it', function () {
        this.timeout(20_000);
        const edit = fc.record({ at: fc.nat(400), length: fc.nat(40), put: anyText });
        fc.assert(
            fc.property(anyText, edit, edit, (text, ...edits) => {
                let now = text;
                readDockerfile(now);
                for (const { at, length, put } of edits) {
                    const start = Math.min(at, now.length);
                    now = now.slice(0, start) + put.slice(0, 30) + now.slice(start + length);
                    assert.deepEqual(spelled(readDockerfile(now)), spelled(readAll(now)));
                }
            }),
            { numRuns: 500 },
        );
    });

    it('the same text gives the same reading', () => {
        assert.equal(readDockerfile(whole), readDockerfile(whole));
    });
});
