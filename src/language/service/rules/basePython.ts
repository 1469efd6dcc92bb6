import { parse as parseToml } from 'smol-toml';
import { describeBase } from '../data/describeBase';
import type { DockerfileDocument } from '../dockerfile/openDockerfile';
import { joinPath } from '../paths';
import { satisfies } from '../python/satisfies';
import type { Rule } from '../rule';

export const basePython: Rule<DockerfileDocument> = {
    code: 'dockerfile/base-python',
    title: 'The base image has another Python than the project asks for',
    severity: 'error',
    why: 'pip refuses to install a project whose requires-python excludes the Python of the image, and an app written for a newer one fails at its first import.',
    fix: 'offered',
    *check(document) {
        const wanted = requiredPython(document);
        for (const { image, imageSpan, imageText } of wanted === undefined ? [] : document.chain) {
            const facts = image?.repository === 'python' ? describeBase(image) : undefined;
            if (wanted === undefined || facts?.version === undefined || satisfies(facts.version, wanted.specifier) !== false) {
                continue;
            }
            const written = document.text.slice(imageSpan.start, imageSpan.end);
            const better = Object.keys(facts.family.releases).findLast((version) => satisfies(version, wanted.specifier) === true);
            yield {
                span: imageSpan,
                message: `${imageText} has Python ${facts.version}, but ${wanted.file} asks for ${wanted.specifier}.`,
                fixes:
                    better === undefined || written.includes('$')
                        ? []
                        : [
                              {
                                  title: `Use Python ${better}`,
                                  standing: 'offered',
                                  edits: [{ span: imageSpan, newText: written.replace(/:\d+(\.\d+)*/, `:${better}`) }],
                              },
                          ],
            };
        }
    },
};

function requiredPython(document: DockerfileDocument): { readonly file: string; readonly specifier: string } | undefined {
    const { snapshot } = document;
    const root = document.root();
    if (snapshot.paths === undefined) {
        return undefined;
    }
    const file = joinPath(root, 'pyproject.toml') ?? 'pyproject.toml';
    const text = snapshot.read(file);
    const specifier = text === undefined ? undefined : readRequiresPython(text);
    if (specifier !== undefined) {
        return { file, specifier };
    }
    const pin = joinPath(root, '.python-version') ?? '.python-version';
    const version = /^\s*(?:cpython-)?(\d+\.\d+)(?:\.\d+)?\s*$/.exec(snapshot.read(pin) ?? '')?.[1];
    return version === undefined ? undefined : { file: pin, specifier: `==${version}.*` };
}

function readRequiresPython(text: string): string | undefined {
    try {
        const { project } = parseToml(text);
        const value = typeof project === 'object' && 'requires-python' in project ? project['requires-python'] : undefined;
        return typeof value === 'string' ? value : undefined;
    } catch {
        return undefined;
    }
}
