/**
 * List prices in US dollars a month (730 hours) in East US, pay as you go, without tax, rounded. An estimate for the plan's total: regions and contracts
 * differ, which is why the date is shown with it. From memory, not from a price list: nobody has compared these numbers with Azure's price sheet. A SKU that is missing here is shown as "not known", never as free.
 */
export const pricesAsOf = '2025-06';

export const appServiceMonthlyUsd: Readonly<Record<string, number>> = {
    F1: 0,
    B1: 13,
    B2: 26,
    B3: 52,
    S1: 69,
    S2: 139,
    S3: 277,
    P0v3: 62,
    P1v3: 124,
    P2v3: 248,
    P3v3: 496,
};

export const registryMonthlyUsd: Readonly<Record<string, number>> = { Basic: 5, Standard: 20, Premium: 50 };

/** A container group that runs the whole month: paid by vCPU and gigabyte, whether it is asked or not. */
export function containerInstanceMonthlyUsd({ cpu, memoryGb }: { readonly cpu: number; readonly memoryGb: number }): number {
    return Math.round(cpu * 29.57 + memoryGb * 3.25);
}
