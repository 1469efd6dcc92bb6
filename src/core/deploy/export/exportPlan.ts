import type { DeployPlan } from '../deployPlan';
import { learnedPort } from '../learnedPort';
import { looksSecret } from '../looksSecret';
import { nameOf, parseResourceId } from '../resourceId';
import { buildArgsOf } from '../plan/buildArgsOf';
import { pullRole } from '../roles';
import { appServiceSku } from '../rules/appService';
import { containerAppRules } from '../rules/containers';
import { platformSettings } from '../settings';
import type { Step } from '../step';
import { createdTags } from '../tags';
import { targets } from '../target';
import type { ExportModel, ExportSetting } from './exportModel';

/** What a plan comes to, for other tools; undefined when the plan is not complete, because it still asks for the subscription. */
export function exportPlan(plan: DeployPlan): ExportModel | undefined {
    const { request, subscription } = plan;
    const registry = find(plan, 'registry');
    const push = find(plan, 'push');
    const target = targetOf(plan);
    if (subscription === undefined || registry === undefined || push === undefined || target === undefined) {
        return undefined;
    }
    const registryGroup = groupOf(registry.registryId);
    const identity = find(plan, 'identity');
    return {
        ...target,
        projectName: request.projectName,
        subscriptionId: subscription.id,
        registry: { name: nameOf(registry.registryId), resourceGroup: registryGroup, sku: registry.existing?.sku ?? registry.sku },
        repository: push.repository,
        identity: identity === undefined ? target.identity : nameOf(identity.identityId),
        role: pullRole(registry.existing?.permissions ?? 'registry'),
        port: learnedPort(request),
        healthPath: request.healthPath,
        settings: withSecretsOf(target.events, settingsOf(plan, target.target)),
        kept: plan.settings
            .filter(({ name, state }) => state === 'there' && target.events?.secrets.some(({ setting }) => setting === name) !== true)
            .map(({ name }) => name),
        dockerfile: request.source.kind === 'build' ? request.source.dockerfile : 'Dockerfile',
        buildArgs: buildArgsFor(plan),
        tags: createdTags(target.app, request.projectName),
    };
}

type Target = Pick<
    ExportModel,
    | 'target'
    | 'app'
    | 'resourceGroup'
    | 'location'
    | 'identity'
    | 'namespaces'
    | 'plan'
    | 'alwaysOn'
    | 'startCommand'
    | 'pull'
    | 'insights'
    | 'autoscale'
    | 'signIn'
    | 'environment'
    | 'size'
    | 'replicas'
    | 'scaleRule'
    | 'probes'
    | 'appKind'
    | 'schedule'
    | 'events'
    | 'jobScale'
    | 'revisions'
    | 'dnsLabel'
    | 'restartPolicy'
    | 'pullPrincipal'
>;

