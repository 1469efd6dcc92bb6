/** True for a folder of an image that is an app's own, none of the system's: it may be given to a user. */
export function isOwnFolder(folder: string): boolean {
    return (
        /^\/[\w.-]+(\/[\w.-]+)*$/.test(folder) &&
        !/^\/(bin|boot|dev|etc|home|lib|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(\/(bin|lib|local|share|src|log|www))?$/.test(folder)
    );
}
