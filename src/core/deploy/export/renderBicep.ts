import { autoscaleProperties } from '../cpuScale';
import { signInProperties } from '../signIn';
import { appBody, identityKey, Slot, type Body, type BodyObject, type SlotName } from './appBody';
import { hasIdentity, secretsOf, type ExportModel } from './exportModel';

/** The plan as a Bicep file for the resource group: everything but the building of the image. Values of secrets are secure parameters. */
export function renderBicep(model: ExportModel): string {
    const parameters = parameterNames(secretsOf(model));
    const value = (body: Body, depth = 0) => render(body, depth, (name) => expression(name, model, parameters));
    const secrets = [...parameters].map(
        ([setting, name]) => `@description(${text(`Value of the setting ${setting}.`)})\n@secure()\nparam ${name} string\n`,
    );
    const sections = [
        head(model, [...parameters.values()]),
        `@description('The image by its digest: server/repository@sha256:…')\nparam image string\n`,
        ...secrets,
        registry(model),
        !hasIdentity(model)
            ? ''
            : resource(
                  'identity',
                  'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30',
                  model.identity,
                  value({ location: model.location, tags: model.tags }),
              ),
        model.pullPrincipal === undefined ? role(model) : '',
        host(model, value),
        autoscale(model, value),
        insights(model, value),
        app(model, value),
        signIn(model, value),
        output(model),
    ];
    return sections.filter((section) => section !== '').join('\n');
}

const types = {
    appService: 'Microsoft.Web/sites@2025-05-01',
    containerApps: 'Microsoft.App/containerApps@2025-07-01',
    containerInstances: 'Microsoft.ContainerInstance/containerGroups@2023-05-01',
};

function head(model: ExportModel, parameters: readonly string[]): string {
    const given = ['image=…', ...parameters.map((name) => `${name}=…`)].join(' ');
    return [
        `// ${line(model.projectName)}: Slipway’s plan as Bicep. Build and push the image first, then:`,
        `//   az group create --name ${model.resourceGroup} --location ${model.location}`,
        `//   az deployment group create --resource-group ${model.resourceGroup} --template-file main.bicep --parameters ${given}`,
        ...(parameters.length === 0
            ? []
            : ['// Keep values of secrets off the command line: a .bicepparam file can read them by readEnvironmentVariable().']),
        ...(model.kept.length === 0
            ? []
            : [`// The app has settings that are not in this file and that deploying it removes: ${model.kept.join(', ')}.`]),
        '',
        `targetScope = 'resourceGroup'`,
        '',
    ].join('\n');
}

function registry({ registry: { name, resourceGroup, sku }, resourceGroup: own, location, tags }: ExportModel): string {
    const type = 'Microsoft.ContainerRegistry/registries@2025-11-01';
    if (resourceGroup.toLowerCase() !== own.toLowerCase()) {
        return existing('registry', type, name, resourceGroup);
    }
    const body = { location, sku: { name: sku }, properties: { adminUserEnabled: false, anonymousPullEnabled: false }, tags };
    return resource(
        'registry',
        type,
        name,
        render(body, 0, () => ''),
    );
}

/** A role on a resource of another group is out of this file's scope. */
function role({ registry: { resourceGroup, name }, resourceGroup: own, role: { id, title }, identity, app, pull }: ExportModel): string {
    const [holder, principal, show] =
        pull === 'system'
            ? ['app', 'app.identity.principalId', `az webapp identity show --resource-group ${own} --name ${app}`]
            : ['identity', 'identity.properties.principalId', `az identity show --resource-group ${own} --name ${identity}`];
    if (resourceGroup.toLowerCase() !== own.toLowerCase()) {
        return [
            `// ${pull === 'system' ? app : identity} needs the role ${title} on ${name}, which is in another resource group:`,
            `//   az role assignment create --assignee-object-id $(${show} --query principalId --output tsv) --assignee-principal-type ServicePrincipal --role ${id} --scope $(az acr show --name ${name} --query id --output tsv)`,
            '',
        ].join('\n');
    }
    return [
        `resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {`,
        `  name: guid(registry.id, ${holder}.id, '${id}')`,
        '  scope: registry',
        '  properties: {',
        `    // ${title}`,
        `    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${id}')`,
        `    principalId: ${principal}`,
        `    principalType: 'ServicePrincipal'`,
        '  }',
        '}',
        '',
    ].join('\n');
}

