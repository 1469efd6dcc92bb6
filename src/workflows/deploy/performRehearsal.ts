import { decimal } from '../../base/decimal';
import { Failure } from '../../base/failure';
import { never } from '../../base/never';
import { digestOf } from '../../core/deploy/imageReference';
import { withoutPullSecret } from '../../core/deploy/pullPrincipal';
import { sentence, type Sentence } from '../../core/deploy/sentence';
import { splitArguments } from '../../core/deploy/splitArguments';
import type { RehearseStep } from '../../core/deploy/step';
import { crashWords } from '../../core/image/crashWords';
import type { Rehearsal } from '../../core/image/rehearsal';
import type { DeployFailure } from '../../core/failures/deploy';
import { rehearse } from '../rehearse';
import { needed } from './made';
import type { StepContext } from './stepContext';

/**
 * Runs the image here under the target's rules. Another port that it really listens on is carried to Azure, after a second rehearsal shows that it answers
 * there; anything else that is amiss ends the deploy before a byte is pushed.
 */
export async function performRehearsal(context: StepContext, step: RehearseStep): Promise<'done' | 'kept'> {
    const { plan, made, progress } = context;
    const image = needed(made, 'image');
    if (step.keptFor !== undefined && image.digests.some((digest) => digestOf(digest) === step.keptFor)) {
        made.rehearsed = { port: step.port, status: plan.request.previous?.rehearsed?.status, notes: [] };
        return 'kept';
    }
    const notes: Sentence[] = [];
    let port = step.port;
    let seen = await run(context, step, port);
    if (seen.kind === 'wrongPort' && seen.reach === 'everywhere') {
        progress(sentence('The app listens on port {port}, not on {expected}: looking there.', { port: seen.port, expected: port }));
        port = seen.port;
        seen = await run(context, step, port);
    }
    if (seen.kind !== 'answers') {
        const missing = step.unknownSettings;
        if ((seen.kind === 'crashed' || seen.kind === 'timeout') && missing.length > 0) {
            // It may only lack what Azure gives it, and secrets of the running app are not fetched for a trial.
            const note = sentence('The rehearsal came to nothing, perhaps for want of {settings}, which the app has in Azure.', {
                settings: missing.join(', '),
            });
            progress(note);
            made.rehearsed = { port, status: undefined, notes: [note] };
            return 'done';
        }
        throw failureOf(seen, step.port);
    }
    if (port !== step.port || port !== plan.request.port) {
        const note = sentence('The app listens on port {port}, not on {expected}; Azure is told so.', {
            port,
            expected: plan.request.port,
        });
        progress(note);
        notes.push(note);
    }
    progress(sentence('It answered {status} after {seconds} s.', { status: seen.status, seconds: decimal(seen.ms / 1000, 1) }));
    if (seen.status >= 500) {
        notes.push(sentence('It answered {status} in the rehearsal.', { status: seen.status }));
    }
    // An error here may have a cause that Azure does not have, and must never become what is waited for.
    made.rehearsed = { port, status: seen.status >= 500 ? undefined : seen.status, notes };
    return 'done';
}

async function run({ op, ports, plan, made, progress }: StepContext, step: RehearseStep, port: number): Promise<Rehearsal> {
    const rehearsal = await rehearse({ ...op, report: (message) => progress(sentence(message)) }, ports.engine, {
        image: needed(made, 'image').id,
        port,
        env: withoutPullSecret({ ...plan.request.knownEnv, ...plan.request.env }),
        healthPath: plan.request.healthPath,
        startLimitMs: step.startLimitMs,
        command: splitArguments(step.startCommand),
        platform: step.platform,
        ignoredPorts: step.ignoredPorts,
        ...(step.memoryBytes === undefined ? {} : { memoryBytes: step.memoryBytes }),
    });
    if (rehearsal.kind !== 'answers' && 'logLines' in rehearsal) {
        rehearsal.logLines.forEach((line) => op.log(`    ${line}`));
    }
    return rehearsal;
}

function failureOf(seen: Exclude<Rehearsal, { kind: 'answers' }>, expected: number): Failure<DeployFailure> {
    const last = 'logLines' in seen ? (seen.logLines.at(-1)?.slice(0, 300) ?? '') : '';
    switch (seen.kind) {
        case 'loopbackOnly':
            return new Failure<DeployFailure>('deploy/rehearsal-loopback', { address: seen.address, port: seen.port, last });
        case 'wrongPort':
            return seen.reach === 'loopback'
                ? new Failure<DeployFailure>('deploy/rehearsal-loopback', { address: '127.0.0.1', port: seen.port, last })
                : new Failure<DeployFailure>('deploy/rehearsal-wrong-port', { port: seen.port, expected, last });
        case 'notHttp':
            return new Failure<DeployFailure>('deploy/rehearsal-not-http', { port: seen.port, last });
        case 'crashed':
            return new Failure<DeployFailure>('deploy/rehearsal-crashed', {
                exitCode: seen.exitCode,
                reason:
                    seen.reason ?? (last === '' ? 'It wrote nothing.' : `It said: ${crashWords(seen.logLines).join(' ').slice(0, 300)}`),
                advice: seen.advice ?? 'Look at its last lines in the output.',
                last,
            });
        case 'timeout':
            return new Failure<DeployFailure>('deploy/rehearsal-timeout', {
                seconds: Math.round(seen.limitMs / 1000),
                reason:
                    seen.listeners.length === 0
                        ? 'It listens on no port at all.'
                        : `It listens on port ${seen.listeners.map(({ port }) => port).join(', ')} and stays silent.`,
                last,
            });
        case 'wrongPlatform':
            return new Failure<DeployFailure>('deploy/wrong-platform', { found: seen.platform, wanted: seen.wanted });
        default:
            return never(seen);
    }
}
