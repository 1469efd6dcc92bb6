import { never } from '../../base/never';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { OpenRemoteShell } from '../../ports/ssh';
import type { TokenSource } from '../../ports/tokenSource';
import { containerAppsTerminal } from './containerAppsTerminal';
import { containerInstancesTerminal } from './containerInstancesTerminal';
import { openTunnel } from './openTunnel';
import { sshShell } from './sshShell';
import { terminalShell } from './terminalShell';

/** The documented sign-in of App Service's SSH layer: the tunnel, not the password, keeps strangers out. */
const appServiceLogin = { username: 'root', password: 'Docker!' };

export interface RemoteShellPorts {
    readonly resolve: ResolveEndpoint;
    /** Of the subscription's tenant. */
    readonly tokens: TokenSource;
    /** The scope that the cloud's SCM sites accept, the public cloud's unless told; tokens for the management endpoint are deprecated there. */
    readonly scmScope?: string;
    readonly timing?: { readonly pollMs?: number; readonly maxWaitMs?: number };
}

/** The way into a container of any target. */
export function openRemoteShell(ports: RemoteShellPorts): OpenRemoteShell {
    return (target) => {
        switch (target.kind) {
            case 'app-service':
                return sshShell((op) => openTunnel(op, ports, target, ports.timing), {
                    name: target.name,
                    username: target.username ?? appServiceLogin.username,
                    password: target.password ?? appServiceLogin.password,
                });
            case 'container-apps':
                return terminalShell(target.kind, target.name, containerAppsTerminal(ports.resolve, target));
            case 'container-instances':
                return terminalShell(target.kind, target.name, containerInstancesTerminal(ports.resolve, target));
            default:
                return never(target);
        }
    };
}
