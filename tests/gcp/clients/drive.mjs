// Drives the fake with Google's clients: node drive.mjs <port> <state file>. Prints one JSON object of what they
// understood, and of what in the state is not as their protocol buffers say.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AssetServiceClient } from "@google-cloud/asset";
import { BudgetServiceClient } from "@google-cloud/billing-budgets";
import { ModelArmorClient } from "@google-cloud/modelarmor";
import notebooksClients from "@google-cloud/notebooks";
import { OrgPolicyClient } from "@google-cloud/org-policy";
import { ApiKeysClient } from "@google-cloud/apikeys";
import iamClients from "@google-cloud/iam";
import { RecommenderClient } from "@google-cloud/recommender";

const [port, state] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const token = () => Promise.resolve({ token: "t" });
const headers = new Headers({ authorization: "Bearer t" });
const authClient = {
  getAccessToken: token, getRequestHeaders: () => Promise.resolve(headers), universeDomain: "googleapis.com",
  request: (options) => fetch(options.url, { ...options, headers: { ...options.headers, authorization: "Bearer t" } }),
};
const auth = {
  getClient: () => Promise.resolve(authClient), getUniverseDomain: () => Promise.resolve("googleapis.com"), getProjectId: () => Promise.resolve("ai-prod"),
  fetch: (url, options = {}) => { const all = new Headers(options.headers); all.set("authorization", "Bearer t"); return fetch(url, { ...options, headers: all }); },
  getRequestHeaders: () => Promise.resolve(headers), request: authClient.request, getAccessToken: () => Promise.resolve("t"),
};
const options = { fallback: "rest", apiEndpoint: "127.0.0.1", servicePath: "127.0.0.1", port: Number(port), protocol: "http", auth };
// Two of the clients stand on an older version of what they share.
const plain = () => Promise.resolve({ Authorization: "Bearer t" });
const older = { ...options, auth: { ...auth, getRequestHeaders: plain, getClient: () => Promise.resolve({ ...authClient, getRequestHeaders: plain }) } };
const said = {};

const asset = new AssetServiceClient(options);
const [assets] = await asset.listAssets({ parent: "organizations/1000", contentType: "RESOURCE", assetTypes: ["aiplatform.googleapis.com/Endpoint"] });
said.endpoints = assets.map((one) => one.resource.data.fields.displayName.stringValue);
const [policies] = await asset.listAssets({ parent: "folders/2000", contentType: "IAM_POLICY" });
said.owners = policies.flatMap((one) => one.iamPolicy.bindings).filter((binding) => binding.role === "roles/owner").flatMap((binding) => binding.members);
const [found] = await asset.searchAllResources({ scope: "projects/ai-prod", assetTypes: ["notebooks.googleapis.com/Instance"] });
said.found = found.map((one) => one.displayName);
said.refused = await asset.listAssets({ parent: "organizations/1000", assetTypes: ["billingbudgets.googleapis.com/Budget"] }).then(() => "nothing", (error) => `${error.code} ${error.message}`);

const notebooks = new notebooksClients.v2.NotebookServiceClient(options);
const [instances] = await notebooks.listInstances({ parent: "projects/ai-prod/locations/-" });
said.public = instances.filter((one) => !one.gceSetup.disablePublicIp).map((one) => one.name.split("/").pop());
said.root = instances.find((one) => one.name.endsWith("/open")).gceSetup.metadata["notebook-disable-root"];
const [operation] = await notebooks.updateInstance({
  instance: { name: "projects/ai-prod/locations/europe-west4-a/instances/open", gceSetup: { shieldedInstanceConfig: { enableSecureBoot: true } } },
  updateMask: { paths: ["gce_setup.shielded_instance_config.enable_secure_boot"] },
});
const [updated] = await operation.promise();
said.secureBoot = updated.gceSetup.shieldedInstanceConfig.enableSecureBoot;
said.kept = updated.gceSetup.bootDisk.diskEncryption;

const budgets = new BudgetServiceClient(options);
const parent = "billingAccounts/00AA00-00BB00-00CC00";
const [made] = await budgets.createBudget({ parent, budget: { displayName: "made", amount: { specifiedAmount: { currencyCode: "EUR", units: 100 } }, thresholdRules: [{ thresholdPercent: 0.5 }] } });
const [changed] = await budgets.updateBudget({ budget: { name: made.name, etag: made.etag, displayName: "changed" }, updateMask: { paths: ["display_name"] } });
said.budget = `${changed.displayName} ${changed.amount.specifiedAmount.units}`;
said.stale = await budgets.updateBudget({ budget: { name: made.name, etag: made.etag, displayName: "late" }, updateMask: { paths: ["display_name"] } }).then(() => "nothing", (error) => error.code);
said.budgets = (await budgets.listBudgets({ parent }))[0].map((one) => one.displayName);

