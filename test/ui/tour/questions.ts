import type { Workbench } from '../workbench/workbench';

/** Counts what a person was asked: every quick pick, input box, modal dialog and plan that waits for consent is one question. */
export class Questions {
    readonly asked: string[] = [];

    /** Looks for an open question of VS Code's own widgets and answers it with what is preselected; says whether there was one. */
    async answerDefault(workbench: Workbench): Promise<boolean> {
        if (await workbench.quick.widget.isVisible()) {
            const { title, placeholder } = await workbench.quick.state();
            this.asked.push(`${title} ${placeholder}`.trim());
            await workbench.quick.rows
                .first()
                .waitFor({ timeout: 2000 })
                .catch(() => undefined);
            await workbench.quick.accept();
            await workbench.quick.widget.waitFor({ state: 'hidden' });
            return true;
        }
        if (await workbench.dialog.box.isVisible()) {
            const { message, buttons } = await workbench.dialog.read();
            this.asked.push(message);
            await workbench.dialog.click(buttons[0] ?? 'OK');
            return true;
        }
        return false;
    }
}
