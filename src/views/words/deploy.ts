import type { DeployFailure } from '../../core/failures/deploy';
import type { Wording } from './wording';

const logs = () => [{ kind: 'command', title: 'Show Logs', command: 'slipway.deployment.showLogs' }] as const;
const deploy = () => [{ kind: 'command', title: 'Deploy', command: 'slipway.deploy' }] as const;
const rehearsed = () =>
    [
        { kind: 'command', title: 'Show Output', command: 'slipway.output.show' },
        { kind: 'command', title: 'Rehearse Again', command: 'slipway.image.rehearse' },
    ] as const;

export const deployWords: Record<DeployFailure, Wording> = {
    'deploy/nothing-deployed': {
        what: 'This folder was not deployed yet.',
        next: 'Deploy it first.',
        remedies: () => [{ kind: 'command', title: 'Deploy', command: 'slipway.deploy' }],
    },
    'deploy/gone': {
        what: '{name} is no longer in Azure.',
        next: 'Deploy again to make it anew.',
        remedies: () => [{ kind: 'command', title: 'Deploy', command: 'slipway.deploy' }],
    },
    'deploy/other-cloud': {
        what: '{name} is in {cloud}, and this window looks elsewhere.',
        next: 'Change the setting slipway.cloud, or deploy again here.',
    },
    'deploy/not-verified': {
        what: '{name} was deployed, but it does not answer at {url}.',
        why: '{reason}',
        next: 'Look at its logs.',
        remedies: logs,
    },
    'deploy/internal-address': {
        what: '{name} runs, but this machine does not reach its address {url}.',
        why: 'The app is in an App Service Environment with an internal address, which is known in its own network only.',
        next: 'Connect to that network, such as by its VPN, and deploy again: what is done is kept, and only the check is made up for.',
        remedies: () => [{ kind: 'command', title: 'Try Again', command: 'slipway.deploy' }, ...logs()],
    },
    'deploy/unanswered': {
        what: 'The deploy was not started.',
        why: 'The plan still asks for: {questions}.',
        next: 'Deploy again and answer.',
        remedies: deploy,
    },
    'deploy/image-missing': { what: 'The engine has no image {reference}.', next: 'Build it first, then deploy again.' },
    'deploy/standin-image': {
        what: 'The image cannot go to a real cloud.',
        why: 'It was built on {base}, a stand-in that Slipway made because Docker Hub could not be reached.',
        next: 'Build it again where Docker Hub can be reached.',
    },
    'deploy/wrong-platform': {
        what: 'The image is for {found}, and Azure runs {wanted} only.',
        why: 'On another processor the container ends at once with an exec format error.',
        next: 'Build it again for {wanted}.',
        remedies: () => [
            { kind: 'command', title: 'Build and Deploy Again', command: 'slipway.deploy' },
            { kind: 'command', title: 'Build Image', command: 'slipway.image.build' },
        ],
    },
    'deploy/image-gone': {
        what: 'The registry {registry} does not have the image {digest} any more.',
        next: 'Roll back to another one, or deploy again.',
        remedies: () => [{ kind: 'command', title: 'Roll Back', command: 'slipway.deployment.rollBack' }, ...deploy()],
    },
    'deploy/no-snapshot': {
        what: 'What ran on {name} before Slipway cannot be restored.',
        why: 'Azure keeps no record of it that holds all it needs.',
        next: 'Roll back to an image that Slipway deployed, or deploy again.',
    },
    'deploy/registry-unknown': {
        what: 'The registry of {name}’s image cannot be found.',
        why: 'It runs {image}, which is from none of the subscription’s registries.',
        next: 'Deploy its folder instead.',
        remedies: deploy,
    },
    'deploy/rehearsal-loopback': {
        what: 'The app listens on {address}:{port}, which nothing outside its container can reach.',
        why: 'The image was run here as Azure will run it; nothing was pushed. {last}',
        next: 'Let the app listen on 0.0.0.0, in the command of the Dockerfile or in its code, then deploy again.',
        remedies: rehearsed,
    },
    'deploy/rehearsal-wrong-port': {
        what: 'The app listens on port {port}, not on {expected}, and does not answer there either.',
        why: 'The image was run here as Azure will run it; nothing was pushed. {last}',
        next: 'Let the app listen on the port that the PORT variable names, then deploy again.',
        remedies: rehearsed,
    },
    'deploy/rehearsal-not-http': {
        what: 'What listens on port {port} does not speak HTTP.',
        why: 'The image was run here as Azure will run it; nothing was pushed. {last}',
        next: 'Azure reaches an app by HTTP only: see which server the image starts, then deploy again.',
        remedies: rehearsed,
    },
    'deploy/rehearsal-crashed': {
        what: 'The app ended with exit code {exitCode} when it was run here as Azure will run it.',
        why: '{reason} Nothing was pushed.',
        next: '{advice}',
        remedies: rehearsed,
    },
    'deploy/rehearsal-timeout': {
        what: 'The app did not answer within {seconds} seconds when it was run here as Azure will run it.',
        why: '{reason} Nothing was pushed.',
        next: 'Look at the output; a slow start can be given more time with the setting WEBSITES_CONTAINER_START_TIME_LIMIT.',
        remedies: rehearsed,
    },
    'deploy/invalid-name': { what: 'The name {name} cannot be used.', why: '{reason}', next: 'Choose another name in the plan.' },
    'deploy/name-taken': {
        what: 'The name {name} is taken.',
        why: '{reason}',
        next: 'Choose another name: it is part of the public address and must be unique in all of Azure.',
    },
    'deploy/unknown-sku': { what: 'There is no size {sku} for a Linux plan.', next: 'Choose one of: {known}.' },
    'deploy/isolated-needs-environment': {
        what: 'A plan of the size {sku} cannot be created.',
        why: 'Isolated sizes are to be had in an App Service Environment only, and the subscription has none of that name.',
        next: 'Choose another size in the plan, such as P1v3, or create an App Service Environment first.',
    },
    'deploy/unknown-size': { what: 'There is no size {size} for a container there.', next: 'Choose one of: {known}.' },
    'deploy/invalid-instances': {
        what: '{instances} is no number of instances that a plan of the size {sku} can have.',
        why: 'It has 1 to {most}.',
        next: 'Choose another number or size in the plan.',
    },
    'deploy/invalid-replicas': {
        what: '{replicas} is no number of replicas.',
        next: 'Write the fewest and the most, such as 0-3; the most is 1000.',
    },
    'deploy/invalid-scale-rule': {
        what: '{rule} is no rule to scale by.',
        next: 'Write http and a number of requests, or cpu or memory and a percentage: http 50, cpu 70, memory 80.',
    },
    'deploy/invalid-autoscale': {
        what: 'A plan of the size {sku} cannot scale by itself up to {instances} instances.',
        why: 'Only Premium sizes (P0v3 and larger) scale by themselves, from the number of instances up to {most}.',
        next: 'Choose another size or number in the plan, or leave automatic scaling empty.',
    },
    'deploy/invalid-cpu-scale': {
        what: 'A plan of the size {sku} cannot scale by the rule {rule}.',
        why: 'Rules are for S1 and larger sizes, up to {most} instances, and not beside automatic scaling; the lower percentage is at most half of the upper one.',
        next: 'Write the fewest and the most instances and two percentages of the CPU, such as 1-5 70/30, or off.',
    },
    'deploy/invalid-client-id': {
        what: '{clientId} is no client id of an Entra app registration.',
        next: 'Copy the Application (client) ID from the app registration in the Entra admin center, or write off.',
    },
    'deploy/invalid-schedule': {
        what: '{schedule} is no schedule.',
        next: 'Write five fields of cron in UTC (minute, hour, day, month, day of the week), such as 0 3 * * *, or nothing.',
    },
    'deploy/invalid-event-rule': {
        what: 'What is written for the events is nothing that a job can be started by, or has a secret in clear.',
        next: 'Write a scaler and its settings, such as azure-queue accountName=shop queueName=orders connection=@AZURE_STORAGE_CONNECTION_STRING, where @ names a setting of the job that is kept as a secret; or nothing. A job has no schedule beside it.',
    },
    'deploy/event-setting-missing': {
        what: 'What starts the job needs the setting {setting}, which has no value.',
        why: 'It is given to {parameter}.',
        next: 'Give the setting a value in the plan.',
    },
    'deploy/invalid-traffic': {
        what: '{percent} is no share of the traffic.',
        next: 'Write a whole number of percent, from 0 to 100.',
    },
    'deploy/slot-impossible': {
        what: 'The slot {slot} cannot be deployed to.',
        why: '{reason}',
        next: 'Choose another slot, or scale the plan up in the portal.',
    },
    'deploy/no-slots': {
        what: '{name} has no slot beside production.',
        next: 'Deploy to a slot first.',
        remedies: () => [{ kind: 'command', title: 'Deploy to Slot', command: 'slipway.deployToSlot' }],
    },
    'deploy/no-region': { what: 'The subscription offers no region.', next: 'Choose another subscription.' },
    'deploy/slot-unlisted': {
        what: '{name} has a slot that was not in the list: {slot}.',
        why: 'Azure would delete it with its web app. Nothing was deleted.',
        next: 'Remove the deployment again, and look at the list.',
        remedies: () => [{ kind: 'command', title: 'Remove Deployment', command: 'slipway.deployment.remove' }],
    },
    'deploy/pull-password': {
        what: 'The password with which {name} pulled from {server} before Slipway is not known. Nothing of it was changed.',
        why: 'Its settings are kept on the machine that first deployed to it.',
        next: 'Roll back there, or give the user name and the password.',
        remedies: () => [{ kind: 'command', title: 'Roll Back', command: 'slipway.deployment.rollBack' }],
    },
    'deploy/settings-changed': {
        what: 'The settings of {name} changed since the plan was shown.',
        why: 'Somebody else saved them; nothing was overwritten.',
        next: 'Deploy again to plan with the new settings.',
        remedies: deploy,
    },
    'deploy/snapshot-unwritten': {
        what: 'What {name} was before Slipway could not be kept in its tags. Nothing of it was changed.',
        why: '{message}',
        next: 'Have an owner allow you to write tags, or deploy without a way back to it.',
        remedies: () => [
            { kind: 'command', title: 'Deploy Without a Way Back', command: 'slipway.deploy', args: [{ wayBack: 'forgone' }] },
            ...deploy(),
        ],
    },
    'deploy/app-changed': {
        what: 'Somebody else deployed to {name} in the meantime.',
        why: 'Its configuration names {found}.',
        next: 'Deploy again when yours is the one that is meant to run.',
        remedies: deploy,
    },
    'deploy/replace-needed': {
        what: '{name} cannot be changed in place.',
        why: 'It would have to be deleted and made anew for: {reasons}. Nothing was deleted.',
        next: 'Deploy again and agree to it.',
        remedies: deploy,
    },
    'deploy/role-not-allowed': {
        what: 'Your account may not give {name} the right to pull its image.',
        why: '{message}',
        next: 'Have an owner run this command, then deploy again.',
        remedies: (facts) => [{ kind: 'copy', title: 'Copy Command', text: String(facts.command ?? '') }],
    },
    'deploy/pull-unauthorized': {
        what: 'Azure may not pull the image for {name}.',
        why: '{reason}',
        next: 'The role can take minutes to reach the registry: deploy again. When it stays, check that its identity has the role {role}.',
        remedies: logs,
    },
    'deploy/image-not-found': {
        what: 'Azure did not find the image for {name}.',
        why: '{reason}',
        next: 'Deploy again: the image is then pushed again.',
        remedies: logs,
    },
    'deploy/port-silent': {
        what: '{name} started, but nothing answers on port {port} in its container.',
        why: '{reason}',
        next: 'Let the app listen on 0.0.0.0 and on port {port}, or deploy with the port that it uses.',
        remedies: (facts) => [
            ...(typeof facts.listening === 'number'
                ? ([
                      {
                          kind: 'command',
                          title: `Deploy with Port ${facts.listening.toString()}`,
                          command: 'slipway.deploy',
                          args: [{ port: facts.listening }],
                      },
                  ] as const)
                : []),
            ...logs(),
        ],
    },
    'deploy/start-timeout': {
        what: '{name} did not become ready in time.',
        why: '{reason}',
        next: 'Look at its logs; a slow start can be given more time with the setting WEBSITES_CONTAINER_START_TIME_LIMIT.',
        remedies: logs,
    },
    'deploy/crashed': {
        what: 'The container of {name} ended with exit code {exitCode}.',
        why: '{reason}',
        next: 'Look at the last lines of its log.',
        remedies: logs,
    },
    'deploy/stopped': {
        what: '{name} is stopped.',
        next: 'Start it, then deploy again.',
    },
    'deploy/placeholder': {
        what: '{url} shows a page of Azure’s own, not the app.',
        why: '{reason}',
        next: 'Look at its logs.',
        remedies: logs,
    },
    'deploy/address-refused': {
        what: '{name} lets nobody in from the address of this machine.',
        why: '{url} answers with a page of Azure’s own: {page}. Whether the app answers was not seen.',
        next: 'Look at its access restrictions, or ask from an address that they let in.',
        remedies: () => [{ kind: 'command', title: 'Open in Portal', command: 'slipway.deployment.openPortal' }],
    },
    'deploy/wrong-status': {
        what: '{url} answers with status {status}.',
        why: '{reason}',
        next: 'Look at its logs.',
        remedies: logs,
    },
    'deploy/old-still-runs': {
        what: '{name} still runs what it ran before.',
        why: '{reason}',
        next: 'Restart it, or deploy again.',
    },
};
