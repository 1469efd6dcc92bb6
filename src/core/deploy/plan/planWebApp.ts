import { appServiceMonthlyUsd } from '../prices';
import { chooseHostingEnvironment } from '../chooseHostingEnvironment';
import { readCpuScale } from '../cpuScale';
import type { DeployRequest } from '../deployRequest';
import type { DeployState, FoundApp, FoundResources } from '../deployState';
import { fingerprint } from '../fingerprint';
import { imageOf } from '../imageReference';
import { learnedPort } from '../learnedPort';
import { nameOf, resourceId, sameId } from '../resourceId';
import { appServiceSku, defaultAppServiceSku, readInstances } from '../rules/appService';
import type { Identity, SiteSignIn, Subscription, Tags } from '../resources';
import { sentence } from '../sentence';
import { insightsSetting, mergeSettings, platformSettings } from '../settings';
import type { Detail } from '../shown';
import { readSignIn } from '../signIn';
import type { ConfigureStep, InsightsStep, PlanStep, SignInStep, SiteStep, SlotStep, Step } from '../step';
import { createdTags } from '../tags';
import { autoscaleStep } from './autoscaleStep';
import { groupStep, identityStep, providerSteps, pushStep, registryStep, roleStep, verifyStep } from './commonSteps';
import { planImage } from './planImage';

/** The steps to a web app that runs the image and is checked, from whatever is there. Pure: the same request and state give the same steps. */
export function planWebApp(request: DeployRequest, state: DeployState, subscription: Subscription, found: FoundResources): readonly Step[] {
    const { names } = found;
    const location = found.region ?? '';
    const tags = createdTags(names.app, request.projectName);
    const build = planImage(request, state);
    if (found.app !== undefined && found.registry !== undefined && found.settled === 'remembered') {
        // An update in place: who pulls and from where was settled by the first deploy.
        const { slot } = request;
        return [
            ...build,
            ...providerSteps(found, subscription.id),
            registryStep(found, subscription.id, location, tags),
            pushStep(request, found, names.repository, subscription),
            ...(slot === undefined ? insightsStep(request, found, subscription.id, location, tags) : []),
            ...(slot === undefined && found.plan !== undefined ? autoscaleStep(request, { ...found.plan, tags }, found.cpuScale) : []),
            slot === undefined || found.slot === undefined
                ? configureStep(request, found.app, 'keep')
                : found.slot.app === undefined
                  ? slotStep(request, found.app, slot, found.slot.signIn)
                  : configureStep(request, found.slot.app, 'keep', `${names.app}/${slot}`),
            ...signInStep(request, state, subscription, slot === undefined ? names.app : `${names.app}/${slot}`),
            verifyStep(request, slot === undefined ? names.app : `${names.app}/${slot}`),
        ];
    }
    const app = { name: names.app, principalId: found.app?.site.identity.system?.principalId };
    const rest = [
        ...insightsStep(request, found, subscription.id, location, tags),
        ...(found.app === undefined
            ? [...planSteps(request, found, subscription.id, location, tags), siteStep(request, found, subscription.id, location, tags)]
            : [
                  ...(found.plan === undefined ? [] : autoscaleStep(request, { ...found.plan, tags }, found.cpuScale)),
                  configureStep(request, found.app, pullsItself(request, found) || pullsBy(found.app, found.identity) ? 'keep' : 'add'),
              ]),
    ];
    const signIn = signInStep(request, state, subscription, names.app);
    if (pullsItself(request, found)) {
        return [
            ...build,
            ...providerSteps(found, subscription.id),
            groupStep(found, subscription.id, location, tags),
            registryStep(found, subscription.id, location, tags),
            // An app that is not there yet has no principal to give the role to.
            ...(found.app === undefined ? [] : [roleStep(found, app)]),
            pushStep(request, found, names.repository, subscription),
            ...rest,
            ...(found.app === undefined ? [roleStep(found, app)] : []),
            ...signIn,
            verifyStep(request, names.app),
        ];
    }
    return [
        ...build,
        ...providerSteps(found, subscription.id),
        groupStep(found, subscription.id, location, tags),
        registryStep(found, subscription.id, location, tags),
        identityStep(found, subscription.id, location, tags),
        roleStep(found),
        pushStep(request, found, names.repository, subscription),
        ...rest,
        ...signIn,
        verifyStep(request, names.app),
    ];
}

/** The app has an identity that lives and dies with it, and that pulls. */
export function pullsItself(request: DeployRequest, { app }: Pick<FoundResources, 'app'>): boolean {
    return app === undefined ? request.pullIdentity === 'system' : app.config.pull === 'identity' && app.config.pullClientId === '';
}

/** The identity of this plan pulls already: not one that was deleted or taken from the app, and none of somebody else's, which has no right to this registry. */
function pullsBy({ site, config }: FoundApp, identity: Identity | undefined): boolean {
    return (
        config.pull === 'identity' &&
        identity?.clientId.toLowerCase() === config.pullClientId.toLowerCase() &&
        site.identity.user.some(({ id }) => sameId(id, identity.id))
    );
}

