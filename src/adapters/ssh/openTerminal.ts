import type { Operation } from '../../base/operation';
import type { InteractiveShell, TerminalSize } from '../../ports/ssh';

/** Opens one terminal session in a container. */
export type OpenTerminal = (op: Operation, size: TerminalSize) => Promise<InteractiveShell>;
