/** A variable whose name says that its value is a secret: it is stored where no reader of the resource sees it. */
export function looksSecret(name: string): boolean {
    return /(SECRET|PASSWORD|PASSWD|PWD|TOKEN|APIKEY|(^|_)KEY($|_)|CONNECTION_?STRING|CREDENTIAL|DATABASE_URL|(^|_)DSN$|(^|_)SAS($|_))/i.test(
        name,
    );
}