function targetOf(plan: DeployPlan): Target | undefined {
    const { namespaces } = targets[plan.request.target];
    const identity = nameOf(find(plan, 'identity')?.identityId ?? '/identity');
    const site = find(plan, 'site');
    const configure = find(plan, 'configure');
    const [insights, signIn] = [find(plan, 'insights'), find(plan, 'signIn')];
    const autoscale = find(plan, 'autoscale');
    const besides = {
        ...(autoscale === undefined || autoscale.scale === 'off'
            ? {}
            : { autoscale: { name: nameOf(autoscale.settingId), scale: autoscale.scale } }),
        ...(insights === undefined ? {} : { insights: nameOf(insights.componentId) }),
        ...(signIn === undefined ? {} : { signIn: { ...signIn.signIn, issuer: signIn.issuer } }),
    };
    if (site !== undefined) {
        const planStep = find(plan, 'plan');
        return {
            target: 'appService',
            app: nameOf(site.siteId),
            resourceGroup: groupOf(site.siteId),
            location: site.location,
            identity,
            namespaces,
            plan: {
                name: nameOf(site.planId),
                resourceGroup: groupOf(site.planId),
                sku: planStep?.sku ?? 'B1',
                ...(planStep?.elasticLimit === undefined ? {} : { elasticLimit: planStep.elasticLimit }),
                ...(planStep?.environment === undefined ? {} : { environmentId: planStep.environment.id }),
            },
            alwaysOn: site.alwaysOn,
            startCommand: site.startCommand,
            pull: site.pull,
            ...besides,
        };
    }
    if (configure !== undefined) {
        const { site: there, current } = configure;
        const pulling = there.identity.user.find(({ clientId }) => clientId === current.pullClientId);
        const sku = plan.choices.find(({ field }) => field === 'sku')?.value ?? 'B1';
        return {
            target: 'appService',
            app: there.name,
            resourceGroup: groupOf(there.id),
            location: there.location,
            identity: pulling === undefined ? identity : nameOf(pulling.id),
            namespaces,
            plan: { name: nameOf(there.planId), resourceGroup: groupOf(there.planId), sku: appServiceSku(sku)?.name ?? sku },
            alwaysOn: current.alwaysOn,
            startCommand: configure.config.startCommand ?? current.startCommand,
            pull: current.pull === 'identity' && current.pullClientId === '' ? 'system' : 'user',
            ...besides,
        };
    }
    const app = find(plan, 'containerApp');
    if (app !== undefined) {
        const there = app.existing?.scaleRule;
        const rule = app.scaleRule ?? (there === 'other' ? undefined : there);
        return {
            target: 'containerApps',
            app: nameOf(app.appId),
            resourceGroup: groupOf(app.appId),
            location: app.location,
            identity,
            namespaces,
            environment: { name: nameOf(app.environmentId), resourceGroup: groupOf(app.environmentId) },
            size: app.size ?? app.existing?.size ?? containerAppRules.defaultSize,
            replicas: app.replicas ?? app.existing?.scale ?? containerAppRules.replicas,
            ...(rule === undefined ? {} : { scaleRule: rule }),
            probes: app.probes ?? (app.existing === undefined || app.existing.probes === 'other' ? 'ready' : app.existing.probes),
            appKind: app.appKind,
            ...(app.appKind === 'job' ? startOf(app) : {}),
            revisions: app.revisions ?? app.existing?.revisions ?? 'single',
        };
    }
    const group = find(plan, 'containerGroup');
    if (group !== undefined) {
        return {
            target: 'containerInstances',
            app: nameOf(group.groupId),
            resourceGroup: groupOf(group.groupId),
            location: group.location,
            identity,
            namespaces,
            size: group.size,
            dnsLabel: group.dnsLabel,
            restartPolicy: group.restartPolicy,
            ...(group.principal === undefined ? {} : { pullPrincipal: group.principal }),
        };
    }
    return undefined;
}

function startOf({
    schedule,
    events,
    existing,
}: Extract<Step, { kind: 'containerApp' }>): Pick<ExportModel, 'schedule' | 'events' | 'jobScale'> {
    const there = typeof existing?.events === 'object' ? existing.events : undefined;
    const rule = events ?? (schedule === undefined ? there : undefined);
    const scale = existing?.jobScale;
    return {
        ...(rule === undefined ? { schedule: schedule ?? existing?.schedule ?? '' } : { events: rule }),
        ...(scale === undefined ? {} : { jobScale: scale }),
    };
}

/** Here as there a value whose name tells a secret is not written down, although a build makes no secret of it. */
function buildArgsFor({ request, settings }: DeployPlan): readonly ExportSetting[] {
    return Object.entries(buildArgsOf(request)).map(([name, value]): ExportSetting =>
        looksSecret(name) || settings.some((setting) => setting.name === name && setting.secret === 'yes')
            ? { kind: 'secret', name }
            : { kind: 'plain', name, value },
    );
}

function settingsOf({ request, settings }: DeployPlan, target: ExportModel['target']): readonly ExportSetting[] {
    const platform = target === 'appService' ? platformSettings(learnedPort(request), request.home) : {};
    const asked = settings.flatMap(({ name, need, secret, state }): ExportSetting[] => {
        const value = request.env[name];
        if (state === 'given' && secret === 'no' && value !== undefined) {
            return [{ kind: 'plain', name, value }];
        }
        // A required one without a value is some secret of the user's until he says otherwise.
        return state === 'given' || (state === 'absent' && need === 'required') ? [{ kind: 'secret', name }] : [];
    });
    return [...Object.entries(platform).map(([name, value]): ExportSetting => ({ kind: 'plain', name, value })), ...asked];
}

/** What starts a job names secrets of the job: they have to be in the file, also where Azure has their values. */
function withSecretsOf(events: ExportModel['events'], settings: readonly ExportSetting[]): readonly ExportSetting[] {
    const missing = (events?.secrets ?? []).filter(({ setting }) => !settings.some(({ name }) => name === setting));
    return [...settings, ...missing.map(({ setting }): ExportSetting => ({ kind: 'secret', name: setting }))];
}

function find<Kind extends Step['kind']>({ steps }: DeployPlan, kind: Kind): Extract<Step, { kind: Kind }> | undefined {
    return steps.find((step): step is Extract<Step, { kind: Kind }> => step.kind === kind);
}

function groupOf(id: string): string {
    return parseResourceId(id)?.resourceGroup ?? '';
}
