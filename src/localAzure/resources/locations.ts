/** A few regions with their names and a geography; enough to choose from and to refuse a wrong one. */
export const locations: readonly {
    readonly name: string;
    readonly displayName: string;
    readonly geography: string;
    readonly group: string;
}[] = [
    { name: 'eastus', displayName: 'East US', geography: 'United States', group: 'US' },
    { name: 'eastus2', displayName: 'East US 2', geography: 'United States', group: 'US' },
    { name: 'centralus', displayName: 'Central US', geography: 'United States', group: 'US' },
    { name: 'northcentralus', displayName: 'North Central US', geography: 'United States', group: 'US' },
    { name: 'northcentralusstage', displayName: 'North Central US (Stage)', geography: 'United States', group: 'US' },
    { name: 'southcentralus', displayName: 'South Central US', geography: 'United States', group: 'US' },
    { name: 'westus', displayName: 'West US', geography: 'United States', group: 'US' },
    { name: 'westus2', displayName: 'West US 2', geography: 'United States', group: 'US' },
    { name: 'westus3', displayName: 'West US 3', geography: 'United States', group: 'US' },
    { name: 'canadacentral', displayName: 'Canada Central', geography: 'Canada', group: 'Canada' },
    { name: 'brazilsouth', displayName: 'Brazil South', geography: 'Brazil', group: 'South America' },
    { name: 'northeurope', displayName: 'North Europe', geography: 'Europe', group: 'Europe' },
    { name: 'westeurope', displayName: 'West Europe', geography: 'Europe', group: 'Europe' },
    { name: 'francecentral', displayName: 'France Central', geography: 'France', group: 'Europe' },
    { name: 'germanywestcentral', displayName: 'Germany West Central', geography: 'Germany', group: 'Europe' },
    { name: 'swedencentral', displayName: 'Sweden Central', geography: 'Sweden', group: 'Europe' },
    { name: 'switzerlandnorth', displayName: 'Switzerland North', geography: 'Switzerland', group: 'Europe' },
    { name: 'uksouth', displayName: 'UK South', geography: 'United Kingdom', group: 'Europe' },
    { name: 'centralindia', displayName: 'Central India', geography: 'India', group: 'Asia Pacific' },
    { name: 'eastasia', displayName: 'East Asia', geography: 'Asia Pacific', group: 'Asia Pacific' },
    { name: 'southeastasia', displayName: 'Southeast Asia', geography: 'Asia Pacific', group: 'Asia Pacific' },
    { name: 'japaneast', displayName: 'Japan East', geography: 'Japan', group: 'Asia Pacific' },
    { name: 'koreacentral', displayName: 'Korea Central', geography: 'Korea', group: 'Asia Pacific' },
    { name: 'australiaeast', displayName: 'Australia East', geography: 'Australia', group: 'Asia Pacific' },
];

/** `East US 2` → `eastus2`. */
export function locationName(text: string): string {
    return text.replace(/[\s()]/g, '').toLowerCase();
}

/** `eastus2` → `East US 2`; a name that is not known stays as it is. */
export function locationDisplayName(text: string): string {
    return locations.find((location) => location.name === locationName(text))?.displayName ?? text;
}

export function isLocation(text: string): boolean {
    return locations.some((location) => location.name === locationName(text));
}