/** Whether the app is to be told of an Application Insights resource that it does not have yet. */
function needsInsights({ insights }: DeployRequest, { app }: Pick<FoundResources, 'app'>): boolean {
    return insights === 'on' && app?.settings[insightsSetting] === undefined;
}

function insightsStep(
    request: DeployRequest,
    found: FoundResources,
    subscriptionId: string,
    location: string,
    tags: Tags,
): readonly InsightsStep[] {
    if (!needsInsights(request, found)) {
        return [];
    }
    const type = 'Microsoft.Insights/components';
    const name = `appi-${found.names.app}`;
    return [
        {
            kind: 'insights',
            id: 'insights',
            words: sentence('Create the Application Insights resource {name}, and tell the app of it.', { name }),
            change: 'create',
            resource: { type, name },
            details: [{ label: 'Settings added', after: insightsSetting }],
            // Paid by the gigabyte that the app sends.
            monthlyUsd: 'unknown',
            componentId: resourceId(subscriptionId, found.names.resourceGroup, type, name),
            location: found.app?.site.location ?? location,
            tags,
        },
    ];
}

function signInStep({ signIn }: DeployRequest, { cloud }: DeployState, { tenantId }: Subscription, name: string): readonly SignInStep[] {
    const wanted = readSignIn(signIn);
    if (wanted === undefined) {
        return [];
    }
    const issuer = `${cloud.loginUrl}/${tenantId}/v2.0`;
    return [
        {
            kind: 'signIn',
            id: 'signIn',
            words:
                wanted.state === 'on'
                    ? sentence('Let only those into {name} who sign in with the Entra app {clientId}.', { name, clientId: wanted.clientId })
                    : sentence('Let everybody into {name}, without signing in.', { name }),
            change: 'change',
            ...(wanted.state === 'on' ? { details: [{ label: 'Who may sign in', after: `accounts of the tenant ${tenantId}` }] } : {}),
            signIn: wanted,
            issuer,
        },
    ];
}

function planSteps(request: DeployRequest, found: FoundResources, subscriptionId: string, location: string, tags: Tags): readonly Step[] {
    const plan = planStep(request, found, subscriptionId, location, tags);
    return [plan, ...autoscaleStep(request, { id: plan.planId, location: plan.location, tags }, found.cpuScale)];
}

function planStep(request: DeployRequest, found: FoundResources, subscriptionId: string, location: string, tags: Tags): PlanStep {
    const existing = found.plan;
    const name = existing?.name ?? request.plan ?? found.names.plan;
    const sku = existing?.sku ?? appServiceSku(request.sku ?? defaultAppServiceSku)?.name ?? defaultAppServiceSku;
    const capacity = Math.max(readInstances(request.instances) ?? 1, readCpuScale(request.cpuScale)?.min ?? 1);
    const price = appServiceMonthlyUsd[sku];
    const limit = readInstances(request.autoscale);
    const environment = chooseHostingEnvironment(request, found);
    return {
        kind: 'plan',
        id: 'plan',
        words:
            existing === undefined
                ? capacity === 1
                    ? sentence('Create the App Service plan {name} ({sku}, Linux) in {location}.', { name, sku, location })
                    : sentence('Create the App Service plan {name} ({sku}, Linux, {capacity} instances) in {location}.', {
                          name,
                          sku,
                          capacity,
                          location,
                      })
                : sentence('Use the App Service plan {name} ({sku}).', { name, sku }),
        change: existing === undefined ? 'create' : 'keep',
        resource: { type: 'Microsoft.Web/serverfarms', name },
        details: [
            ...(existing !== undefined || limit === undefined
                ? []
                : [{ label: 'Automatic scaling', after: `up to ${limit.toString()} instances, each paid for while it runs` }]),
            ...(environment === undefined ? [] : [{ label: 'App Service Environment', after: environment.name }]),
        ],
        ...(existing === undefined ? { monthlyUsd: price === undefined ? 'unknown' : price * capacity } : {}),
        planId: existing?.id ?? resourceId(subscriptionId, found.names.resourceGroup, 'Microsoft.Web/serverfarms', name),
        existing,
        location: existing?.location ?? environment?.location ?? location,
        sku,
        tier: appServiceSku(sku)?.tier ?? '',
        capacity,
        elasticLimit: existing === undefined ? limit : undefined,
        environment,
        tags,
    };
}

