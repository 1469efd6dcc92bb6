import fs from 'node:fs';
import path from 'node:path';

/** Writes the settings of a window that tries the extension out: it deploys to the local Azure, and VS Code keeps to itself. */
export function tryOutSettings(file) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(
        file,
        JSON.stringify({
            'slipway.cloud': 'local',
            'security.workspace.trust.enabled': false,
            'telemetry.telemetryLevel': 'off',
            'update.mode': 'none',
            'workbench.startupEditor': 'none',
            'workbench.secondarySideBar.defaultVisibility': 'hidden',
            'remote.autoForwardPorts': false,
        }),
    );
}
