import { Failure } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';
import { immutableDifferences, needsLostSecret, readGroupRecord, withSecureValues, type GroupRecord } from '../../core/deploy/groupRecord';
import { parseResourceId, sameId } from '../../core/deploy/resourceId';
import type { ContainerGroup, Tags } from '../../core/deploy/resources';
import { sentence, type Sentence } from '../../core/deploy/sentence';
import { groupSetting, type Snapshot } from '../../core/deploy/snapshot';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import type { Snapshots } from '../../ports/snapshots';
import { identityIsThere } from '../deploy/identityIsThere';

interface Ports {
    readonly azure: Azure;
    readonly snapshots: Snapshots;
}

/**
 * Makes a container group what it was: as it was recorded on this machine, else, on another one, with the image, the port and the identity that its tags name.
 * Answers what could not be restored. Throws 'deploy/no-snapshot' where it could not be pulled or started again, and 'deploy/replace-needed' where it has to be
 * deleted first and nobody agreed to that; either way nothing was changed. Where Azure does not take what was before, what ran is put back.
 */
export async function restoreGroup(
    op: Operation,
    ports: Ports,
    id: string,
    wanted: { readonly snapshot: Snapshot; readonly tags: Tags; readonly replace: 'agreed' | undefined },
): Promise<readonly Sentence[]> {
    const { azure, snapshots } = ports;
    const group = await azure.containerGroups.get(op, id);
    const now = await azure.containerGroups.record(op, id);
    if (group === undefined || now === undefined) {
        throw new Failure<DeployFailure>('deploy/gone', { name: id.split('/').at(-1) });
    }
    const tags = { ...group.tags, ...wanted.tags };
    const { [groupSetting]: json, ...values } = (await snapshots.read(id)) ?? {};
    const record = readGroupRecord(json);
    if (record === undefined) {
        return await restoreFromTags(op, azure, { group, now: withSecureValues(now, values) }, { ...wanted, tags });
    }
    const { body, lost } = withSecureValues(record, values);
    if (needsLostSecret(record) || !(await identitiesAreThere(op, azure, record))) {
        throw new Failure<DeployFailure>('deploy/no-snapshot', { name: group.name });
    }
    const runs: Running = { group, now: withSecureValues(now, values), reasons: immutableDifferences(now, body), replace: wanted.replace };
    await replaceGroup(op, azure, runs, async (one) => azure.containerGroups.putRecord(one, id, body, tags));
    return lost.length === 0
        ? []
        : [
              sentence('Azure keeps the values of {names} to itself, and they are known nowhere else: set them again.', {
                  names: lost.join(', '),
              }),
          ];
}

async function restoreFromTags(
    op: Operation,
    azure: Azure,
    { group, now }: Pick<Running, 'group' | 'now'>,
    { snapshot, tags, replace }: { readonly snapshot: Snapshot; readonly tags: Tags; readonly replace: 'agreed' | undefined },
): Promise<readonly Sentence[]> {
    const [container] = group.containers;
    const identityId = parseResourceId(snapshot.pull) === undefined ? undefined : snapshot.pull;
    const isPulled = identityId === undefined ? snapshot.pull === '' : await identityIsThere(op, azure, identityId);
    if (container === undefined || group.dnsLabel === undefined || !isPulled) {
        throw new Failure<DeployFailure>('deploy/no-snapshot', { name: group.name });
    }
    const port = snapshot.port ?? group.ports[0] ?? 80;
    const reasons = [
        ...(group.ports.length === 1 && group.ports[0] === port ? [] : [`port ${group.ports.join(', ')} → ${port.toString()}`]),
        ...(identityId === undefined || group.identityIds.some((one) => sameId(one, identityId)) ? [] : ['the identity that pulls']),
    ];
    const put = {
        location: group.location,
        tags,
        pull: identityId === undefined ? undefined : { identityId },
        restartPolicy: group.restartPolicy,
        registryServer: snapshot.image.split('/')[0] ?? '',
        image: snapshot.image,
        port,
        env: Object.fromEntries(Object.entries(container.env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
        size: { cpu: container.cpu, memoryGb: container.memoryGb },
        dnsLabel: group.dnsLabel,
        containerName: container.name,
    };
    await replaceGroup(op, azure, { group, now, reasons, replace }, async (one) => azure.containerGroups.put(one, group.id, put));
    return [
        sentence(
            'On this machine only its image, its port and who pulls it were known: what else it had, secure values among it, is not restored.',
        ),
    ];
}

async function identitiesAreThere(op: Operation, azure: Azure, { identity }: GroupRecord): Promise<boolean> {
    for (const id of Object.keys(identity?.userAssignedIdentities ?? {})) {
        if (!(await identityIsThere(op, azure, id))) {
            return false;
        }
    }
    return true;
}

interface Running {
    readonly group: ContainerGroup;
    /** As far as it can be written again. */
    readonly now: ReturnType<typeof withSecureValues>;
    /** Why it cannot be changed in place. */
    readonly reasons: readonly string[];
    readonly replace: 'agreed' | undefined;
}

async function replaceGroup(
    op: Operation,
    azure: Azure,
    { group: { id, name, tags }, now, reasons, replace }: Running,
    put: (op: Operation) => Promise<unknown>,
): Promise<void> {
    if (reasons.length === 0) {
        await put(op);
        return;
    }
    if (replace !== 'agreed') {
        throw new Failure<DeployFailure>('deploy/replace-needed', { name, reasons: reasons.join(', ') });
    }
    throwIfCancelled(op);
    // Whoever stops from here on would be left without any group.
    const whole: Operation = { ...op, signal: new AbortController().signal };
    await azure.resources.delete(whole, id);
    try {
        await put(whole);
    } catch (error) {
        try {
            // Azure may have kept a group that did not start.
            await azure.resources.delete(whole, id);
            await azure.containerGroups.putRecord(whole, id, now.body, tags);
            const without = now.lost.length === 0 ? '' : `, without the values of ${now.lost.join(', ')}`;
            op.log(`What ran before Slipway could not be written: ${name} is put back as it was${without}.`);
        } catch (again) {
            op.log(`${name} could not be put back: ${again instanceof Error ? again.message : String(again)}`);
        }
        throw error;
    }
}
