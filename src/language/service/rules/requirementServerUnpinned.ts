import type { RequirementsDocument } from '../requirements/openRequirements';
import type { Rule } from '../rule';
import { servers } from '../start/servers';

const names = new Set(servers.filter(({ serves }) => serves !== 'own').map(({ distribution }) => distribution));

export const requirementServerUnpinned: Rule<RequirementsDocument> = {
    code: 'requirements/server-unpinned',
    title: 'The server has no version',
    severity: 'info',
    why: 'The next build takes whatever is newest that day; a new major version of the server changes options and defaults of the container.',
    fix: 'none',
    *check({ lines, isConstraints }) {
        // A compiled file pins everything, and a constraints file is there to pin.
        for (const { line, name, nameSpan } of isConstraints ? [] : lines) {
            if (line.kind === 'requirement' && line.specifier === '' && line.url === undefined && name !== undefined && names.has(name)) {
                yield {
                    span: nameSpan,
                    message: `${line.name} has no version: the next build may bring another one. Say for example ${line.name}~=… with the version that you tested.`,
                };
            }
        }
    },
};
