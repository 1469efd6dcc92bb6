import { autoscaleProperties } from '../cpuScale';
import { signInProperties } from '../signIn';
import { appBody, identityKey, insightsSettings, Slot, webConfig, type Body, type SlotName } from './appBody';
import { askedOf, hasIdentity, type ExportModel } from './exportModel';

/**
 * The plan as a POSIX shell script of `az` and `docker` commands, which can be run again and again. Values of secrets are taken from environment variables and
 * reach Azure in files of a private folder, never on a command line, where other users of the machine could read them.
 */
export function renderAzScript(model: ExportModel): string {
    return [
        '#!/bin/sh',
        `# ${model.projectName.replace(/[\r\n]+/g, ' ')}: Slipway’s plan as commands. Needs the Azure CLI (az login first) and Docker; run it in the project’s folder.`,
        ...(model.kept.length === 0 ? [] : [`# Settings that the app has in Azure stay as they are: ${model.kept.join(', ')}.`]),
        'set -eu',
        '',
        ...variables(model),
        '',
        `az account set --subscription "$subscription"`,
        ...azCommands(model),
    ].join('\n');
}

/** The names, then a complaint for each secret that the environment lacks. */
export function variables(model: ExportModel): readonly string[] {
    const { plan, environment } = model;
    const names: readonly (readonly [string, string | undefined])[] = [
        ['subscription', model.subscriptionId],
        ['group', model.resourceGroup],
        ['location', model.location],
        ['registry', model.registry.name],
        ['registry_group', model.registry.resourceGroup],
        ['repository', model.repository],
        ['identity', hasIdentity(model) ? model.identity : undefined],
        ['plan', plan?.name],
        ['plan_group', plan?.resourceGroup],
        ['environment', environment?.name],
        ['environment_group', environment?.resourceGroup],
        ['app', model.app],
    ];
    const secrets = askedOf(model);
    return [
        ...names.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quote(value)}`])),
        ...(secrets.length === 0 ? [] : ['', '# Nothing here holds the value of a secret.']),
        ...secrets.map((name) => `: "\${${shellName(name)}:?Put the value of ${name} into the environment first}"`),
    ];
}

/** Everything after signing in: the same in a script and in a workflow. */
export function azCommands(model: ExportModel): readonly string[] {
    return [
        '',
        '# Bodies with values of secrets are written to a folder that only you can read, and are gone at the end.',
        'umask 077',
        'work=$(mktemp -d)',
        `trap 'rm -rf "$work"' EXIT`,
        '# The text as the inside of a JSON string.',
        `json() { printf '%s' "$1" | sed -e 's/\\\\/\\\\\\\\/g' -e 's/"/\\\\"/g' | awk 'NR > 1 { printf "\\\\n" } { printf "%s", $0 }'; }`,
        '',
        '# What the app needs around it.',
        ...model.namespaces.map((namespace) => `az provider register --namespace ${quote(namespace)} --wait`),
        'az group create --name "$group" --location "$location" --output none',
        'az acr show --name "$registry" --output none 2>/dev/null ||',
        `  az acr create --name "$registry" --resource-group "$registry_group" --location "$location" --sku ${quote(model.registry.sku)} --admin-enabled false --output none`,
        'server=$(az acr show --name "$registry" --query loginServer --output tsv)',
        ...(!hasIdentity(model)
            ? []
            : [
                  'az identity create --name "$identity" --resource-group "$group" --location "$location" --output none',
                  'identity_id=$(az identity show --name "$identity" --resource-group "$group" --query id --output tsv)',
                  'client_id=$(az identity show --name "$identity" --resource-group "$group" --query clientId --output tsv)',
                  'principal_id=$(az identity show --name "$identity" --resource-group "$group" --query principalId --output tsv)',
                  ...assignRole(model),
              ]),
        '',
        '# The image, named by its digest.',
        'tag=$(date -u +%Y%m%d-%H%M%S)',
        `docker build --platform linux/amd64 --file ${quote(model.dockerfile)}${buildArgs(model)} --tag "$server/$repository:$tag" .`,
        'az acr login --name "$registry"',
        'docker push "$server/$repository:$tag"',
        'digest=$(az acr manifest show-metadata --registry "$registry" --name "$repository:$tag" --query digest --output tsv)',
        'image="$server/$repository@$digest"',
        '',
        ...deploy(model),
        '',
        ...(model.appKind === 'job' ? awaitRun : awaitAnswer(model)),
        '',
    ];
}

/** Docker finds in the environment the value of what is named alone. */
function buildArgs(model: ExportModel): string {
    return model.buildArgs.map((arg) => ` --build-arg ${quote(arg.kind === 'plain' ? `${arg.name}=${arg.value}` : arg.name)}`).join('');
}

/** A job is good when a run of it ends well. */
const awaitRun = [
    '# Good means that a run of it ends well.',
    'execution=$(az containerapp job start --name "$app" --resource-group "$group" --query name --output tsv)',
    'for attempt in $(seq 1 360); do',
    '  status=$(az containerapp job execution show --name "$app" --resource-group "$group" --job-execution-name "$execution" --query properties.status --output tsv)',
    '  case "$status" in Succeeded) echo "$execution succeeded"; exit 0 ;; Failed | Stopped) break ;; esac',
    '  sleep 5',
    'done',
    'echo "$execution: $status" >&2',
    'exit 1',
];

function awaitAnswer(model: ExportModel): readonly string[] {
    return [
        '# Live means that the app answers.',
        `path=${quote(model.healthPath.startsWith('/') ? model.healthPath : `/${model.healthPath}`)}`,
        'for attempt in $(seq 1 60); do',
        `  status=$(curl --silent --output /dev/null --write-out '%{http_code}' "$url$path" || true)`,
        '  case "$status" in 2?? | 3?? | 401) echo "$url answers $status"; exit 0 ;; esac',
        '  sleep 5',
        'done',
        'echo "$url does not answer: $status" >&2',
        'exit 1',
    ];
}

function assignRole({ role }: ExportModel): readonly string[] {
    return [
        `# ${role.title}: the app pulls with its identity, there is no password.`,
        'az role assignment create --assignee-object-id "$principal_id" --assignee-principal-type ServicePrincipal \\',
        `  --role ${quote(role.id)} --scope "$(az acr show --name "$registry" --query id --output tsv)" --output none`,
    ];
}

