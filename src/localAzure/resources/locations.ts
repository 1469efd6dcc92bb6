/** The regions of the public cloud with their names and geography, to choose from and to refuse a wrong one. */
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
    { name: 'centraluseuap', displayName: 'Central US EUAP', geography: 'Canary (US)', group: 'US' },
    { name: 'eastus2euap', displayName: 'East US 2 EUAP', geography: 'Canary (US)', group: 'US' },
    { name: 'westcentralus', displayName: 'West Central US', geography: 'United States', group: 'US' },
    { name: 'canadaeast', displayName: 'Canada East', geography: 'Canada', group: 'Canada' },
    { name: 'mexicocentral', displayName: 'Mexico Central', geography: 'Mexico', group: 'Mexico' },
    { name: 'brazilsoutheast', displayName: 'Brazil Southeast', geography: 'Brazil', group: 'South America' },
    { name: 'chilecentral', displayName: 'Chile Central', geography: 'Chile', group: 'South America' },
    { name: 'francesouth', displayName: 'France South', geography: 'France', group: 'Europe' },
    { name: 'germanynorth', displayName: 'Germany North', geography: 'Germany', group: 'Europe' },
    { name: 'italynorth', displayName: 'Italy North', geography: 'Italy', group: 'Europe' },
    { name: 'norwayeast', displayName: 'Norway East', geography: 'Norway', group: 'Europe' },
    { name: 'norwaywest', displayName: 'Norway West', geography: 'Norway', group: 'Europe' },
    { name: 'polandcentral', displayName: 'Poland Central', geography: 'Poland', group: 'Europe' },
    { name: 'spaincentral', displayName: 'Spain Central', geography: 'Spain', group: 'Europe' },
    { name: 'austriaeast', displayName: 'Austria East', geography: 'Austria', group: 'Europe' },
    { name: 'switzerlandwest', displayName: 'Switzerland West', geography: 'Switzerland', group: 'Europe' },
    { name: 'ukwest', displayName: 'UK West', geography: 'United Kingdom', group: 'Europe' },
    { name: 'southindia', displayName: 'South India', geography: 'India', group: 'Asia Pacific' },
    { name: 'westindia', displayName: 'West India', geography: 'India', group: 'Asia Pacific' },
    { name: 'japanwest', displayName: 'Japan West', geography: 'Japan', group: 'Asia Pacific' },
    { name: 'koreasouth', displayName: 'Korea South', geography: 'Korea', group: 'Asia Pacific' },
    { name: 'australiacentral', displayName: 'Australia Central', geography: 'Australia', group: 'Asia Pacific' },
    { name: 'australiasoutheast', displayName: 'Australia Southeast', geography: 'Australia', group: 'Asia Pacific' },
    { name: 'newzealandnorth', displayName: 'New Zealand North', geography: 'New Zealand', group: 'Asia Pacific' },
    { name: 'indonesiacentral', displayName: 'Indonesia Central', geography: 'Indonesia', group: 'Asia Pacific' },
    { name: 'malaysiawest', displayName: 'Malaysia West', geography: 'Malaysia', group: 'Asia Pacific' },
    { name: 'israelcentral', displayName: 'Israel Central', geography: 'Israel', group: 'Middle East' },
    { name: 'qatarcentral', displayName: 'Qatar Central', geography: 'Qatar', group: 'Middle East' },
    { name: 'uaenorth', displayName: 'UAE North', geography: 'UAE', group: 'Middle East' },
    { name: 'uaecentral', displayName: 'UAE Central', geography: 'UAE', group: 'Middle East' },
    { name: 'southafricanorth', displayName: 'South Africa North', geography: 'South Africa', group: 'Africa' },
    { name: 'southafricawest', displayName: 'South Africa West', geography: 'South Africa', group: 'Africa' },
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
