/** What agents may ask of Slipway. Each reads only, but for `slipway_deploy`, which VS Code confirms with the user before it runs. */
export const agentTools = ['slipway_inspect_project', 'slipway_plan_deploy', 'slipway_explain_failure', 'slipway_deploy'] as const;

export type AgentTool = (typeof agentTools)[number];
