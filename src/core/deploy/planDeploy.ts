import { never } from '../../base/never';
import { chooseHostingEnvironment } from './chooseHostingEnvironment';
import { defaultScaleRule, probeSets, readScaleRule, scaleRuleText } from './containerTemplate';
import { freshEnvironmentName } from './chooseEnvironment';
import type { Cost, Choice, DeployPlan, Question } from './deployPlan';
import { forItsTarget, type DeployRequest } from './deployRequest';
import type { DeployState, FoundResources } from './deployState';
import { cpuScaleText, readCpuScale } from './cpuScale';
import { eventRuleText, readEventRule } from './eventRule';
import { foundApp } from './foundApp';
import { isJobRequest } from './jobRequest';
import {
    isHomeKept,
    isSecretThere,
    missingSettings,
    neededSettings,
    needWarnings,
    withKnownSettings,
    type NeededSetting,
} from './neededSettings';
import { planContainerApp } from './plan/planContainerApp';
import { groupRestarts, groupSize, replaceReasons, restartPolicies, unknownValues } from './groupChanges';
import { planContainerInstance } from './plan/planContainerInstance';
import { planImage } from './plan/planImage';
import { planWebApp } from './plan/planWebApp';
import { pricesAsOf } from './prices';
import { isClientId, pullPrincipalOf, pullSecret } from './pullPrincipal';
import type { ContainerApp, Plan, Subscription } from './resources';
import { appServiceSku, appServiceSkus, defaultAppServiceSku, isIsolated, readInstances, takesRules } from './rules/appService';
import { isSplit, shareOfLatest } from './shareTraffic';
import { containerAppRules, containerInstanceRules, readPercent, readReplicas, readSize, replicasText, sizeText } from './rules/containers';
import { parseResourceId } from './resourceId';
import { sentence, type Sentence } from './sentence';
import type { Step } from './step';
import { insightsSetting } from './settings';
import { readSignIn } from './signIn';
import { isForeign } from './snapshot';
import { targetNames, targets } from './target';

/** The choice of what is there and cannot be named. */
const asItIs = 'as it is';

/** What is to be done, what is still to be asked, what stands in the way, and what it costs: a value, made from what was asked for and what was found. */
export function planDeploy(asked: DeployRequest, state: DeployState): DeployPlan {
    const { subscription, found } = state;
    const request = withKnownSettings(forItsTarget(asked), found);
    const settings = neededSettings(request, found);
    const steps =
        subscription === undefined || found === undefined ? planImage(request, state) : planTarget(request, state, subscription, found);
    return {
        target: request.target,
        // With its last deployment, should the user come back to that target.
        request: withKnownSettings(asked, found),
        cloud: state.cloud,
        subscription,
        questions: questions(request, state, settings),
        problems: problems(request, state),
        warnings: [...warnings(request, found), ...needWarnings(request, settings, found)],
        settings,
        choices: [targetChoice(request, found), ...(found === undefined ? [] : choices(request, found))],
        steps,
        cost: cost(steps),
    };
}

function planTarget(request: DeployRequest, state: DeployState, subscription: Subscription, found: FoundResources): readonly Step[] {
    switch (request.target) {
        case 'appService':
            return planWebApp(request, state, subscription, found);
        case 'containerApps':
            return planContainerApp(request, state, subscription, found);
        case 'containerInstances':
            return planContainerInstance(request, state, subscription, found);
        default:
            return never(request.target);
    }
}

