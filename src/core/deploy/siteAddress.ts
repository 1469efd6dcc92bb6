/** Where a site answers. Azure's names are https; a loopback address, which only the local Azure gives, is plain http. */
export function siteAddress({ defaultHost }: { readonly defaultHost: string }): string {
    return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(defaultHost) ? `http://${defaultHost}` : `https://${defaultHost}`;
}
