// Drives the fake with Microsoft's clients: node drive.mjs <https endpoint>. Prints one JSON object of what they understood.
import { ResourceGraphClient } from "@azure/arm-resourcegraph";
import { CognitiveServicesManagementClient } from "@azure/arm-cognitiveservices";
import { ConsumptionManagementClient } from "@azure/arm-consumption";
import { AuthorizationManagementClient } from "@azure/arm-authorization";
import { MonitorClient } from "@azure/arm-monitor";
import { BatchRequestContent, BatchResponseContent, Client, PageIterator } from "@microsoft/microsoft-graph-client";
import { readFileSync } from "node:fs";

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
const denied = await all(authorization.denyAssignments.listForScope(scope));
const eligible = await all(authorization.roleEligibilityScheduleInstances.listForScope(scope));

const monitor = new MonitorClient(credential, subscription, options);
const events = await all(monitor.activityLogs.list("eventTimestamp ge '2026-01-01T00:00:00Z'"));
const settings = [];
const listed = await monitor.diagnosticSettings.list(accounts.find((account) => account.name === "closed").id);
for (const setting of listed.value ?? listed) settings.push(setting);

// Microsoft Graph: what ids mean, who is in a group, many questions in one.
const directory = Client.init({ baseUrl: `${endpoint}/`, customHosts: new Set([new URL(endpoint).hostname]), authProvider: (done) => done(null, "t") });
const [admins, ann, lab, pipeline, gone] = ["0", "1", "10", "2", "f"].map((end) => `dddddddd-0000-0000-0000-${end.padStart(12, "0")}`);
const known = await directory.api("/directoryObjects/getByIds").post({ ids: [admins, ann, lab, pipeline, gone] });
const members = [];
await new PageIterator(directory, await directory.api(`/groups/${lab}/transitiveMembers`).select("id,userType").top(2).get(), (member) => members.push(member)).iterate();
const batch = new BatchRequestContent([
  { id: "users", request: new Request(`${endpoint}/users?$filter=id in ('${ann}')&$select=id,userType`) },
  { id: "none", request: new Request(`${endpoint}/groups/${gone}/transitiveMembers`) },
]);
const answers = new BatchResponseContent(await directory.api("/$batch").post(await batch.getContent()));
// The members that published types know.
const types = readFileSync(new URL("node_modules/@microsoft/microsoft-graph-types/microsoft-graph.d.ts", import.meta.url), "utf8");
const membersOf = (name) => [...types.match(new RegExp(`^export interface ${name} .*?^}`, "ms"))[0].matchAll(/^ {4}(\w+)\?:/gm)].map((member) => member[1]);
const shared = ["@odata.type", "id", ...membersOf("DirectoryObject")];
const fixture = JSON.parse(readFileSync(new URL("../tenant.json", import.meta.url), "utf8")).filter((item) => item["@odata.type"]);
const strange = fixture.flatMap((item) => {
  const kind = item["@odata.type"].replace("#microsoft.graph.", "");
  const allowed = [...shared, ...membersOf(kind[0].toUpperCase() + kind.slice(1))];
  return Object.keys(item).filter((member) => !allowed.includes(member)).map((member) => `${kind}.${member}`);
});

console.log(JSON.stringify({
  known: known.value.map((item) => `${item["@odata.type"].replace("#microsoft.graph.", "")} ${item.displayName} ${item.userType ?? ""}`.trim()),
  members: members.map((member) => member.userType ?? "group"),
  user: (await answers.getResponseById("users").json()).value[0].userType,
  missing: answers.getResponseById("none").status,
  strange,
  rows: rows.data.map((row) => row.name),
  accounts: accounts.map((account) => account.name),
  keys: accounts.map((account) => account.properties.disableLocalAuth ?? null),
  capacities: deployments.map((deployment) => deployment.sku.capacity),
  filters: policies.find((policy) => policy.name === "strict").properties.contentFilters.length,
  updated: updated.properties.publicNetworkAccess,
  budgets: budgets.map((one) => one.name),
  tag: typeof budget.eTag,
  actions: permissions.flatMap((permission) => permission.actions),
  denied: denied.map((deny) => `${deny.denyAssignmentName}: ${deny.permissions[0].actions[0]} of ${deny.principals[0].type}, not ${deny.excludePrincipals[0].type}, ${deny.isSystemProtected}`),
  eligible: eligible.map((one) => `${one.principalType} ${one.status} ${one.memberType} ${one.scope}`),
  events: events.map((event) => `${event.operationName.value} ${event.status.value} ${event.eventTimestamp.getUTCFullYear()}`),
  settings: settings.map((setting) => setting.logs.map((log) => log.categoryGroup)).flat(),
}));