function questions(request: DeployRequest, state: DeployState, needed: readonly NeededSetting[]): readonly Question[] {
    const { found } = state;
    const asked: Question[] = [];
    const files = request.source.kind === 'build' ? request.source.files.filter((file) => file.action !== 'keep') : [];
    if (files.length > 0) {
        asked.push({ kind: 'consent', files });
    }
    if (state.subscription === undefined && state.subscriptions.length > 0) {
        asked.push({ kind: 'subscription', options: state.subscriptions });
    }
    if (found === undefined) {
        return asked;
    }
    const missing = missingSettings(needed).map(({ name }) => name);
    if (missing.length > 0 && request.missingSettings !== 'agreed') {
        asked.push({ kind: 'settings', names: missing });
    }
    const app = foundApp(request.target, found);
    if (app === undefined && request.name === undefined) {
        asked.push({ kind: 'name', proposed: found.names.app });
    }
    if (app !== undefined && isForeign(app.tags) && request.takeOver !== 'agreed') {
        asked.push({ kind: 'takeOver', name: app.name, runsNow: app.runsNow });
    }
    const containerApp = request.target === 'containerApps' ? found.containerApp : undefined;
    if (
        containerApp !== undefined &&
        containerApp.kind !== 'job' &&
        containerApp.ingress !== 'internet' &&
        request.source.kind !== 'digest' &&
        request.expose !== 'agreed'
    ) {
        asked.push({ kind: 'expose', name: containerApp.name, now: containerApp.ingress });
    }
    const group = request.target === 'containerInstances' ? found.containerGroup : undefined;
    if (group !== undefined) {
        const reasons = replaceReasons(request, found);
        if (reasons.length > 0 && request.replace !== 'agreed') {
            asked.push({ kind: 'replace', name: group.name, reasons });
        }
        const settings = unknownValues(request, found);
        if (settings.length > 0) {
            asked.push({ kind: 'values', name: group.name, settings });
        }
    }
    return asked;
}

function problems(request: DeployRequest, state: DeployState): DeployPlan['problems'] {
    const found: DeployPlan['problems'][number][] = [];
    if (request.source.kind === 'image' && state.image === undefined) {
        found.push({ code: 'deploy/image-missing', facts: { reference: request.source.reference } });
    }
    const resources = state.found;
    found.push(...sizeProblems(request, resources?.plan, resources?.containerApp));
    if (resources !== undefined && resources.region === undefined) {
        found.push({ code: 'deploy/no-region', facts: {} });
    }
    if (resources !== undefined && isNewIsolated(request, resources) && chooseHostingEnvironment(request, resources) === undefined) {
        found.push({
            code: 'deploy/isolated-needs-environment',
            facts: { sku: appServiceSku(request.sku ?? '')?.name, environment: request.hostingEnvironment },
        });
    }
    const slot = slotProblem(request, resources);
    if (slot !== undefined) {
        found.push({ code: 'deploy/slot-impossible', facts: { slot: request.slot, reason: slot } });
    }
    if (resources?.nameProblem !== undefined) {
        found.push({ code: 'deploy/invalid-name', facts: { name: resources.names.app, reason: resources.nameProblem } });
    }
    if (resources?.registryNameProblem !== undefined) {
        found.push({ code: 'deploy/invalid-name', facts: { name: resources.names.registry, reason: resources.registryNameProblem } });
    }
    return found;
}

/** Why the slot that is asked for cannot be had, in the words of a rule. */
function slotProblem({ slot, target }: DeployRequest, found: FoundResources | undefined): string | undefined {
    if (slot === undefined || found === undefined) {
        return undefined;
    }
    if (target !== 'appService' || found.app === undefined || found.slot === undefined) {
        return 'Only a web app that is deployed has slots: deploy it first.';
    }
    if (!/^[a-z0-9](?:[a-z0-9-]{0,57}[a-z0-9])?$/i.test(slot) || slot.toLowerCase() === 'production') {
        return 'A slot’s name has letters, digits and hyphens, and is not "production".';
    }
    if (found.slot.app === undefined && found.slot.allowed === 0) {
        return `A plan of the size ${found.slot.sku} has none; S1 and larger ones have.`;
    }
    if (found.app.config.container !== undefined && found.slot.app === undefined) {
        return 'The app has several containers, which a slot that Slipway makes would lack.';
    }
    return found.app.config.pull === 'identity' && found.app.config.pullClientId === ''
        ? 'The app pulls by its system-assigned identity, which a slot does not share.'
        : undefined;
}

