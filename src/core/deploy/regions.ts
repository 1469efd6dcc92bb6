// The first part of an IANA time zone, or the whole of it where the part is too coarse, to a region that has every target.
const byZone: readonly (readonly [RegExp, string])[] = [
    [/^(Europe\/(London|Dublin|Lisbon)|Atlantic)/, 'uksouth'],
    [/^(Europe|Africa\/(Cairo|Tunis|Algiers|Casablanca))/, 'westeurope'],
    [/^Africa/, 'southafricanorth'],
    [/^America\/(Los_Angeles|Vancouver|Tijuana|Phoenix|Denver|Edmonton|Boise)/, 'westus2'],
    [/^America\/(Sao_Paulo|Buenos_Aires|Argentina|Santiago|Montevideo|Bahia|Fortaleza)/, 'brazilsouth'],
    [/^America\/(Toronto|Montreal|Halifax)/, 'canadacentral'],
    [/^America/, 'eastus2'],
    [/^Asia\/(Kolkata|Calcutta|Colombo|Karachi)/, 'centralindia'],
    [/^Asia\/(Tokyo|Seoul)/, 'japaneast'],
    [/^Asia\/(Dubai|Riyadh|Qatar|Kuwait|Bahrain|Muscat)/, 'uaenorth'],
    [/^Asia/, 'southeastasia'],
    [/^(Australia|Pacific)/, 'australiaeast'],
];

/** A region near the user that the subscription has. Answers the first one it has when none is near. */
export function nearestRegion(timeZone: string | undefined, available: readonly string[]): string | undefined {
    const near = byZone.find(([zone]) => timeZone !== undefined && zone.test(timeZone))?.[1];
    return [near, 'westeurope', 'eastus'].find((region) => region !== undefined && available.includes(region)) ?? available[0];
}