function siteStep(request: DeployRequest, found: FoundResources, subscriptionId: string, location: string, tags: Tags): SiteStep {
    const { names } = found;
    const plan = found.plan;
    const sku = appServiceSku(plan?.sku ?? request.sku ?? defaultAppServiceSku);
    const alwaysOn = sku?.alwaysOn === 'allowed' ? 'on' : 'off';
    const startCommand = request.startCommand ?? '';
    const settingNames = Object.keys({ ...platformSettings(learnedPort(request), request.home), ...request.env });
    return {
        kind: 'site',
        id: 'site',
        words: sentence('Create the web app {name}, which listens on port {port}.', {
            name: names.app,
            port: learnedPort(request),
        }),
        change: 'create',
        resource: { type: 'Microsoft.Web/sites', name: names.app },
        details: [
            { label: 'HTTPS only', after: 'on' },
            {
                label: 'Pulls by',
                after:
                    request.pullIdentity === 'system' ? 'its own identity, which goes with the app' : `managed identity ${names.identity}`,
            },
            { label: 'Always On', after: alwaysOn },
            { label: 'Health check', after: `${request.healthPath}, if it answers with 2xx in the rehearsal` },
            ...(startCommand === '' ? [] : [{ label: 'Start-up command', after: startCommand }]),
            ...(request.home === 'on' ? [{ label: 'Kept', after: 'what the app writes below /home' }] : []),
            { label: 'Settings', after: settingNames.join(', ') },
        ],
        siteId: resourceId(subscriptionId, names.resourceGroup, 'Microsoft.Web/sites', names.app),
        pull: request.pullIdentity ?? 'user',
        planId: plan?.id ?? resourceId(subscriptionId, names.resourceGroup, 'Microsoft.Web/serverfarms', request.plan ?? names.plan),
        location: plan?.location ?? chooseHostingEnvironment(request, found)?.location ?? location,
        tags,
        settingNames,
        alwaysOn,
        healthCheckPath: request.healthPath,
        startCommand,
    };
}

function slotStep(request: DeployRequest, { site, config, settings }: FoundApp, slot: string, visitors: SiteSignIn | undefined): SlotStep {
    const signIn = visitors?.state === 'on' && readSignIn(request.signIn) === undefined ? 'copy' : 'none';
    const port = learnedPort(request);
    const name = `${site.name}/${slot}`;
    return {
        kind: 'slot',
        id: 'slot',
        words: sentence('Create the slot {slot} of {name}, like the app but for its image.', { slot, name: site.name }),
        change: 'create',
        resource: { type: 'Microsoft.Web/sites/slots', name },
        details: [
            { label: 'Pulls by', after: site.identity.user.map(({ id }) => nameOf(id)).join(', ') },
            { label: 'Settings', after: Object.keys(mergeSettings(settings, { ...request, port }).result).join(', ') },
            ...(signIn === 'copy' ? [{ label: 'Who may sign in', after: 'as with the app' }] : []),
            ...(site.identity.system === undefined
                ? []
                : [{ label: 'Identity of its own', after: 'a new one, without the rights of the app’s' }]),
            ...(config.container === undefined || config.container.others.length === 0
                ? []
                : [{ label: 'Containers not taken along', after: config.container.others.join(', ') }]),
            { label: 'Not taken along', after: 'domains, certificates, private endpoints, backups' },
        ],
        slotId: `${site.id}/slots/${slot}`,
        production: site,
        signIn,
        tags: createdTags(site.name, request.projectName),
        settingsSeen: fingerprint(settings),
    };
}

const pulledBy = { identity: 'another managed identity', settings: 'user name and password', anybody: 'anybody' } as const;

function configureStep(
    request: DeployRequest,
    app: FoundApp,
    identity: ConfigureStep['identity'],
    name: string = app.site.name,
): ConfigureStep {
    const merged = mergeSettings(app.settings, { ...request, port: learnedPort(request) });
    const lines: Detail[] = [
        { label: 'Image', before: imageOf(app.config.linuxFxVersion) ?? app.config.linuxFxVersion, after: 'the new image' },
    ];
    const named = (label: string, settings: readonly string[]) => {
        if (settings.length > 0) {
            lines.push({ label, after: settings.join(', ') });
        }
    };
    named('Settings added', merged.added);
    named('Settings changed', merged.changed);
    named('Settings removed', merged.removed);
    const { container } = app.config;
    if (container !== undefined && container.others.length > 0) {
        lines.push({ label: 'Left as they are', after: container.others.join(', ') });
    }
    if (container !== undefined && container.port !== learnedPort(request)) {
        lines.push({ label: 'Port', before: container.port?.toString() ?? '80', after: learnedPort(request).toString() });
    }
    const { startCommand = app.config.startCommand } = request;
    if (startCommand !== app.config.startCommand) {
        const shown = (command: string) => (command === '' ? 'the image’s own' : command);
        lines.push({ label: 'Start-up command', before: shown(app.config.startCommand), after: shown(startCommand) });
    }
    if (identity === 'add') {
        lines.push({
            label: 'Pulls by',
            before: pulledBy[app.config.pull],
            after: 'managed identity',
        });
    }
    return {
        kind: 'configure',
        id: 'configure',
        words: sentence('Update the web app {name} in place.', { name }),
        change: 'change',
        resource: { type: 'Microsoft.Web/sites', name, id: app.site.id },
        details: lines,
        site: app.site,
        current: app.config,
        config: { pull: 'identity', ...(request.startCommand === undefined ? {} : { startCommand: request.startCommand }) },
        identity,
        settings:
            merged.added.length + merged.changed.length + merged.removed.length > 0 || needsInsights(request, { app }) ? 'change' : 'keep',
        removedSettings: merged.removed,
        settingsSeen: fingerprint(app.settings),
    };
}