/** A plan that is not there yet is to be of a size that lives in an App Service Environment. */
function isNewIsolated({ target, sku }: DeployRequest, { plan, app }: FoundResources): boolean {
    return target === 'appService' && plan === undefined && app === undefined && isIsolated(appServiceSku(sku ?? defaultAppServiceSku));
}

/** `plan` is the one that is there: what it has is Azure's to judge, whatever a profile asks of a new plan. */
function sizeProblems(request: DeployRequest, plan: Plan | undefined, containerApp: ContainerApp | undefined): DeployPlan['problems'] {
    const {
        target,
        sku,
        instances,
        autoscale = '',
        cpuScale = '',
        signIn = '',
        pullPrincipal = '',
        schedule = '',
        events = '',
        env,
        size,
        replicas,
        scaleRule,
        trafficPercent,
    } = request;
    if (target === 'appService') {
        // Nothing is refused in Azure's place for a size that is not known here.
        const known = plan === undefined ? appServiceSku(sku ?? defaultAppServiceSku) : (appServiceSku(plan.sku) ?? appServiceSku('P1v3'));
        if (known === undefined) {
            return [{ code: 'deploy/unknown-sku', facts: { sku, known: appServiceSkus.map(({ name }) => name).join(', ') } }];
        }
        if (signIn !== '' && readSignIn(signIn) === undefined) {
            return [{ code: 'deploy/invalid-client-id', facts: { clientId: signIn } }];
        }
        const count = instances === undefined ? 1 : readInstances(instances);
        if (plan === undefined && autoscale !== '') {
            const most = readInstances(autoscale);
            if (known.autoscale === 'refused' || most === undefined || most > known.maxInstances || most < (count ?? 1)) {
                return [{ code: 'deploy/invalid-autoscale', facts: { instances: autoscale, sku: known.name, most: known.maxInstances } }];
            }
        }
        if (cpuScale.trim() !== '' && cpuScale.trim().toLowerCase() !== 'off') {
            const scale = readCpuScale(cpuScale);
            const isElastic = plan === undefined ? autoscale !== '' : plan.elasticLimit !== undefined;
            if (scale === undefined || scale.max > known.maxInstances || !takesRules(known) || isElastic) {
                return [{ code: 'deploy/invalid-cpu-scale', facts: { rule: cpuScale, sku: known.name, most: known.maxInstances } }];
            }
        }
        return plan !== undefined || (count !== undefined && count <= known.maxInstances)
            ? []
            : [{ code: 'deploy/invalid-instances', facts: { instances, sku: known.name, most: known.maxInstances } }];
    }
    // What was written for a job says nothing of what is to be an app after all.
    const isJob = isJobRequest(request, containerApp);
    if (isJob && schedule.trim() !== '' && !/^(?:[\d*/,-]+\s+){4}[\d*/,-]+$/.test(schedule.trim())) {
        return [{ code: 'deploy/invalid-schedule', facts: { schedule } }];
    }
    if (isJob && events.trim() !== '') {
        const rule = readEventRule(events);
        if (rule === undefined || schedule.trim() !== '') {
            // What was typed may have a secret in it.
            return [{ code: 'deploy/invalid-event-rule', facts: {} }];
        }
        const missing = rule.secrets.find(({ setting }) => !(setting in env) && !isSecretThere(setting, containerApp));
        if (missing !== undefined) {
            return [{ code: 'deploy/event-setting-missing', facts: { setting: missing.setting, parameter: missing.parameter } }];
        }
    }
    if (target === 'containerInstances' && pullPrincipal !== '' && !isClientId(pullPrincipal)) {
        return [{ code: 'deploy/invalid-client-id', facts: { clientId: pullPrincipal } }];
    }
    const { sizes } = target === 'containerApps' ? containerAppRules : containerInstanceRules;
    return [
        ...(size === undefined || readSize(size, sizes) !== undefined
            ? []
            : [{ code: 'deploy/unknown-size', facts: { size, known: sizes.map(sizeText).join('; ') } } as const]),
        ...(target === 'containerInstances' || replicas === undefined || readReplicas(replicas) !== undefined
            ? []
            : [{ code: 'deploy/invalid-replicas', facts: { replicas } } as const]),
        ...(target === 'containerInstances' || scaleRule === undefined || scaleRule === asItIs || readScaleRule(scaleRule) !== undefined
            ? []
            : [{ code: 'deploy/invalid-scale-rule', facts: { rule: scaleRule } } as const]),
        ...(target === 'containerInstances' || trafficPercent === undefined || readPercent(trafficPercent) !== undefined
            ? []
            : [{ code: 'deploy/invalid-traffic', facts: { percent: trafficPercent } } as const]),
    ];
}