/** What the app runs on: a plan, an environment, or nothing. */
function host(model: ExportModel, value: (body: Body) => string): string {
    const { plan, environment, resourceGroup, location, tags } = model;
    const own = (group: string) => group.toLowerCase() === resourceGroup.toLowerCase();
    if (model.target === 'appService' && plan !== undefined) {
        const type = 'Microsoft.Web/serverfarms@2025-05-01';
        return own(plan.resourceGroup)
            ? resource(
                  'plan',
                  type,
                  plan.name,
                  value({ location, kind: 'linux', sku: { name: plan.sku }, properties: planProperties(plan), tags }),
              )
            : existing('plan', type, plan.name, plan.resourceGroup);
    }
    if (model.target === 'containerApps' && environment !== undefined) {
        const type = 'Microsoft.App/managedEnvironments@2025-07-01';
        return own(environment.resourceGroup)
            ? resource('environment', type, environment.name, value({ location, properties: { zoneRedundant: false }, tags }))
            : existing('environment', type, environment.name, environment.resourceGroup);
    }
    return '';
}

function planProperties({ elasticLimit, environmentId }: NonNullable<ExportModel['plan']>): BodyObject {
    return {
        reserved: true,
        ...(elasticLimit === undefined ? {} : { elasticScaleEnabled: true, maximumElasticWorkerCount: elasticLimit }),
        ...(environmentId === undefined ? {} : { hostingEnvironmentProfile: { id: environmentId } }),
    };
}

/** A setting is beside its plan; that of a plan in another group is out of this file's scope, which a comment says. */
function autoscale({ autoscale: wanted, plan, resourceGroup, location, tags }: ExportModel, value: (body: Body) => string): string {
    if (wanted === undefined || plan === undefined) {
        return '';
    }
    if (plan.resourceGroup.toLowerCase() !== resourceGroup.toLowerCase()) {
        const { min, max, outPercent, inPercent } = wanted.scale;
        const rule = (condition: string, change: string) =>
            `//   az monitor autoscale rule create --resource-group ${plan.resourceGroup} --autoscale-name ${wanted.name} --condition "CpuPercentage ${condition} avg 10m" --scale ${change}`;
        return [
            `// The rules by which ${plan.name} scales by its CPU are beside it, in another resource group:`,
            `//   az monitor autoscale create --resource-group ${plan.resourceGroup} --name ${wanted.name} --resource ${plan.name} --resource-type Microsoft.Web/serverfarms --min-count ${min.toString()} --max-count ${max.toString()} --count ${min.toString()}`,
            rule(`> ${outPercent.toString()}`, 'out 1 --cooldown 5'),
            rule(`< ${inPercent.toString()}`, 'in 1 --cooldown 10'),
            '',
        ].join('\n');
    }
    const body = { location, properties: autoscaleProperties(new Slot('planId'), wanted.scale), tags };
    return resource('autoscale', 'Microsoft.Insights/autoscaleSettings@2022-10-01', wanted.name, value(body));
}

function insights({ insights: name, location, tags }: ExportModel, value: (body: Body) => string): string {
    const body = { location, kind: 'web', properties: { Application_Type: 'web' }, tags };
    return name === undefined ? '' : resource('insights', 'Microsoft.Insights/components@2020-02-02', name, value(body));
}

function signIn({ signIn: wanted }: ExportModel, value: (body: Body) => string): string {
    if (wanted === undefined) {
        return '';
    }
    const body = value({ properties: signInProperties(wanted.state, wanted.clientId, wanted.issuer) });
    return `resource signIn 'Microsoft.Web/sites/config@2025-05-01' = {\n  parent: app\n  name: 'authsettingsV2'\n${body.slice(2, -1)}}\n`;
}

function app(model: ExportModel, value: (body: Body) => string): string {
    const first =
        hasIdentity(model) && model.registry.resourceGroup.toLowerCase() === model.resourceGroup.toLowerCase()
            ? '  dependsOn: [pull]\n'
            : '';
    return resource(
        'app',
        model.appKind === 'job' ? 'Microsoft.App/jobs@2025-07-01' : types[model.target],
        model.app,
        value(appBody(model)),
        first,
    );
}

