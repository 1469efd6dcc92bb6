/** Keeps the settings of apps that Slipway took over, with their values: secrets among them. What another machine took over is not here. */
export interface Snapshots {
    keep(resourceId: string, settings: Readonly<Record<string, string>>): Promise<void>;
    read(resourceId: string): Promise<Readonly<Record<string, string>> | undefined>;
}
