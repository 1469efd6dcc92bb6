import type { Operation } from '../../../base/operation';
import type { DeployPlan } from '../../../core/deploy/deployPlan';
import type { StepEvent } from '../../../workflows/deploy/stepEvent';
import { buildLog } from '../../buildLog';
import { words } from '../../sentenceWords';
import type { DeployRun } from './deployRun';

/** Carries the events of a plan to the panel, the notification, the status bar and the output. */
export function stepProgress(
    op: Operation,
    plan: DeployPlan,
    run: Pick<DeployRun, 'step' | 'finished' | 'stepFailed' | 'log'>,
): (event: StepEvent) => void {
    let speaking = '';
    const builds = buildLog({
        ...op,
        log: (line) => {
            op.log(line);
            run.log(speaking, line);
        },
    });
    return (event) => {
        speaking = event.step.id;
        const title = words(event.step.words);
        const head = title.replace(/\.$/, '');
        const done = plan.steps.findIndex((step) => step.id === event.step.id);
        const fraction = done / plan.steps.length;
        switch (event.kind) {
            case 'started':
                run.step(event.step.id, { state: 'running' });
                op.report(title, fraction);
                op.log(`${done + 1}/${plan.steps.length} ${title}`);
                return;
            case 'progress': {
                const message = words(event.message);
                run.step(event.step.id, { state: 'running', message });
                run.log(event.step.id, message);
                op.report(`${head}: ${message}`, fraction + (event.fraction ?? 0) / plan.steps.length);
                return;
            }
            case 'build':
                builds(event.event);
                if (event.event.kind === 'step' && event.event.step.state === 'running') {
                    run.step(event.step.id, { state: 'running', message: event.event.step.name });
                    op.report(`${head}: ${event.event.step.name}`);
                }
                return;
            case 'finished':
                run.finished(event.step, event.outcome, event.durationMs);
                op.log(`    ${event.outcome === 'kept' ? 'as it was' : 'done'} in ${(event.durationMs / 1000).toFixed(1)} s`);
                return;
            case 'failed':
                run.stepFailed(event.step, event.error, event.durationMs);
                return;
        }
    };
}