const armor = new ModelArmorClient(options);
said.templates = (await armor.listTemplates({ parent: "projects/ai-prod/locations/europe-west4" }))[0].map((one) => one.name.split("/").pop());
said.floor = (await armor.getFloorSetting({ name: "organizations/1000/locations/global/floorSetting" }))[0].enableFloorSettingEnforcement;
const org = new OrgPolicyClient(older);
said.repaired = (await org.getPolicy({ name: "projects/111111111111/policies/ainotebooks.disableRootAccess" }))[0].spec.rules[0].enforce;
said.constraints = (await org.listPolicies({ parent: "organizations/1000" }))[0].map((one) => one.name.split("/").pop());
const [enforced] = await org.createPolicy({ parent: "projects/111111111111", policy: { name: "projects/111111111111/policies/ainotebooks.disableTerminal", spec: { rules: [{ enforce: true }] } } });
said.enforced = enforced.spec.rules[0].enforce;
const keys = new ApiKeysClient(older);
said.keys = (await keys.listKeys({ parent: "projects/ai-prod/locations/global" }))[0].map((one) => one.displayName);

// What takes rights away: a list of deny policies has no rules, and a boundary says whom it binds.
const policyClient = new iamClients.v2.PoliciesClient(options);
const [denied] = await policyClient.listPolicies({ parent: "policies/cloudresourcemanager.googleapis.com%2Ffolders%2F2000/denypolicies" });
said.listed = denied.map((one) => `${one.displayName} ${one.rules.length}`);
said.deny = (await policyClient.getPolicy({ name: denied[0].name }))[0].rules.flatMap((rule) => rule.denyRule.deniedPermissions);
const boundaryClient = new iamClients.v3.PrincipalAccessBoundaryPoliciesClient(options);
const [boundaries] = await boundaryClient.listPrincipalAccessBoundaryPolicies({ parent: "organizations/1000/locations/global" });
said.reach = boundaries.flatMap((one) => one.details.rules).flatMap((rule) => rule.resources);
said.bound = (await boundaryClient.searchPrincipalAccessBoundaryPolicyBindings({ name: boundaries[0].name }))[0].map((one) => one.target.principalSet);
const [insights] = await new RecommenderClient(options).listInsights({ parent: "projects/ai-prod/locations/global/insightTypes/google.iam.policy.Insight" });
said.exercised = insights.map((one) => `${one.content.fields.member.stringValue.split(":")[0]} ${one.content.fields.exercisedPermissions.listValue.values.length}`);

// The package googleapis is made from another description of the same services; of it, too, only what is asked is loaded.
const plainly = { rootUrl: `http://127.0.0.1:${port}/`, headers: { authorization: "Bearer t" } };
const rest = (name, version) => new (Object.values(require(`googleapis/build/src/apis/${name}/${version}`)).flatMap((space) => Object.entries(space)).find(([kind]) => kind.toLowerCase() === name)[1])(plainly);
said.assets = (await rest("cloudasset", "v1").assets.list({ parent: "organizations/1000", contentType: "IAM_POLICY", assetTypes: ["cloudresourcemanager.googleapis.com/Folder"] })).data.assets.map((one) => one.iamPolicy.bindings[0].role);
said.instances = (await rest("notebooks", "v2").projects.locations.instances.list({ parent: "projects/ai-prod/locations/-" })).data.instances.map((one) => one.name.split("/").pop());
const crm = rest("cloudresourcemanager", "v3");
const { data: read } = await crm.projects.getIamPolicy({ resource: "projects/ai-hub", requestBody: { options: { requestedPolicyVersion: 3 } } });
const bound = await crm.projects.setIamPolicy({ resource: "projects/ai-hub", requestBody: { policy: { ...read, bindings: [...read.bindings, { role: "roles/viewer", members: ["user:late@example.com"] }] } } });
said.written = bound.data.bindings.at(-1).members;
said.late = await crm.projects.setIamPolicy({ resource: "projects/ai-hub", requestBody: { policy: read } }).then(() => "nothing", (error) => `${error.status} ${error.message}`);
said.spent = (await rest("billingbudgets", "v1").billingAccounts.budgets.list({ parent })).data.budgets.map((one) => one.displayName);
said.models = (await rest("aiplatform", "v1").projects.locations.models.list({ parent: "projects/ai-prod/locations/europe-west4" })).data.models.map((one) => one.displayName);

