import type { Check } from './check';
import { prelude, shellWord, type CheckContext } from './checksPrelude';

/** The command line that asks a check. Where the container has `timeout`, a script that hangs ends there too and not only here. */
export function renderCheck(check: Check, context: CheckContext): string {
    const port = context.configuredPort === undefined ? '' : String(context.configuredPort);
    const script = `CONFIGURED_PORT=${port}\n${prelude}\n${check.script(context)}`;
    const seconds = Math.ceil(check.timeoutMs / 1000);
    return `t=; command -v timeout >/dev/null 2>&1 && timeout 1 true 2>/dev/null && t='timeout ${seconds}'; exec $t sh -c ${shellWord(script)}`;
}
