/** The app's name in the path of a link, `/deployment/shop-1a2b3c`; undefined when it is another link. A name is at most 64 letters, digits and hyphens. */
export function readDeploymentLink(path: string): string | undefined {
    return /^\/deployment\/([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?)$/.exec(path)?.[1];
}

/** The link that shows a deployment. `scheme` is the editor's own, such as `vscode`. */
export function deploymentLink(scheme: string, extensionId: string, name: string): string {
    return `${scheme}://${extensionId}/deployment/${name}`;
}
