export interface ContainerSize {
    readonly cpu: number;
    readonly memoryGb: number;
}

export interface ReplicaRange {
    readonly min: number;
    readonly max: number;
}
