import { calleeName } from './expressions';
import type { PyCall } from './expressions';

/** The last part of what is called: `get` for `session.get()` and `make().get()`; '' when it has no name. */
export function lastName(call: PyCall): string {
    return call.callee.kind === 'attribute' ? call.callee.name : (calleeName(call)?.split('.').at(-1) ?? '');
}