// Quotas that the project lowered by a repair, one more that the client lowers and gives back, and an alert that a repair made.
const quotas = rest("serviceusage", "v1beta1").services.consumerQuotaMetrics;
const bucketsOf = (metrics) => metrics.flatMap((metric) => metric.consumerQuotaLimits).flatMap((limit) => limit.quotaBuckets.map((bucket) => ({ ...bucket, limit })));
const vertexQuotas = async () => bucketsOf((await quotas.list({ parent: "projects/111111111111/services/aiplatform.googleapis.com", view: "FULL" })).data.metrics);
const lowered = (await vertexQuotas()).filter((bucket) => bucket.consumerOverride);
said.lowered = lowered.map((bucket) => `${bucket.consumerOverride.overrideValue} ${bucket.effectiveLimit}`);
const tokens = (await vertexQuotas()).find((bucket) => bucket.limit.metric.includes("tokens"));
const override = { metric: tokens.limit.metric, unit: tokens.limit.unit, overrideValue: "7" };
said.unforced = await quotas.importConsumerOverrides({ parent: "projects/111111111111/services/aiplatform.googleapis.com", requestBody: { inlineSource: { overrides: [override] } } }).then(() => "nothing", (error) => error.status);
const { data: importing } = await quotas.importConsumerOverrides({ parent: "projects/111111111111/services/aiplatform.googleapis.com", requestBody: { inlineSource: { overrides: [override] }, force: true } });
said.imported = (await rest("serviceusage", "v1beta1").operations.get({ name: importing.name })).data.response.overrides.map((one) => one.overrideValue);
const { data: limit } = await quotas.limits.get({ name: tokens.limit.name, view: "FULL" });
await quotas.limits.consumerOverrides.delete({ name: limit.quotaBuckets[0].consumerOverride.name, force: true });
said.given = (await quotas.limits.get({ name: tokens.limit.name, view: "FULL" })).data.quotaBuckets.map((bucket) => `${bucket.effectiveLimit} ${bucket.consumerOverride}`);
const alerts = rest("monitoring", "v3").projects.alertPolicies;
said.alerts = (await alerts.list({ name: "projects/ai-prod" })).data.alertPolicies.filter((one) => one.displayName.startsWith("AiCloudSecurity")).flatMap((one) => one.conditions).map((one) => Object.keys(one).filter((member) => member.startsWith("condition")).join());

// Members and values of the state that Google's protocol buffers do not know.
const roots = ["apikeys", "asset", "billing-budgets", "iam", "modelarmor", "notebooks", "org-policy", "recommender"].map((name) => require(`@google-cloud/${name}/build/protos/protos.json`));
const lookup = (name) => roots.map((root) => name.split(".").reduce((at, word) => at?.nested?.[word], root)).find((type) => type);
const within = (scope, name) => { const words = scope.split("."); for (let i = words.length; i >= 0; i--) { const full = [...words.slice(0, i), name].join("."); const type = lookup(full); if (type) return [full, type]; } return []; };
const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const known = ["google.protobuf.", "google.type.", "google.rpc."];
const wrong = [];
const check = (value, scope, type, path) => {
  if (type.values) { if (!(value in type.values)) wrong.push(`${path} is ${value}`); return; }
  if (known.some((prefix) => scope.startsWith(prefix))) return;
  const fields = Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [camel(name), field]));
  for (const [name, inner] of Object.entries(value)) {
    const field = fields[name];
    if (!field) { wrong.push(`${path}.${name} is not known`); continue; }
    const [full, of] = within(scope, field.type);
    if (of && !field.keyType) for (const item of field.rule === "repeated" ? inner : [inner]) check(item, full, of, `${path}.${name}`);
    else if (field.type === "bool" && typeof inner !== "boolean") wrong.push(`${path}.${name} is no boolean`);
  }
};
let held = 0;
for (const resource of JSON.parse(readFileSync(state, "utf8"))) {
  const type = resource.message && lookup(resource.message);
  if (type) { held++; check(resource.data, resource.message, type, resource.name); }
}
said.held = held;
said.wrong = wrong;
console.log(JSON.stringify(said));
process.exit(0);
