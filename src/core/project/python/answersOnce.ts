import { calleeName, callsIn, walkStatements } from './expressions';
import type { PyModule } from './pythonModules';
import type { PyStatement } from './syntax';

const known = new WeakMap<PyModule, boolean>();

/** True for a server of the standard library that waits for one request and closes: what a sign-in in the browser comes back to. */
export function answersOnce(module: PyModule): boolean {
    const once =
        known.get(module) ??
        (/\bhandle_request\b/.test(module.text) && !/\bserve_forever\b/.test(module.text) && !answersInLoop(module.statements));
    known.set(module, once);
    return once;
}

function answersInLoop(statements: readonly PyStatement[]): boolean {
    return statements.some((statement) => {
        if (statement.kind === 'function' || statement.kind === 'class') {
            return answersInLoop(statement.body);
        }
        if (statement.kind !== 'block') {
            return false;
        }
        return /^(for|while)$/.test(statement.keyword)
            ? [...callsIn(walkStatements([statement]))].some((call) => /(^|\.)handle_request$/.test(calleeName(call) ?? ''))
            : statement.suites.some(answersInLoop);
    });
}