/** Makes the resource once, and asks it for what the app's settings need; a secret stays in a variable of the shell. */
function insightsCommands({ insights }: ExportModel): readonly string[] {
    return insights === undefined
        ? []
        : [
              `insights=${quote(insights)}`,
              'az resource create --name "$insights" --resource-group "$group" --resource-type Microsoft.Insights/components --api-version 2020-02-02 \\',
              `  --location "$location" --properties '{"Application_Type":"web"}' --output none`,
              'insights_connection=$(az resource show --name "$insights" --resource-group "$group" --resource-type Microsoft.Insights/components --api-version 2020-02-02 --query properties.ConnectionString --output tsv)',
          ];
}

function autoscaleCommands(model: ExportModel): readonly string[] {
    const { autoscale } = model;
    return autoscale === undefined
        ? []
        : [
              '# How many instances there are, by their CPU.',
              'az provider register --namespace Microsoft.Insights --wait',
              ...file(
                  'autoscale.json',
                  { location: model.location, tags: model.tags, properties: autoscaleProperties(new Slot('planId'), autoscale.scale) },
                  model,
              ),
              `az rest --method put --url "/subscriptions/$subscription/resourceGroups/$plan_group/providers/Microsoft.Insights/autoscaleSettings/${autoscale.name}?api-version=2022-10-01" --body "@$work/autoscale.json" --output none`,
          ];
}

function signInCommands(model: ExportModel): readonly string[] {
    const { signIn } = model;
    return signIn === undefined
        ? []
        : [
              '# Who may enter: accounts that sign in with the Entra app.',
              ...file('signIn.json', { properties: signInProperties(signIn.state, signIn.clientId, signIn.issuer) }, model),
              'az rest --method put --url "$(az webapp show --name "$app" --resource-group "$group" --query id --output tsv)/config/authsettingsV2?api-version=2025-05-01" --body "@$work/signIn.json" --output none',
          ];
}

