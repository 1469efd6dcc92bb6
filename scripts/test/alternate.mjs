/** One step that keeps a core busy, then two that mostly wait, and so on: so runSteps finds beside each other what fits. Both keep their order. */
export function alternate(busy, waiting) {
    const [mostlyBusy, mostlyWaiting] = [[...busy], [...waiting]];
    const steps = [];
    while (mostlyBusy.length + mostlyWaiting.length > 0) {
        steps.push(...mostlyBusy.splice(0, 1), ...mostlyWaiting.splice(0, 2));
    }
    return steps;
}
