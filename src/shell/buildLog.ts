import type { BuildEvent, BuildStep } from '../core/build/buildEvent';
import type { Operation } from '../base/operation';

/** Writes a build to the output, a step's heading before its lines. */
export function buildLog(op: Operation): (event: BuildEvent) => void {
    const steps = new Map<string, BuildStep>();
    let speaking = '';
    return (event) => {
        switch (event.kind) {
            case 'context':
            case 'transfer':
                return;
            case 'step': {
                const before = steps.get(event.step.id);
                steps.set(event.step.id, event.step);
                if (before?.state !== event.step.state && event.step.state !== 'waiting') {
                    op.log(stepLine(event.step));
                    speaking = event.step.id;
                }
                return;
            }
            case 'log': {
                if (speaking !== event.stepId) {
                    speaking = event.stepId;
                    op.log(`… ${steps.get(event.stepId)?.name ?? event.stepId}`);
                }
                op.log(`    ${event.line}`);
                return;
            }
            case 'warning':
                op.log(`warning: ${event.message}${event.url === undefined ? '' : ` (${event.url})`}`);
                return;
        }
    };
}

function stepLine(step: BuildStep): string {
    const time = step.durationMs === undefined ? '' : ` (${(step.durationMs / 1000).toFixed(1)} s)`;
    switch (step.state) {
        case 'waiting':
        case 'running':
            return `> ${step.name}`;
        case 'done':
            return `✓ ${step.name}${time}`;
        case 'cached':
            return `= ${step.name} (cached)`;
        case 'failed':
            return `✗ ${step.name}${time}${step.error === undefined ? '' : `: ${step.error}`}`;
        case 'cancelled':
            return `- ${step.name} (cancelled)`;
    }
}
