import { field, isObject, listField, numberField, objectField, textField, truthField, type JsonObject, type JsonValue } from '../json';
import { locationName } from '../resources/locations';
import { systemData } from '../resources/resourceList';
import type { World } from '../world';
import { latestOf, type ContainerApp } from './containerApp';
import { verificationId } from './managedEnvironments';
import { isMultiple } from './traffic';
import { weightOf } from './weightOf';

/** The host name of an app; undefined without ingress. */
export function fqdnOf(app: ContainerApp): string | undefined {
    if (!isObject(field(app.configuration, 'ingress'))) {
        return undefined;
    }
    return `${app.name}.${internal(app)}${app.environment.domain}`;
}

export function revisionFqdn(app: ContainerApp, revision: string): string | undefined {
    return fqdnOf(app) === undefined ? undefined : `${revision}.${internal(app)}${app.environment.domain}`;
}

/** Where the data plane answers for an app: log streams and commands. */
export function dataPlane(app: Pick<ContainerApp, 'id' | 'location'>, scheme: 'https' | 'wss'): string {
    const path = app.id.replace(/\/providers\/Microsoft\.App/i, '').replace(/\/containerapps\//i, '/containerApps/');
    return `${scheme}://${locationName(app.location)}.azurecontainerapps.dev${path}`;
}

export function renderApp(world: World, app: ContainerApp): JsonObject {
    const latest = latestOf(app);
    const ready = app.revisions.findLast((revision) => revision.wasReady);
    return {
        id: app.id,
        name: app.name,
        type: app.type,
        location: app.location,
        ...(app.kind === undefined ? {} : { kind: app.kind }),
        ...(app.tags === undefined || Object.keys(app.tags).length === 0 ? {} : { tags: app.tags }),
        systemData: systemData(world, app),
        properties: {
            provisioningState: app.provisioningState,
            runningStatus: app.runningStatus,
            managedEnvironmentId: app.environment.id,
            environmentId: app.environment.id,
            workloadProfileName: app.workloadProfileName,
            patchingMode: 'Automatic',
            outboundIpAddresses: [app.environment.staticIp],
            latestRevisionName: latest?.name ?? '',
            latestReadyRevisionName: ready?.name ?? '',
            latestRevisionFqdn: latest === undefined ? '' : (revisionFqdn(app, latest.name) ?? ''),
            customDomainVerificationId: verificationId(app.id),
            configuration: renderConfiguration(app),
            template: app.template,
            eventStreamEndpoint: `${dataPlane(app, 'https')}/eventstream`,
            delegatedIdentities: [],
        },
        identity: app.identity ?? { type: 'None' },
    };
}

function renderConfiguration(app: ContainerApp): JsonObject {
    const { configuration } = app;
    const ingress = field(configuration, 'ingress');
    const registries = listField(configuration, 'registries');
    return {
        secrets: app.secrets.size === 0 ? null : [...app.secrets.keys()].map((name) => ({ name })),
        activeRevisionsMode: isMultiple(app)
            ? 'Multiple'
            : (textField(configuration, 'activeRevisionsMode') ?? 'Single').replace(/^s/, 'S'),
        targetLabel: textField(configuration, 'targetLabel') ?? '',
        ingress: isObject(ingress)
            ? {
                  fqdn: fqdnOf(app) ?? null,
                  external: truthField(ingress, 'external') ?? false,
                  targetPort: numberField(ingress, 'targetPort') ?? 0,
                  exposedPort: numberField(ingress, 'exposedPort') ?? 0,
                  transport: capital(textField(ingress, 'transport') ?? 'Auto'),
                  traffic: listField(ingress, 'traffic')?.map(withWeight) ?? [{ weight: 100, latestRevision: true }],
                  customDomains: field(ingress, 'customDomains') ?? null,
                  allowInsecure: truthField(ingress, 'allowInsecure') ?? false,
                  ipSecurityRestrictions: field(ingress, 'ipSecurityRestrictions') ?? null,
                  corsPolicy: corsOf(ingress),
                  clientCertificateMode: field(ingress, 'clientCertificateMode') ?? null,
                  stickySessions: field(ingress, 'stickySessions') ?? null,
                  additionalPortMappings: field(ingress, 'additionalPortMappings') ?? null,
              }
            : null,
        registries:
            registries === undefined
                ? null
                : registries.map((registry) => ({
                      server: textField(registry, 'server') ?? '',
                      username: textField(registry, 'username') ?? '',
                      passwordSecretRef: textField(registry, 'passwordSecretRef') ?? '',
                      identity: textField(registry, 'identity') ?? '',
                  })),
        identitySettings: field(configuration, 'identitySettings') ?? [],
        dapr: field(configuration, 'dapr') ?? null,
        runtime: field(configuration, 'runtime') ?? null,
        maxInactiveRevisions: numberField(configuration, 'maxInactiveRevisions') ?? 100,
        service: field(configuration, 'service') ?? null,
    };
}

function withWeight(entry: JsonValue): JsonValue {
    return isObject(entry) && entry.weight !== undefined && entry.weight !== null ? { ...entry, weight: weightOf(entry) } : entry;
}

/** Tools write the age as a number or its text. */
function corsOf(ingress: JsonObject): JsonObject | null {
    const asked = objectField(ingress, 'corsPolicy');
    const age = Number(field(asked, 'maxAge') ?? Number.NaN);
    return asked === undefined ? null : Number.isFinite(age) ? { ...asked, maxAge: age } : asked;
}

function internal(app: ContainerApp): string {
    return truthField(app.configuration, 'ingress', 'external') === true ? '' : 'internal.';
}

function capital(text: string): string {
    return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
