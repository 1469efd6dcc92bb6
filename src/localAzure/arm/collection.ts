import type { Resource } from './resource';

/** One kind of resource, by id in any case. `onRemove` frees what runs behind a resource; it must not throw. */
export class Collection<T extends Resource> {
    private readonly byId = new Map<string, T>();

    constructor(
        /** Whether `GET /subscriptions/{s}/resources` lists it; child resources and settings are not tracked by ARM. */
        readonly listing: 'tracked' | 'untracked' = 'tracked',
        private readonly onRemove: (resource: T) => Promise<void> | void = () => undefined,
    ) {}

    get(id: string): T | undefined {
        return this.byId.get(id.toLowerCase());
    }

    put(resource: T): void {
        this.byId.set(resource.id.toLowerCase(), resource);
    }

    async remove(id: string): Promise<T | undefined> {
        const resource = this.get(id);
        if (resource !== undefined) {
            this.byId.delete(id.toLowerCase());
            await this.onRemove(resource);
        }
        return resource;
    }

    all(): T[] {
        return [...this.byId.values()];
    }

    /** The resources below an id such as a subscription, a group or a parent. */
    under(id: string): T[] {
        const prefix = `${id.toLowerCase().replace(/\/$/, '')}/`;
        return this.all().filter((resource) => resource.id.toLowerCase().startsWith(prefix));
    }

    async removeUnder(id: string): Promise<void> {
        await Promise.all(this.under(id).map((resource) => this.remove(resource.id)));
    }
}
