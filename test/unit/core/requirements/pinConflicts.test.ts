import assert from 'node:assert/strict';
import { pinConflicts } from '../../../../src/core/requirements/pinConflicts';

describe('Pins that rule each other out', () => {
    const check = (title: string, pins: Readonly<Record<string, string>>, expected: readonly string[]) => {
        it(title, () => {
            const requirements = new Map(
                Object.entries(pins).map(([name, specifier], at) => [name, { name, specifier, file: 'requirements.txt', line: at + 1 }]),
            );
            assert.deepEqual(
                pinConflicts(requirements).map(
                    ({ requirement, needs, because, stops }) =>
                        `${requirement.name} ${needs} for ${because.name}${stops === 'app' ? ', or the app stops' : ''}`,
                ),
                expected,
            );
        });
    };
    check('a Werkzeug that was raised alone', { flask: '==2.0.2', markupsafe: '==2.0.1', werkzeug: '==2.2.3' }, ['markupsafe 2.1.1 for werkzeug']); // prettier-ignore
    check('a Flask that was raised alone', { flask: '==3.1.0', werkzeug: '==2.0.1', jinja2: '==3.1.6' }, ['werkzeug 3.1.0 for flask']);
    check('what is raised asks in its turn', { flask: '==2.2.5', werkzeug: '==2.0.0', markupsafe: '==2.0.1' }, ['werkzeug 2.2.2 for flask', 'markupsafe 2.1.1 for werkzeug']); // prettier-ignore
    check('an idna that requests does not take', { requests: '==2.25.1', idna: '==3.7' }, ['requests 2.26.0 for idna']);
    check('a Werkzeug 3 that was raised alone', { flask: '==2.0.3', werkzeug: '==3.0.6', 'flask-login': '==0.5.0' }, ['flask 2.2.5 for werkzeug, or the app stops', 'flask-login 0.6.3 for werkzeug, or the app stops']); // prettier-ignore
    check('a Flask 1 of which only the Werkzeug was raised', { flask: '==1.1.2', werkzeug: '==2.2.3', jinja2: '==2.11.3', markupsafe: '==1.1.1', itsdangerous: '==1.1.0', click: '==7.1.2' }, ['markupsafe 2.1.1 for werkzeug', 'flask 2.0.0 for werkzeug, or the app stops', 'jinja2 3.0.0 for markupsafe, or the app stops', 'itsdangerous 2.0.0 for flask']); // prettier-ignore
    check('both bounds', { requests: '==2.25.1', idna: '==3.7', urllib3: '==2.2.2' }, ['requests 2.30.0 for urllib3']);
    check('pins that fit', { flask: '==3.1.0', werkzeug: '==3.1.3', jinja2: '==3.1.6', markupsafe: '==3.0.2' }, []);
    check('the first of a line, which asks for less', { flask: '==2.2.1', werkzeug: '==2.2.1', markupsafe: '==2.1.1' }, []);
    check('what is left open', { flask: '==3.1.0', werkzeug: '>=2.0', jinja2: '' }, []);
    check('what is no version', { flask: '==3.1.*', werkzeug: '==latest', jinja2: '==3.0.0' }, []);
});
