import assert from 'node:assert/strict';
import { pinConflicts } from '../../../../src/core/requirements/pinConflicts';

describe('Pins that rule each other out', () => {
    const check = (title: string, pins: Readonly<Record<string, string>>, expected: readonly string[]) => {
        it(title, () => {
            const requirements = new Map(
                Object.entries(pins).map(([name, specifier], at) => [name, { name, specifier, file: 'requirements.txt', line: at + 1 }]),
            );
            assert.deepEqual(
                pinConflicts(requirements).map(({ requirement, needs, because }) => `${requirement.name} ${needs} for ${because.name}`),
                expected,
            );
        });
    };
    check('a Werkzeug that was raised alone', { flask: '==2.0.2', markupsafe: '==2.0.1', werkzeug: '==2.2.3' }, ['markupsafe 2.1.1 for werkzeug']); // prettier-ignore
    check('a Flask that was raised alone', { flask: '==3.1.0', werkzeug: '==2.0.1', jinja2: '==3.1.6' }, ['werkzeug 3.1.0 for flask']);
    check('what is raised asks in its turn', { flask: '==2.2.5', werkzeug: '==2.0.0', markupsafe: '==2.0.1' }, ['werkzeug 2.2.2 for flask', 'markupsafe 2.1.1 for werkzeug']); // prettier-ignore
    check('an idna that requests does not take', { requests: '==2.25.1', idna: '==3.7' }, ['requests 2.26.0 for idna']);
    check('both bounds', { requests: '==2.25.1', idna: '==3.7', urllib3: '==2.2.2' }, ['requests 2.30.0 for urllib3']);
    check('pins that fit', { flask: '==3.1.0', werkzeug: '==3.1.3', jinja2: '==3.1.6', markupsafe: '==3.0.2' }, []);
    check('the first of a line, which asks for less', { flask: '==2.2.1', werkzeug: '==2.2.1', markupsafe: '==2.1.1' }, []);
    check('what is left open', { flask: '==3.1.0', werkzeug: '>=2.0', jinja2: '' }, []);
    check('what is no version', { flask: '==3.1.*', werkzeug: '==latest', jinja2: '==3.0.0' }, []);
});
