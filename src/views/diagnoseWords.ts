import type { Cause, Confidence, Layer, NextStep } from '../core/diagnose/verdictFinding';
import { say } from './say';

/** What is wrong and what to do, for every cause. Placeholders are filled from the finding's facts by `fill`. */
export const causeWords: Record<Cause, { readonly title: string; readonly next: string }> = {
    'app-stopped': { title: 'The app is stopped.', next: 'Start it.' },
    'port-mismatch': {
        title: 'The app listens on port {listening}, but requests go to port {expected}.',
        next: 'Set the port to {listening}, or make the app listen on {expected}.',
    },
    'loopback-only': {
        title: 'The app listens on 127.0.0.1 only, so nothing outside its container reaches port {port}.',
        next: 'Make it listen on 0.0.0.0.',
    },
    'ipv6-only': {
        title: 'The app listens by IPv6 only, so requests by IPv4 do not reach port {port}.',
        next: 'Make it listen on 0.0.0.0.',
    },
    'not-listening': { title: 'Nothing listens: the app did not start or has ended.', next: 'Read its start-up log.' },
    'crash-loop': { title: 'The app starts and ends again and again.', next: 'Read the last lines before it ends.' },
    'out-of-memory': {
        title: 'The app was killed because it needs more memory than it has.',
        next: 'Give it more memory, or fewer workers.',
    },
    'disk-full': { title: 'The disk is full at {path}.', next: 'Remove what fills it, and write to storage that lasts instead.' },
    'disk-read-only': {
        title: 'The app writes to {path}, which is read-only.',
        next: 'Write to /tmp what may be lost, and to mounted storage what is to last.',
    },
    'import-error': { title: 'The app imports {module}, which is not installed.', next: 'Add {module} to {manifest} and deploy again.' },
    'import-incompatible': {
        title: 'The app imports {name} from {module}, which does not have it.',
        next: 'Set a version of that package that has it in {manifest}, and deploy again.',
    },
    'setting-missing': { title: 'The app needs the setting {name}, which is not set.', next: 'Add {name} to the settings.' },
    'identity-not-assigned': {
        title: 'AZURE_CLIENT_ID names an identity that is not assigned to this app ({clientId}).',
        next: 'Correct or remove AZURE_CLIENT_ID, or assign that identity.',
    },
    'identity-not-chosen': {
        title: 'The app has the identity {identity}, but AZURE_CLIENT_ID does not say that it is to be used.',
        next: 'Set AZURE_CLIENT_ID to the client id of that identity.',
    },
    'identity-missing': { title: 'The app has no managed identity that could get a token.', next: 'Assign an identity to it.' },
    'identity-unreachable': {
        title: 'The managed identity endpoint does not answer as it should.',
        next: 'Restart the app; if it stays so, it is a fault of the platform.',
    },
    'identity-no-role': {
        title: 'The identity may not call the model at {host} (HTTP {status}).',
        next: 'Give it the role Cognitive Services OpenAI User.',
    },
    'key-refused': { title: 'The model at {host} refuses the key in the settings.', next: 'Put the current key into the settings.' },
    'keys-disabled': {
        title: 'The model at {host} takes no keys.',
        next: 'Remove the key from the settings, and let the app sign in with its managed identity.',
    },
    'model-network-refused': {
        title: 'The model at {host} refuses requests from the network of this app.',
        next: 'Let the app in by the networking page of that resource: its virtual network, its addresses or a private endpoint.',
    },
    'endpoint-wrong': { title: 'There is no such model endpoint: {host}.', next: 'Correct {variable} in the settings.' },
    'model-not-found': {
        title: 'The endpoint {host} has no deployment called {model}.',
        next: 'Correct {setting}, or deploy that model.',
    },
    'name-unknown': {
        title: 'The name {host} does not resolve, while other names do.',
        next: 'Check {variable}, the private DNS zone and the domain.',
    },
    'resolver-down': { title: 'Name resolution does not work in this container.', next: "Check the virtual network's DNS servers." },
    'name-slow': { title: 'Finding the address of {host} takes {ms} ms.', next: "Check the virtual network's DNS servers." },
    'endpoint-unreachable': {
        title: '{host} resolves, but no connection is possible.',
        next: 'Check firewall, private endpoint and routing.',
    },
    certificate: {
        title: 'The certificate of {host} is not accepted.',
        next: 'Check its date, its name and the certificates in the image.',
    },
    'model-throttled': {
        title: 'The model at {host} takes no more requests right now (HTTP 429).',
        next: 'Raise its quota, or ask less often: a client that waits as long as Retry-After says, and then tries again, loses no request.',
    },
    'model-down': { title: 'The model at {host} fails (HTTP {status}).', next: 'Look at the health of that resource.' },
    'latency-in-app': {
        title: 'The app is slow by itself: it takes {appMs} ms, the model {modelMs} ms.',
        next: 'Look at what it does before and after it calls the model.',
    },
    'latency-in-model': {
        title: 'The model is slow: it takes {modelMs} ms of {appMs} ms.',
        next: 'Use a nearer region, a smaller model or fewer tokens.',
    },
    'clock-skew': { title: 'The clock of the container is wrong by {seconds} seconds.', next: 'Restart the app.' },
    'platform-path': {
        title: 'The app answers inside its container, but not at its public address.',
        next: 'Check access restrictions, the front end and the state of the platform.',
    },
    'revision-not-ready': {
        title: 'Visitors still get the revision {serving}: the newest one is not ready.',
        next: 'Read what its log says of the start, and deploy again.',
    },
};

export const confidenceWords = (): Record<Confidence, string> => ({
    certain: say('Certain'),
    likely: say('Likely'),
    possible: say('Possible'),
});

export const layerWords = (): Record<Layer, string> => ({
    platform: say('Platform'),
    container: say('Container'),
    app: say('App'),
    settings: say('Settings'),
    identity: say('Identity'),
    network: say('Network'),
    model: say('Model'),
});

/** What helps when there is no way into the container; the start-up log and the platform's state are shown all the same. */
export function waysIn(code: string): readonly NextStep[] {
    switch (code) {
        case 'ssh/no-sshd':
        case 'ssh/wrong-password':
        case 'ssh/no-common-algorithm':
        case 'ssh/handshake-failed':
            return [{ kind: 'add-ssh-layer' }, { kind: 'show-logs' }];
        case 'ssh/app-stopped':
            return [{ kind: 'start' }];
        case 'ssh/not-started':
            return [{ kind: 'show-logs' }, { kind: 'restart' }];
        default:
            return [{ kind: 'show-logs' }];
    }
}

/** The button of a next step; facts are its own. */
export const nextStepWords: Record<NextStep['kind'], { readonly label: string }> = {
    'set-setting': { label: 'Set {name} to {value}' },
    'set-target-port': { label: 'Set the target port to {port}' },
    'deploy-with-port': { label: 'Deploy with port {port}' },
    'remove-setting': { label: 'Remove {name}' },
    'edit-setting': { label: 'Edit {name}' },
    'add-requirement': { label: 'Add {name} to {manifest}' },
    'assign-role': { label: 'Assign the role' },
    'assign-identity': { label: 'Assign an identity' },
    'open-model-metrics': { label: "Open the model's metrics" },
    'open-model-health': { label: "Open the model's health" },
    restart: { label: 'Restart' },
    start: { label: 'Start' },
    'open-terminal': { label: 'Open a terminal' },
    'show-logs': { label: 'Show Logs' },
    'add-ssh-layer': { label: 'Add the SSH layer' },
};
