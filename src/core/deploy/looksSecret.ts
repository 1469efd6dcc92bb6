import { isSecretName } from '../project/needs/mergeVariables';

/** A variable whose name says that its value is a secret: it is never shown, and stored where no reader of the resource sees it. */
export function looksSecret(name: string): boolean {
    return isSecretName(name) || /(SECRET|PASSWORD|PASSWD|PWD|TOKEN|APIKEY|(^|_)KEY($|_)|CREDENTIAL|(^|_)SAS($|_))/i.test(name);
}
