// Drives the fake with Microsoft's clients: node drive.mjs <https endpoint>. Prints one JSON object of what they understood.
import { ResourceGraphClient } from "@azure/arm-resourcegraph";
import { CognitiveServicesManagementClient } from "@azure/arm-cognitiveservices";
import { ConsumptionManagementClient } from "@azure/arm-consumption";
import { AuthorizationManagementClient } from "@azure/arm-authorization";
import { MonitorClient } from "@azure/arm-monitor";

const endpoint = process.argv[2];
const subscription = "11111111-0000-0000-0000-000000000001";
const credential = {
  getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 3600000 }),
  signRequest: async (request) => { request.headers.set("authorization", "Bearer t"); return request; },
};
const options = { endpoint, baseUri: endpoint, credentialScopes: "https://management.azure.com/.default" };
const all = async (pages) => { const items = []; for await (const item of pages) items.push(item); return items; };

const graph = new ResourceGraphClient(credential, options);
const rows = await graph.resources({ subscriptions: [subscription], query: "resources | where type =~ 'microsoft.cognitiveservices/accounts' | project id, name, type | order by id asc", options: { resultFormat: "objectArray" } });

const cognitive = new CognitiveServicesManagementClient(credential, subscription, options);
const accounts = await all(cognitive.accounts.list());
const deployments = await all(cognitive.deployments.list("AI", "open"));
const policies = await all(cognitive.raiPolicies.list("AI", "closed"));
const updated = await cognitive.accounts.beginUpdateAndWait("AI", "open", { properties: { publicNetworkAccess: "Disabled" } }, { updateIntervalInMs: 10 });

const consumption = new ConsumptionManagementClient(credential, subscription, options);
const scope = `/subscriptions/${subscription}`;
const budgets = await all(consumption.budgets.list(scope));
const budget = await consumption.budgets.createOrUpdate(scope, "made", {
  category: "Cost", amount: 10, timeGrain: "Monthly", timePeriod: { startDate: new Date("2026-01-01T00:00:00Z") },
});

const authorization = new AuthorizationManagementClient(credential, subscription, options);
const permissions = await all(authorization.permissions.listForResourceGroup("AI"));

const monitor = new MonitorClient(credential, subscription, options);
const settings = [];
const listed = await monitor.diagnosticSettings.list(accounts.find((account) => account.name === "closed").id);
for (const setting of listed.value ?? listed) settings.push(setting);

console.log(JSON.stringify({
  rows: rows.data.map((row) => row.name),
  accounts: accounts.map((account) => account.name),
  keys: accounts.map((account) => account.properties.disableLocalAuth ?? null),
  capacities: deployments.map((deployment) => deployment.sku.capacity),
  filters: policies.find((policy) => policy.name === "strict").properties.contentFilters.length,
  updated: updated.properties.publicNetworkAccess,
  budgets: budgets.map((one) => one.name),
  tag: typeof budget.eTag,
  actions: permissions.flatMap((permission) => permission.actions),
  settings: settings.map((setting) => setting.logs.map((log) => log.categoryGroup)).flat(),
}));