function warnings(request: DeployRequest, found: FoundResources | undefined): readonly Sentence[] {
    const told: Sentence[] = [];
    if (found?.registry?.publicAccess === 'disabled') {
        told.push(
            sentence('The registry {name} accepts private connections only: pushing from here and pulling by {target} may fail.', {
                name: found.registry.name,
                target: targets[request.target].title,
            }),
        );
    }
    if (found?.registry?.publicAccess === 'selected') {
        told.push(
            sentence('The registry {name} accepts chosen networks only: pushing from here and pulling by {target} may fail.', {
                target: targets[request.target].title,
                name: found.registry.name,
            }),
        );
    }
    const app = found === undefined ? undefined : foundApp(request.target, found);
    if (app?.state.toLowerCase() === 'stopped') {
        told.push(sentence('The {noun} {name} is stopped; the deploy starts it.', { noun: targets[request.target].noun, name: app.name }));
    }
    if (request.target === 'appService' && (found?.plan?.sku ?? request.sku)?.toUpperCase() === 'F1') {
        told.push(sentence('F1 sleeps when nobody visits and has a quota of 60 CPU minutes a day.'));
    }
    const environment = request.target === 'appService' && found !== undefined ? chooseHostingEnvironment(request, found) : undefined;
    if (environment !== undefined) {
        told.push(
            sentence('Where the App Service Environment {name} has an internal address, the app is reached from its own network only.', {
                name: environment.name,
            }),
        );
    }
    if (found?.slot?.signIn?.state === 'on' && found.slot.ownSignIn?.state === 'off' && request.signIn === undefined) {
        told.push(sentence('Visitors of {name} have to sign in, those of its slot do not.', { name: found.names.app }));
    }
    const rule = request.target === 'containerApps' ? readScaleRule(request.scaleRule ?? '') : undefined;
    if (rule !== undefined && rule.kind !== 'http') {
        told.push(sentence('A rule for the CPU or the memory keeps at least one replica running, whatever the fewest is.'));
    }
    if (request.target === 'containerInstances') {
        told.push(sentence('Container Instances serve plain HTTP, without a certificate, and are paid for as long as they run.'));
    }
    const foreign = request.target === 'containerInstances' && found?.containerGroup !== undefined && isForeign(found.containerGroup.tags);
    if (foreign && found.containerGroup.registries.some(({ pulls }) => parseResourceId(pulls) === undefined)) {
        told.push(
            sentence('{name} is pulled by a user name whose password Azure tells nobody: it cannot be rolled back to what it runs now.', {
                name: found.containerGroup.name,
            }),
        );
    }
    const besides = request.target === 'containerInstances' ? (found?.containerGroup?.besides ?? []) : [];
    if (besides.length > 0) {
        told.push(
            sentence('{name} has what a deploy does not write again, and loses it: {parts}.', {
                name: found?.containerGroup?.name,
                parts: besides.join(', '),
            }),
        );
    }
    const principal = request.target === 'containerInstances' ? pullPrincipalOf(request, found?.containerGroup) : undefined;
    if (principal !== undefined) {
        told.push(
            sentence(
                'The service principal {clientId} needs the role AcrPull on the registry; its secret is the setting {name}, which the app is not told.',
                {
                    clientId: principal,
                    name: pullSecret,
                },
            ),
        );
    }
    if (request.buildIn === 'azure' && request.source.kind === 'build') {
        told.push(sentence('The image is built in Azure, so that it cannot be rehearsed on this machine first.'));
    }
    return told;
}

