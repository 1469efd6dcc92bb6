import type { Row } from './projectRows';

/** What a narrow view cuts off is read when the pointer rests on the row: its label and description, then what else there is to say. */
export function rowTooltip({ label, description, tooltip }: Pick<Row, 'label' | 'description' | 'tooltip'>): string {
    const parts = [label, description].filter((part) => part !== undefined);
    return tooltip !== undefined && parts.every((part) => tooltip.includes(part))
        ? tooltip
        : [parts.join(' · '), tooltip].filter((line) => line !== undefined).join('\n');
}