function output({ target, port, appKind }: ExportModel): string {
    if (appKind === 'job') {
        return 'output jobId string = app.id\n';
    }
    const hosts = {
        appService: 'https://${app.properties.defaultHostName}',
        containerApps: 'https://${app.properties.configuration.ingress.fqdn}',
        containerInstances: `http://\${app.properties.ipAddress.fqdn}:${port.toString()}`,
    };
    return `output url string = '${hosts[target]}'\n`;
}

function resource(symbol: string, type: string, name: string, body: string, rest = ''): string {
    return `resource ${symbol} '${type}' = {\n  name: ${text(name)}\n${body.slice(2, -1)}${rest}}\n`;
}

function existing(symbol: string, type: string, name: string, group: string): string {
    return `resource ${symbol} '${type}' existing = {\n  name: ${text(name)}\n  scope: resourceGroup(${text(group)})\n}\n`;
}

function expression(name: SlotName, { target }: ExportModel, parameters: ReadonlyMap<string, string>): string {
    switch (name) {
        case 'image':
            return target === 'appService' ? `'DOCKER|\${image}'` : 'image';
        case 'insights':
            return 'insights.properties.ConnectionString';
        case 'identityId':
            return 'identity.id';
        case 'clientId':
            return 'identity.properties.clientId';
        case 'planId':
            return 'plan.id';
        case 'environmentId':
            return 'environment.id';
        case 'registryServer':
            return 'registry.properties.loginServer';
        default:
            return parameters.get(name.slice('secret:'.length)) ?? `''`;
    }
}

function render(body: Body, depth: number, slot: (name: SlotName) => string): string {
    const inner = '  '.repeat(depth + 1);
    const end = '  '.repeat(depth);
    if (body instanceof Slot) {
        return slot(body.name);
    }
    if (typeof body === 'string') {
        return text(body);
    }
    if (typeof body === 'number') {
        return Number.isInteger(body) ? body.toString() : `json('${body.toString()}')`;
    }
    if (typeof body === 'boolean') {
        return body.toString();
    }
    const items = isList(body)
        ? body.map((item) => render(item, depth + 1, slot))
        : Object.entries(body).map(([name, item]) => `${key(name)}: ${render(item, depth + 1, slot)}`);
    const [open, close] = isList(body) ? ['[', ']'] : ['{', '}'];
    return items.length === 0 ? `${open}${close}` : `${open}\n${items.map((item) => `${inner}${item}\n`).join('')}${end}${close}`;
}

function isList(body: readonly Body[] | object): body is readonly Body[] {
    return Array.isArray(body);
}

function key(name: string): string {
    return name === identityKey ? `'\${identity.id}'` : /^[A-Za-z_]\w*$/.test(name) ? name : text(name);
}

/** A string of Bicep: what would end it or be filled in is escaped. */
function text(value: string): string {
    const escaped = value
        .replace(/\\/g, '\\\\')
        .replace(/'/g, "\\'")
        .replace(/\$\{/g, '\\${')
        .replace(/\n/g, '\\n')
        .replace(/\r/g, '\\r')
        .replace(/\t/g, '\\t');
    return `'${escaped}'`;
}

/** Text in a comment: one line. */
function line(value: string): string {
    return value.replace(/[\r\n]+/g, ' ');
}

/** `API_TOKEN` → `apiToken`; each name once. */
function parameterNames(secrets: readonly string[]): ReadonlyMap<string, string> {
    const taken = new Set([
        'image',
        'registry',
        'identity',
        'plan',
        'environment',
        'app',
        'pull',
        'url',
        'insights',
        'signIn',
        'autoscale',
    ]);
    return new Map(
        secrets.map((setting) => {
            const words = setting
                .toLowerCase()
                .split(/[^a-z0-9]+/)
                .filter((word) => word !== '');
            const camel = words.map((word, index) => (index === 0 ? word : `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`)).join('');
            const base = /^[a-z]/.test(camel) ? camel : `s${camel}`;
            let name = base;
            for (let next = 2; taken.has(name); next++) {
                name = `${base}${next.toString()}`;
            }
            taken.add(name);
            return [setting, name] as const;
        }),
    );
}