/** A deployment can be moved to another target only by deploying there too. */
function targetChoice(request: DeployRequest, found: FoundResources | undefined): Choice {
    return {
        field: 'target',
        title: 'Target',
        value: request.target,
        options: targetNames,
        titles: Object.fromEntries(targetNames.map((name) => [name, targets[name].title])),
        editable: found === undefined || foundApp(request.target, found) === undefined || request.previous === undefined ? 'yes' : 'no',
    };
}

function choices(request: DeployRequest, found: FoundResources): readonly Choice[] {
    const app = foundApp(request.target, found);
    const fresh = app === undefined ? 'yes' : 'no';
    return [
        { field: 'name', title: 'Name', value: found.names.app, options: undefined, editable: fresh },
        { field: 'region', title: 'Region', value: found.region ?? '', options: found.regions, editable: fresh },
        ...sizeChoices(request, found, fresh),
        ...(isJobRequest(request, found.containerApp)
            ? []
            : ([
                  { field: 'healthPath', title: 'Path that is asked', value: request.healthPath, options: undefined, editable: 'yes' },
              ] as const)),
        { field: 'resourceGroup', title: 'Resource group', value: found.names.resourceGroup, options: undefined, editable: fresh },
        {
            field: 'registry',
            title: 'Registry',
            value: found.registry?.name ?? found.names.registry,
            options: found.registries.map((registry) => registry.name),
            typing: 'allowed',
            editable: fresh,
        },
    ];
}

