/** Settings that would let an old password win over the identity. */
const passwordSettings = [
    'DOCKER_REGISTRY_SERVER_URL',
    'DOCKER_REGISTRY_SERVER_USERNAME',
    'DOCKER_REGISTRY_SERVER_PASSWORD',
    'DOCKER_CUSTOM_IMAGE_NAME',
];

/** Where an app sends what Application Insights is to know. */
export const insightsSetting = 'APPLICATIONINSIGHTS_CONNECTION_STRING';

/** Whether App Service mounts a share at /home, which outlives the containers that write there. */
export const homeSetting = 'WEBSITES_ENABLE_APP_SERVICE_STORAGE';

/** What the platform itself needs to be told. */
export function platformSettings(port: number, home: 'on' | 'off' = 'off'): Readonly<Record<string, string>> {
    return {
        // Without it the platform probes port 80 and guesses on.
        WEBSITES_PORT: String(port),
        // Without it the default, said aloud: /home is a container's own.
        [homeSetting]: home === 'on' ? 'true' : 'false',
    };
}

/** Settings that somebody made, as against the platform's own and those of the deployment. */
export function ownSettingNames(settings: Readonly<Record<string, string>>): readonly string[] {
    return Object.keys(settings).filter((name) => !/^(WEBSITES?_|DOCKER_|PORT$|SCM_|APPLICATIONINSIGHTS_|APPINSIGHTS_)/i.test(name));
}

export interface SettingsChange {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
    readonly result: Readonly<Record<string, string>>;
}

/** Merges what a deployment needs into the settings that are there; a setting that the user made stays as it is unless the request names it. */
export function mergeSettings(
    current: Readonly<Record<string, string>>,
    request: { readonly port: number; readonly env: Readonly<Record<string, string>>; readonly home?: 'on' | 'off' },
): SettingsChange {
    const platform = platformSettings(request.port, request.home);
    // Shared storage may be switched on for a reason.
    const wanted = { ...platform, ...(request.home === undefined ? pick(current, [homeSetting]) : {}), ...request.env };
    const removed = passwordSettings.filter((name) => name in current && !(name in request.env));
    const kept = Object.fromEntries(Object.entries(current).filter(([name]) => !removed.includes(name)));
    return {
        added: Object.keys(wanted).filter((name) => !(name in current)),
        changed: Object.entries(wanted).flatMap(([name, value]) => (name in current && current[name] !== value ? [name] : [])),
        removed,
        result: { ...kept, ...wanted },
    };
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
    return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}
