import { deriveNames, type Names } from './names';

/** The names that a registry gets which is made for a push and not yet for an app: those that a later deploy of the folder would choose. */
export function defaultPushNames(projectName: string, folder: string, subscriptionId: string): Names {
    return deriveNames({ name: projectName, folder }, subscriptionId);
}