function sizeChoices(request: DeployRequest, found: FoundResources, fresh: Choice['editable']): readonly Choice[] {
    switch (request.target) {
        case 'appService':
            return [
                {
                    field: 'startCommand',
                    title: 'Start-up command (empty: the image’s own)',
                    value: request.startCommand ?? found.app?.config.startCommand ?? '',
                    options: undefined,
                    editable: 'yes',
                },
                {
                    field: 'sku',
                    title: 'Size',
                    value: found.plan?.sku ?? request.sku ?? defaultAppServiceSku,
                    // Azure refuses Isolated sizes outside of an App Service Environment.
                    options: appServiceSkus
                        .filter((known) => !isIsolated(known) || (found.hostingEnvironments ?? []).length > 0)
                        .map((known) => known.name),
                    editable: found.plan === undefined ? fresh : 'no',
                },
                ...hostingEnvironmentChoice(request, found),
                {
                    field: 'instances',
                    title: 'Instances',
                    value: found.plan?.capacity.toString() ?? request.instances ?? '1',
                    options: ['1', '2', '3'],
                    typing: 'allowed',
                    editable: found.plan === undefined ? fresh : 'no',
                },
                {
                    field: 'autoscale',
                    title: 'Automatic scaling up to (empty: the number is fixed)',
                    value: found.plan === undefined ? (request.autoscale ?? '') : (found.plan.elasticLimit?.toString() ?? ''),
                    options: undefined,
                    editable: found.plan === undefined ? fresh : 'no',
                },
                {
                    field: 'cpuScale',
                    title: 'Scale by CPU (such as 1-5 70/30, or off; empty: as it is)',
                    value: request.cpuScale ?? (typeof found.cpuScale === 'object' ? cpuScaleText(found.cpuScale) : ''),
                    options: undefined,
                    editable: request.slot === undefined ? 'yes' : 'no',
                },
                {
                    field: 'pullIdentity',
                    title: 'Pulls by',
                    value: request.pullIdentity ?? 'user',
                    options: ['user', 'system'],
                    titles: { user: 'An identity beside it', system: 'Its own identity (system-assigned)' },
                    editable: fresh,
                },
                {
                    field: 'home',
                    title: 'Keep what is written below /home',
                    value: request.home ?? (isHomeKept(request, found) ? 'on' : 'off'),
                    options: ['off', 'on'],
                    titles: { off: 'No', on: 'Yes' },
                    editable: 'yes',
                },
                {
                    field: 'insights',
                    title: 'Application Insights',
                    value: request.insights ?? (found.app?.settings[insightsSetting] === undefined ? 'off' : 'on'),
                    options: ['off', 'on'],
                    titles: { off: 'No', on: 'Yes' },
                    editable: found.app?.settings[insightsSetting] === undefined ? 'yes' : 'no',
                },
                {
                    field: 'signIn',
                    title: 'Sign-in with Entra (client id, or off; empty: as it is)',
                    value: request.signIn ?? '',
                    options: undefined,
                    editable: 'yes',
                },
                {
                    field: 'plan',
                    title: 'App Service plan',
                    value: found.plan?.name ?? request.plan ?? found.names.plan,
                    options: found.plans.filter((plan) => plan.os === 'linux').map((plan) => plan.name),
                    typing: 'allowed',
                    editable: fresh,
                },
            ];
        case 'containerApps': {
            const { containerApp, environment, environments = [], names } = found;
            const kind = containerApp?.kind ?? request.appKind ?? 'app';
            const size = [
                {
                    field: 'size',
                    title: 'Size of a replica',
                    value: request.size ?? sizeText(containerApp?.size ?? containerAppRules.defaultSize),
                    options: containerAppRules.sizes.map(sizeText),
                    editable: 'yes',
                },
            ] as const;
            const own = [
                {
                    field: 'replicas',
                    title: 'Replicas',
                    value: request.replicas ?? replicasText(containerApp?.scale ?? containerAppRules.replicas),
                    options: ['0-3', '1-3', '1-10', '2-10'],
                    typing: 'allowed',
                    editable: 'yes',
                },
                ...scaleChoices(request, containerApp),
                {
                    field: 'revisions',
                    title: 'Revisions',
                    value: request.revisions ?? containerApp?.revisions ?? 'single',
                    options: ['single', 'multiple'],
                    titles: { single: 'The newest alone', multiple: 'Several, with shared traffic' },
                    editable: 'yes',
                },
                ...((request.revisions ?? containerApp?.revisions) === 'multiple' && containerApp !== undefined
                    ? ([
                          {
                              field: 'trafficPercent',
                              title: 'Traffic to the new revision, in percent',
                              value: request.trafficPercent ?? (isSplit(containerApp) ? shareOfLatest(containerApp) : 100).toString(),
                              options: ['0', '10', '50', '100'],
                              typing: 'allowed',
                              editable: 'yes',
                          },
                      ] as const)
                    : []),
            ] as const;
            return [
                ...size,
                ...(kind === 'job' ? starts(request, containerApp) : own),
                {
                    field: 'appKind',
                    title: 'Kind',
                    value: containerApp?.kind ?? request.appKind ?? 'app',
                    options: ['app', 'functionapp', 'job'],
                    titles: { app: 'Container app', functionapp: 'Azure Functions', job: 'Job (runs to its end)' },
                    editable: fresh,
                },
                {
                    field: 'environment',
                    title: 'Environment',
                    value: environment?.name ?? request.environment ?? freshEnvironmentName(names.app),
                    options: environments.map(({ name }) => name),
                    typing: 'allowed',
                    editable: fresh,
                },
            ];
        }
        case 'containerInstances':
            return [
                {
                    field: 'size',
                    title: 'Size',
                    value: sizeText(groupSize(request, found.containerGroup)),
                    options: containerInstanceRules.sizes.map(sizeText),
                    editable: 'yes',
                },
                {
                    field: 'restartPolicy',
                    title: 'Started again when it ends',
                    value: groupRestarts(request, found.containerGroup),
                    options: restartPolicies,
                    titles: { Always: 'Always', OnFailure: 'After a failure', Never: 'Never' },
                    editable: 'yes',
                },
                {
                    field: 'pullPrincipal',
                    title: 'Service principal that pulls (client id; empty: a managed identity)',
                    value: request.pullPrincipal ?? pullPrincipalOf(request, found.containerGroup) ?? '',
                    options: undefined,
                    editable: 'yes',
                },
            ];
        default:
            return never(request.target);
    }
}