function deploy(model: ExportModel): readonly string[] {
    switch (model.target) {
        case 'appService':
            return [
                'az appservice plan show --name "$plan" --resource-group "$plan_group" --output none 2>/dev/null ||',
                `  az appservice plan create --name "$plan" --resource-group "$plan_group" --location "$location" --sku ${quote(model.plan?.sku ?? 'B1')}${model.plan?.environmentId === undefined ? '' : ` --app-service-environment ${quote(model.plan.environmentId)}`} --is-linux --output none`,
                'plan_id=$(az appservice plan show --name "$plan" --resource-group "$plan_group" --query id --output tsv)',
                ...(model.plan?.elasticLimit === undefined
                    ? []
                    : [
                          `az appservice plan update --name "$plan" --resource-group "$plan_group" --elastic-scale true --max-elastic-worker-count ${model.plan.elasticLimit.toString()} --output none`,
                      ]),
                ...autoscaleCommands(model),
                ...insightsCommands(model),
                'if ! az webapp show --name "$app" --resource-group "$group" --output none 2>/dev/null; then',
                '  az webapp create --name "$app" --resource-group "$group" --plan "$plan_id" --container-image-name "$image" \\',
                model.pull === 'system'
                    ? `    --assign-identity '[system]' --acr-use-identity --acr-identity '[system]' --https-only true --output none`
                    : '    --assign-identity "$identity_id" --acr-use-identity --acr-identity "$identity_id" --https-only true --output none',
                '  az webapp update --name "$app" --resource-group "$group" --client-affinity-enabled false --output none',
                'fi',
                ...(model.pull === 'system'
                    ? [
                          'principal_id=$(az webapp identity show --name "$app" --resource-group "$group" --query principalId --output tsv)',
                          ...assignRole(model),
                      ]
                    : []),
                '# Settings that are there and not named here stay.',
                ...file(
                    'settings.json',
                    Object.fromEntries([
                        ...model.settings.map((setting) => [setting.name, settingValue(setting)] as const),
                        ...insightsSettings(model).map(({ name, value }) => [name, value] as const),
                    ]),
                    model,
                ),
                'az webapp config appsettings set --name "$app" --resource-group "$group" --settings "@$work/settings.json" --output none',
                ...file('config.json', webConfig(model), model),
                'az webapp config set --name "$app" --resource-group "$group" --generic-configurations "@$work/config.json" --output none',
                ...signInCommands(model),
                'url="https://$(az webapp show --name "$app" --resource-group "$group" --query defaultHostName --output tsv)"',
            ];
        case 'containerApps':
            return [
                'az containerapp env show --name "$environment" --resource-group "$environment_group" --output none 2>/dev/null ||',
                '  az containerapp env create --name "$environment" --resource-group "$environment_group" --location "$location" --logs-destination none --output none',
                'environment_id=$(az containerapp env show --name "$environment" --resource-group "$environment_group" --query id --output tsv)',
                ...file('app.json', appBody(model), model),
                ...(model.appKind === 'job'
                    ? ['az containerapp job create --name "$app" --resource-group "$group" --yaml "$work/app.json" --output none']
                    : [
                          'az containerapp create --name "$app" --resource-group "$group" --yaml "$work/app.json" --output none',
                          'url="https://$(az containerapp show --name "$app" --resource-group "$group" --query properties.configuration.ingress.fqdn --output tsv)"',
                      ]),
            ];
        case 'containerInstances':
            return [
                ...file(
                    'group.json',
                    { apiVersion: '2023-05-01', type: 'Microsoft.ContainerInstance/containerGroups', name: model.app, ...appBody(model) },
                    model,
                ),
                'az container create --resource-group "$group" --file "$work/group.json" --output none',
                `url="http://$(az container show --name "$app" --resource-group "$group" --query ipAddress.fqdn --output tsv):${model.port.toString()}"`,
            ];
    }
}

function settingValue(setting: ExportModel['settings'][number]): Body {
    return setting.kind === 'secret' ? new Slot(`secret:${setting.name}`) : setting.value;
}

/** A JSON file whose slots the shell fills in. */
function file(name: string, body: Body, { target }: ExportModel): readonly string[] {
    const slots: string[] = [];
    // Characters of Unicode's private area mark what the shell fills in.
    const mark = (value: unknown) =>
        value instanceof Slot ? `\uE000${(slots.push(fill(value.name, target)) - 1).toString()}\uE001` : value;
    const text = JSON.stringify(body, (_, value: unknown) => mark(value), 2)
        // In a here-document these three would mean something.
        .replace(/[\\$`]/g, (character) => `\\${character}`)
        .replace(/\uE000(\d+)\uE001/g, (_, index: string) => slots[Number(index)] ?? '')
        .replaceAll(identityKey, '$identity_id');
    return [`cat > "$work/${name}" <<JSON`, text, 'JSON'];
}

function fill(name: SlotName, target: ExportModel['target']): string {
    switch (name) {
        case 'image':
            return target === 'appService' ? 'DOCKER|$image' : '$image';
        case 'insights':
            return '$(json "$insights_connection")';
        case 'identityId':
            return '$identity_id';
        case 'clientId':
            return '$client_id';
        case 'planId':
            return '$plan_id';
        case 'environmentId':
            return '$environment_id';
        case 'registryServer':
            return '$server';
        default:
            return `$(json "$${shellName(name.slice('secret:'.length))}")`;
    }
}

/** A shell variable's name; settings may have hyphens, dots and colons, which it may not. */
export function shellName(setting: string): string {
    const name = setting.replace(/[^A-Za-z0-9_]/g, '_');
    return /^\d/.test(name) ? `_${name}` : name;
}

/** One word of the shell, whatever it holds. */
export function quote(value: string): string {
    return `'${value.replaceAll("'", `'\\''`)}'`;
}
