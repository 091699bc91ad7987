// Reads what is set in the fake with Google's clients: node read.mjs <port>. Of each line of input, [host, root, name,
// verb, what people call it], it prints what the client understood, or null where there is none.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import http from "node:http";
import { ModelArmorClient } from "@google-cloud/modelarmor";
import { SecurityCenterManagementClient } from "@google-cloud/securitycentermanagement";
import speech from "@google-cloud/speech";

const port = Number(process.argv[2]);
const require = createRequire(import.meta.url);
const agent = new http.Agent({ keepAlive: true });

// The client's own address stays in the request; only where it goes is another.
const fetchImplementation = (url, { method, headers, body }) => new Promise((resolve, reject) => {
  const { host, pathname, search } = new URL(url);
  const request = http.request({ agent, host: "127.0.0.1", port, method, path: pathname + search, headers: { ...Object.fromEntries(new Headers(headers)), host } }, async (response) => {
    const parts = [];
    for await (const part of response) parts.push(part);
    resolve(new Response(Buffer.concat(parts), { status: response.statusCode, headers: { "content-type": response.headers["content-type"] } }));
  });
  request.on("error", reject);
  request.end(body);
});
const apis = {};
// Of googleapis only what is asked is loaded.
const api = (name, version) => apis[name + version] ??= new (Object.values(require(`googleapis/build/src/apis/${name}/${version}`)).flatMap((space) => Object.entries(space)).find(([kind]) => kind.toLowerCase() === name)[1])({ headers: { authorization: "Bearer t" }, fetchImplementation });

// What googleapis lacks, Google's other clients have.
const bearer = () => Promise.resolve(new Headers({ authorization: "Bearer t" }));
const authorized = (url, options = {}) => { const headers = new Headers(options.headers); headers.set("authorization", "Bearer t"); return fetch(url, { ...options, headers }); };
const authClient = { getRequestHeaders: bearer, getAccessToken: () => Promise.resolve({ token: "t" }), universeDomain: "googleapis.com", request: (options) => authorized(options.url, options) };
const auth = { getClient: () => Promise.resolve(authClient), getUniverseDomain: () => Promise.resolve("googleapis.com"), getProjectId: () => Promise.resolve("ai-project"), fetch: authorized, getRequestHeaders: bearer, request: authClient.request };
const options = { fallback: "rest", apiEndpoint: "127.0.0.1", servicePath: "127.0.0.1", port, protocol: "http", auth };
// This one stands on an older version of what they share.
const plain = () => Promise.resolve({ Authorization: "Bearer t" });
const older = { ...options, auth: { ...auth, getRequestHeaders: plain, getClient: () => Promise.resolve({ ...authClient, getRequestHeaders: plain }) } };
const others = {
  modelarmor: (name) => { const client = new ModelArmorClient(options); return name.endsWith("/floorSetting") ? client.getFloorSetting({ name }) : client.getTemplate({ name }); },
  securitycentermanagement: (name) => new SecurityCenterManagementClient(older).getSecurityCenterService({ name }),
  speech: (name) => new speech.v2.SpeechClient(options).getConfig({ name }),
};
// Who is asked for a policy by GET.
const plainly = ["notebooks", "cloudkms"];

const read = async (service, version, name, verb, called) => {
  if (others[service]) return (await others[service](name))[0];
  const client = api(service, version);
  const words = name.split("/");
  if (service === "storage") return (await client.buckets[verb || "get"]({ bucket: name, optionsRequestedPolicyVersion: 3 })).data;
  if (service === "compute") {
    const collection = words.at(-2);
    return (await client[collection].get({ project: words[1], region: words[2] === "regions" ? words[3] : undefined, [collection.slice(0, -1)]: words.at(-1) })).data;
  }
  if (name.endsWith("/cacheConfig")) return (await client.projects.getCacheConfig({ name })).data;
  const resource = words.filter((_, at) => at % 2 === 0).reduce((at, word) => at[word], client);
  if (verb === "getIamPolicy") return (await resource.getIamPolicy(plainly.includes(service) ? { resource: name, "options.requestedPolicyVersion": 3 } : { resource: name, requestBody: { options: { requestedPolicyVersion: 3 } } })).data;
  if (called) return ((await resource.list({ name: words.slice(0, 2).join("/") })).data.alertPolicies ?? []).find((one) => one.displayName === called) ?? null;
  return (await resource[verb || "get"]({ name })).data;
};

for await (const line of createInterface({ input: process.stdin })) {
  const [host, root, name, verb, called] = JSON.parse(line);
  const service = host.split(".")[0].split("-").at(-1);
  const version = root.split("/").find((word) => /^v\d/.test(word));
  const said = await read(service, version, name, verb, called).catch((error) => [404, 5].includes(error.status ?? error.code) ? null : { failed: error.stack });
  console.log(JSON.stringify(said));
}
process.exit(0);
