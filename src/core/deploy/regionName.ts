/** `West Europe` and `westeurope` are the same region: the name as ids have it; undefined stays so. */
export function regionName(region: string | undefined): string | undefined {
    return region?.toLowerCase().replaceAll(' ', '');
}
