import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import type { Fix } from '../finding';
import type { Rule } from '../rule';
import type { StartCommand } from '../start/startCommand';

export const shellFormCommand: Rule<DockerfileDocument> = {
    code: 'dockerfile/shell-form',
    title: 'The start command runs below a shell that keeps signals to itself',
    severity: 'warning',
    why: 'Azure stops a container with SIGTERM. A shell as process 1 does not pass it on, so the server is killed in the middle of its requests after a grace period, at every restart, scale-in and deployment.',
    fix: 'automatic',
    *check(document) {
        const start = document.start();
        if (start?.form !== 'shell') {
            return;
        }
        yield {
            span: start.step.keywordSpan,
            message: `A shell runs ${start.words[0]?.text ?? 'this command'} as its child and does not pass SIGTERM on: the app is killed instead of stopped.`,
            fixes: fixesFor(document.text, start),
        };
    },
};

function fixesFor(text: string, start: StartCommand): readonly Fix[] {
    const first = start.words[0];
    const { body } = start.step;
    if (first === undefined) {
        return [];
    }
    const written = text.slice(body.start, body.end);
    const plain =
        start.commandCount === 1 &&
        start.step.json() === undefined &&
        first.start === body.start &&
        !/[$`*?<>|&;~{}()\\\n\r#!]/.test(written);
    return plain
        ? [
              {
                  title: 'Write it as a JSON array',
                  standing: 'preferred',
                  edits: [{ span: body, newText: `[${start.words.map((word) => JSON.stringify(word.text)).join(', ')}]` }],
              },
          ]
        : [
              {
                  title: 'Let the shell hand over with exec',
                  standing: 'preferred',
                  edits: [{ span: { start: first.start, end: first.start }, newText: 'exec ' }],
              },
          ];
}
