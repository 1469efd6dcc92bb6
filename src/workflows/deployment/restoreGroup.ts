import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { immutableDifferences, needsLostSecret, readGroupRecord, withSecureValues } from '../../core/deploy/groupRecord';
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
 * deleted first and nobody agreed to that; either way nothing was changed.
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
        return await restoreFromTags(op, azure, group, { ...wanted, tags });
    }
    const { body, lost } = withSecureValues(record, values);
    if (needsLostSecret(record)) {
        throw new Failure<DeployFailure>('deploy/no-snapshot', { name: group.name });
    }
    await makeRoom(op, azure, group, immutableDifferences(now, body), wanted.replace);
    await azure.containerGroups.putRecord(op, id, body, tags);
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
    group: ContainerGroup,
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
    await makeRoom(op, azure, group, reasons, replace);
    await azure.containerGroups.put(op, group.id, {
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
    });
    return [
        sentence(
            'On this machine only its image, its port and who pulls it were known: what else it had, secure values among it, is not restored.',
        ),
    ];
}

async function makeRoom(
    op: Operation,
    azure: Azure,
    { id, name }: ContainerGroup,
    reasons: readonly string[],
    replace: 'agreed' | undefined,
): Promise<void> {
    if (reasons.length === 0) {
        return;
    }
    if (replace !== 'agreed') {
        throw new Failure<DeployFailure>('deploy/replace-needed', { name, reasons: reasons.join(', ') });
    }
    await azure.resources.delete(op, id);
}
