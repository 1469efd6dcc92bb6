import type { Cost, Choice, DeployPlan, Question } from './deployPlan';
import type { DeployRequest } from './deployRequest';
import type { DeployState, FoundResources } from './deployState';
import { imageOf } from './imageReference';
import { missingSettings, neededSettings, needWarnings, withKnownSettings, type NeededSetting } from './neededSettings';
import { planImage } from './plan/planImage';
import { planWebApp } from './plan/planWebApp';
import { pricesAsOf } from './prices';
import { appServiceSku, appServiceSkus, defaultAppServiceSku } from './rules/appService';
import { sentence, type Sentence } from './sentence';
import type { Step } from './step';
import { createdForTag } from './tags';

/** What is to be done, what is still to be asked, what stands in the way, and what it costs: a value, made from what was asked for and what was found. */
export function planDeploy(asked: DeployRequest, state: DeployState): DeployPlan {
    const { subscription, found } = state;
    const request = withKnownSettings(asked, found);
    const settings = neededSettings(request, found);
    const steps =
        subscription === undefined || found === undefined ? planImage(request, state) : planWebApp(request, state, subscription, found);
    return {
        target: request.target,
        request,
        cloud: state.cloud,
        subscription,
        questions: questions(request, state, settings),
        problems: problems(request, state),
        warnings: [...warnings(request, found), ...needWarnings(request, settings)],
        settings,
        choices: found === undefined ? [] : choices(request, found),
        steps,
        cost: cost(steps),
    };
}

function questions(request: DeployRequest, state: DeployState, settings: readonly NeededSetting[]): readonly Question[] {
    const asked: Question[] = [];
    const files = request.source.kind === 'build' ? request.source.files.filter((file) => file.action !== 'keep') : [];
    if (files.length > 0) {
        asked.push({ kind: 'consent', files });
    }
    if (state.subscription === undefined && state.subscriptions.length > 0) {
        asked.push({ kind: 'subscription', options: state.subscriptions });
    }
    const missing = missingSettings(settings).map(({ name }) => name);
    if (missing.length > 0 && request.missingSettings !== 'agreed' && state.found !== undefined) {
        asked.push({ kind: 'settings', names: missing });
    }
    const app = state.found?.app;
    if (app === undefined && request.name === undefined && state.found !== undefined) {
        asked.push({ kind: 'name', proposed: state.found.names.app });
    }
    if (app !== undefined && !isOurs(app.site.tags) && request.takeOver !== 'agreed') {
        asked.push({ kind: 'takeOver', name: app.site.name, runsNow: imageOf(app.config.linuxFxVersion) ?? app.config.linuxFxVersion });
    }
    return asked;
}

function isOurs(tags: Readonly<Record<string, string>>): boolean {
    return createdForTag in tags;
}

function problems(request: DeployRequest, state: DeployState): DeployPlan['problems'] {
    const found: DeployPlan['problems'][number][] = [];
    if (request.source.kind === 'image' && state.image === undefined) {
        found.push({ code: 'deploy/image-missing', facts: { reference: request.source.reference } });
    }
    if (request.sku !== undefined && appServiceSku(request.sku) === undefined) {
        found.push({ code: 'deploy/unknown-sku', facts: { sku: request.sku, known: appServiceSkus.map((sku) => sku.name).join(', ') } });
    }
    const resources = state.found;
    if (resources !== undefined && resources.region === undefined) {
        found.push({ code: 'deploy/no-region', facts: {} });
    }
    if (resources?.nameProblem !== undefined) {
        found.push({ code: 'deploy/invalid-name', facts: { name: resources.names.app, reason: resources.nameProblem } });
    }
    if (resources?.registryNameProblem !== undefined) {
        found.push({ code: 'deploy/invalid-name', facts: { name: resources.names.registry, reason: resources.registryNameProblem } });
    }
    return found;
}

function warnings(request: DeployRequest, found: FoundResources | undefined): readonly Sentence[] {
    const told: Sentence[] = [];
    if (found?.registry?.publicAccess === 'disabled') {
        told.push(
            sentence('The registry {name} accepts private connections only: pushing from here and pulling by App Service may fail.', {
                name: found.registry.name,
            }),
        );
    }
    if (found?.app?.site.state === 'Stopped') {
        told.push(sentence('The web app {name} is stopped; the deploy starts it.', { name: found.app.site.name }));
    }
    if (request.sku?.toUpperCase() === 'F1') {
        told.push(sentence('F1 sleeps when nobody visits and has a quota of 60 CPU minutes a day.'));
    }
    return told;
}

function choices(request: DeployRequest, found: FoundResources): readonly Choice[] {
    const fresh = found.app === undefined ? 'yes' : 'no';
    const sku = found.plan?.sku ?? request.sku ?? defaultAppServiceSku;
    return [
        { field: 'name', title: 'Name', value: found.names.app, options: undefined, editable: fresh },
        { field: 'region', title: 'Region', value: found.region ?? '', options: found.regions, editable: fresh },
        {
            field: 'sku',
            title: 'Size',
            value: sku,
            options: appServiceSkus.map((known) => known.name),
            editable: found.plan === undefined ? fresh : 'no',
        },
        { field: 'resourceGroup', title: 'Resource group', value: found.names.resourceGroup, options: undefined, editable: fresh },
        {
            field: 'registry',
            title: 'Registry',
            value: found.registry?.name ?? found.names.registry,
            options: found.registries.map((registry) => registry.name),
            editable: fresh,
        },
        {
            field: 'plan',
            title: 'App Service plan',
            value: found.plan?.name ?? request.plan ?? found.names.plan,
            options: found.plans.filter((plan) => plan.os === 'linux').map((plan) => plan.name),
            editable: fresh,
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
