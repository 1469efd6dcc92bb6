/** Labels as Dockerfile instructions. */
export function labelInstructions(labels) {
    return Object.entries(labels).map(([name, value]) => `LABEL ${name}=${JSON.stringify(value)}`);
}
