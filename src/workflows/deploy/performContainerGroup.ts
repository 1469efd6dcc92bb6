import { Failure } from '../../base/failure';
import type { ContainerGroupStep } from '../../core/deploy/containerStep';
import { immutableChanges } from '../../core/deploy/groupChanges';
import type { DeployPlan } from '../../core/deploy/deployPlan';
import { pullSecret, withoutPullSecret } from '../../core/deploy/pullPrincipal';
import type { ContainerGroup, Tags } from '../../core/deploy/resources';
import { groupSetting, isForeign, snapshotTags } from '../../core/deploy/snapshot';
import { deployedTags } from '../../core/deploy/tags';
import type { DeployFailure } from '../../core/failures/deploy';
import { needed, portOf } from './made';
import type { StepContext } from './stepContext';
import { waitForRole } from './waitForRole';

/** Writes a container group as a whole: creates it, updates it in place, or deletes it first where Azure refuses that and the user agreed. */
export async function performContainerGroup(context: StepContext, step: ContainerGroupStep): Promise<'done' | 'kept'> {
    const { op, ports, plan, made } = context;
    const { existing } = step;
    const image = needed(made, 'reference');
    const identity = step.principal === undefined ? needed(made, 'identity') : undefined;
    const asked = withoutPullSecret(plan.request.env);
    const port = portOf(plan, made);
    const [container] = existing?.containers ?? [];
    // What Azure tells is written again as it is; what it keeps to itself is known from earlier, or was asked for.
    const kept = Object.entries(container?.env ?? {}).flatMap(([name, value]) => {
        const known = value ?? plan.request.knownEnv?.[name];
        return known === undefined || name === 'PORT' ? [] : [[name, known] as const];
    });
    const env = { ...Object.fromEntries(kept), ...asked };
    // The rehearsal may have found another port than the plan knew.
    const reasons =
        existing === undefined
            ? []
            : immutableChanges(existing, {
                  port,
                  identityId: identity?.id,
                  principal: step.principal,
                  restartPolicy: step.restartPolicy,
                  size: step.size,
              });
    // An identity that was made again in this run has the id of the one that the group knew, and is another one.
    const replaces = existing !== undefined && (reasons.length > 0 || step.how === 'replace');
    if (existing !== undefined && !replaces && made.pushedAgain !== true && isAsWanted(existing, image, asked) && pullsSo(existing, step)) {
        made.containerGroup = existing;
        made.app = existing;
        return 'kept';
    }
    const before = existing !== undefined && isForeign(existing.tags) ? await snapshot(context, existing) : {};
    if (existing !== undefined && replaces) {
        if (plan.request.replace !== 'agreed') {
            throw new Failure<DeployFailure>('deploy/replace-needed', { name: existing.name, reasons: reasons.join(', ') });
        }
        await ports.azure.resources.delete(op, existing.id);
    }
    made.changedMs = ports.azure.nowMs();
    const wanted = {
        location: step.location,
        tags: {
            ...(existing?.tags ?? step.tags),
            ...before,
            ...deployedTags(existing?.tags ?? {}, { digest: needed(made, 'digest'), port, nowMs: made.changedMs }),
        },
        pull: identity === undefined ? { clientId: step.principal ?? '', secret: secretOf(plan) } : { identityId: identity.id },
        restartPolicy: step.restartPolicy,
        registryServer: needed(made, 'registry').loginServer,
        image,
        port,
        env,
        size: step.size,
        dnsLabel: step.dnsLabel,
        containerName: step.containerName,
    };
    const name = step.resource?.name ?? '';
    made.containerGroup = await waitForRole(
        context,
        name,
        () => ports.azure.containerGroups.put(op, step.groupId, wanted),
        (failure) => missingOrForbidden(context, failure),
    );
    made.app = made.containerGroup;
    return 'done';
}

/** What the group was before its first deploy: tags tell it, and what they have no room for stays on this machine, with the secure values that are known. */
async function snapshot({ op, ports, plan }: StepContext, existing: ContainerGroup): Promise<Tags> {
    const [container] = existing.containers;
    const record = await ports.azure.containerGroups.record(op, existing.id);
    const known = { ...plan.request.knownEnv, ...plan.request.env };
    const secure = existing.containers
        .flatMap(({ env }) => Object.entries(env))
        .flatMap(([name, value]) => (value === undefined && known[name] !== undefined ? [[name, known[name]] as const] : []));
    await ports.snapshots.keep(existing.id, { ...Object.fromEntries(secure), [groupSetting]: JSON.stringify(record) });
    const server = container?.image.split('/')[0]?.toLowerCase();
    return snapshotTags({
        image: container?.image ?? '',
        port: existing.ports[0],
        pull: existing.registries.find((registry) => registry.server.toLowerCase() === server)?.pulls ?? '',
        settings: Object.keys(container?.env ?? {}),
    });
}

/** Who pulls does so already; a service principal's secret may have changed without a trace. */
function pullsSo(existing: ContainerGroup, { principal }: ContainerGroupStep): boolean {
    return principal === undefined || existing.registries.some(({ pulls }) => pulls.toLowerCase() === principal);
}

function secretOf({ request }: DeployPlan): string {
    const secret = request.env[pullSecret] ?? request.knownEnv?.[pullSecret];
    if (secret === undefined) {
        throw new Failure<DeployFailure>('deploy/unanswered', { questions: pullSecret });
    }
    return secret;
}

function isAsWanted(existing: ContainerGroup, image: string, env: Readonly<Record<string, string>>): boolean {
    const [container] = existing.containers;
    return (
        container?.image.toLowerCase() === image.toLowerCase() &&
        Object.entries(env).every(([name, value]) => container.env[name] === value) &&
        /^succeeded$/i.test(existing.state) &&
        /^running$/i.test(existing.runningState)
    );
}

/** Container Instances say "not accessible" of an image that is missing and of one that may not be pulled alike; the registry knows which. */
async function missingOrForbidden({ op, ports, made, plan }: StepContext, failure: Failure): Promise<Failure> {
    if (failure.code !== 'deploy/pull-unauthorized') {
        return failure;
    }
    const push = plan.steps.find((step) => step.kind === 'push');
    const { loginServer } = needed(made, 'registry');
    const address = { loginServer, tenantId: plan.subscription?.tenantId };
    const manifest = await ports.registry.manifest(op, address, push?.repository ?? '', needed(made, 'digest'));
    return manifest === undefined ? new Failure<DeployFailure>('deploy/image-not-found', failure.facts, failure) : failure;
}
