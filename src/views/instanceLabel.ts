/** An instance's name as it is shown: App Service's are 64 hexadecimal digits, of which the first tell enough. */
export function instanceLabel(instance: string): string {
    return /^[0-9a-f]{32,}$/i.test(instance) ? instance.slice(0, 12) : instance;
}
