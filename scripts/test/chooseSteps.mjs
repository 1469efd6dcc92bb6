/** The steps with these names and what they come after, in the order of the list; all when no name is given. Throws for a name that is not there. */
export function chooseSteps(steps, names) {
    if (names.length === 0) {
        return steps;
    }
    const wanted = new Set();
    const want = (name) => {
        const step = steps.find((candidate) => candidate.name === name);
        if (!step) {
            throw new Error(`There is no step named "${name}"; there are ${steps.map((candidate) => candidate.name).join(', ')}.`);
        }
        if (!wanted.has(name)) {
            wanted.add(name);
            (step.after ?? []).forEach(want);
        }
    };
    names.forEach(want);
    return steps.filter(({ name }) => wanted.has(name));
}