function hostingEnvironmentChoice(request: DeployRequest, found: FoundResources): readonly Choice[] {
    const { hostingEnvironments = [] } = found;
    return hostingEnvironments.length === 0 || !isNewIsolated(request, found)
        ? []
        : [
              {
                  field: 'hostingEnvironment',
                  title: 'App Service Environment',
                  value: chooseHostingEnvironment(request, found)?.name ?? request.hostingEnvironment ?? '',
                  options: hostingEnvironments.map(({ name }) => name),
                  editable: 'yes',
              },
          ];
}

function starts(request: DeployRequest, containerApp: ContainerApp | undefined): readonly Choice[] {
    const { events } = containerApp ?? {};
    return [
        {
            field: 'schedule',
            title: 'Schedule (cron, UTC; empty: started by hand)',
            // What is asked for takes the place of the other.
            value: request.schedule ?? ((request.events ?? '') === '' ? (containerApp?.schedule ?? '') : ''),
            options: undefined,
            editable: 'yes',
        },
        {
            field: 'events',
            title: 'Events (a scaler and its settings; empty: none)',
            value: request.events ?? ((request.schedule ?? '') === '' && typeof events === 'object' ? eventRuleText(events) : ''),
            options: undefined,
            editable: 'yes',
        },
    ];
}

/** Rules of Functions follow from their triggers. What an app has and Slipway did not write stays, unless another is chosen. */
function scaleChoices(request: DeployRequest, containerApp: ContainerApp | undefined): readonly Choice[] {
    const functions = (containerApp?.kind ?? request.appKind) === 'functionapp';
    const rule = containerApp === undefined ? defaultScaleRule : containerApp.scaleRule;
    return [
        ...(functions
            ? []
            : ([
                  {
                      field: 'scaleRule',
                      title: 'Scale rule (http, cpu or memory, and a number)',
                      value: request.scaleRule ?? (typeof rule === 'object' ? scaleRuleText(rule) : asItIs),
                      options: ['http 10', 'http 50', 'http 100', 'cpu 70', 'memory 80'],
                      titles: {
                          [asItIs]: 'As it is',
                          'http 10': '10 requests at a time',
                          'http 50': '50 requests at a time',
                          'http 100': '100 requests at a time',
                          'cpu 70': '70 % of the CPU',
                          'memory 80': '80 % of the memory',
                      },
                      typing: 'allowed',
                      editable: 'yes',
                  },
              ] as const)),
        {
            field: 'probes',
            title: 'Probes',
            value:
                request.probes ?? (containerApp === undefined ? 'ready' : containerApp.probes === 'other' ? asItIs : containerApp.probes),
            options: probeSets,
            titles: {
                [asItIs]: 'As they are',
                ready: 'Start-up and readiness',
                live: 'Start-up, readiness and liveness',
                none: 'Azure’s own',
            },
            editable: 'yes',
        },
    ];
}

function cost(steps: readonly Step[]): Cost {
    const priced = steps.flatMap((step) =>
        step.monthlyUsd === undefined ? [] : [{ name: step.resource?.name ?? step.id, usd: step.monthlyUsd }],
    );
    return {
        monthlyUsd: priced.reduce((sum, { usd }) => sum + (usd === 'unknown' ? 0 : usd), 0),
        unknown: priced.filter(({ usd }) => usd === 'unknown').map(({ name }) => name),
        asOf: pricesAsOf,
    };
}
