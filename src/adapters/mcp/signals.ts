import type { WireExchange } from '../../core/mcp/exchange';
import type { McpChange } from '../../ports/mcp';

/** What happens on a session beside the answer of a request, handed to whoever listens at that moment. */
export class Signals {
    private readonly changeListeners = new Set<(change: McpChange) => void>();
    private readonly exchangeListeners = new Set<(exchange: WireExchange) => void>();
    private readonly statusListeners = new Set<(text: string) => void>();

    change(change: McpChange): void {
        this.changeListeners.forEach((listen) => listen(change));
    }

    exchange(exchange: WireExchange): void {
        this.exchangeListeners.forEach((listen) => listen(exchange));
    }

    /** The state of a task that a call became. */
    status(text: string): void {
        this.statusListeners.forEach((listen) => listen(text));
    }

    /** Each answers a function that stops listening. */
    onChange(listen: (change: McpChange) => void): () => void {
        return subscribe(this.changeListeners, listen);
    }

    onExchange(listen: (exchange: WireExchange) => void): () => void {
        return subscribe(this.exchangeListeners, listen);
    }

    onStatus(listen: (text: string) => void): () => void {
        return subscribe(this.statusListeners, listen);
    }
}

function subscribe<T>(listeners: Set<(value: T) => void>, listen: (value: T) => void): () => void {
    listeners.add(listen);
    return () => {
        listeners.delete(listen);
    };
}
