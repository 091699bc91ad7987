using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on templates and runtimes of Colab Enterprise.</summary>
internal static class ColabChecks
{
    private const string RuntimeAnewCommand = "gcloud colab runtimes delete {notebookRuntimes} --region {locations} --project {Scope} && gcloud colab runtimes create --display-name NEW_NAME --runtime-template HARDENED_TEMPLATE --region {locations} --project {Scope}";
    private const string TemplateAnewCommand = "gcloud colab runtime-templates describe {notebookRuntimeTemplates} --region {locations} --project {Scope} && gcloud colab runtime-templates create --display-name NEW_NAME --machine-type {machineSpec.machineType} --network NETWORK --subnetwork SUBNETWORK --enable-secure-boot --enable-euc --idle-shutdown-timeout 3h --region {locations} --project {Scope}";

    private const string Guide = "https://cloud.google.com/colab/docs/create-runtime-template";
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    [Check("GCP-IAM-016", Severity.Medium, "Runtime of Colab Enterprise acts as its user",
        Risk = "Everybody who may open the runtime has the rights of one shared account, and logs name nobody.",
        Advice = "Make the runtime anew from a template with end-user credentials on.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.Recreate, Owasp = "LLM06", Atlas = "AML.T0012", Link = Guide)]
    [Command(RuntimeAnewCommand)]
    [Passes("""{ "eucConfig": { "bypassActasCheck": true } }""")]
    [Fails("""{ "eucConfig": { "eucDisabled": true } }""")]
    [Fails("""{ "eucConfig": { }, "serviceAccount": "123456789012-compute@developer.gserviceaccount.com" }""")]
    [CannotSay("""{ "eucConfig": { } }""", Because = "Vertex AI may leave out whether it does.")]
    [CannotSay("{ }")]
    public static Verdict ActsAsUser(NotebookRuntime runtime) =>
        runtime.EucConfig is { BypassActasCheck: true } ? Pass("It acts as its user.")
        : runtime.EucConfig is { EucDisabled: true } || runtime.ServiceAccount is { Length: > 0 } ? Fail($"It acts as {(runtime.ServiceAccount is { Length: > 0 } account ? account : "a service account")}, whoever uses it.")
        : Unknown("The runtime does not say as whom it acts.");

    [Check("GCP-NET-013", Severity.High, "Runtime template gives no access to the internet",
        Risk = "Code in a runtime sends training data anywhere and loads whatever it likes.",
        Advice = "Make the template anew without internet access, in a network with Private Google Access.",
        Tip = Tip.PublicExposure | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0025", Link = Guide)]
    [Command(TemplateAnewCommand)]
    [Passes("""{ "networkSpec": { "network": "projects/ai-project/global/networks/ai" } }""", Because = "What is false is left out, so absent is off.")]
    [Passes("{ }")]
    [Fails("""{ "networkSpec": { "enableInternetAccess": true, "network": "projects/ai-project/global/networks/ai" } }""")]
    public static Verdict NoInternet(NotebookRuntimeTemplate template) =>
        template.NetworkSpec is { EnableInternetAccess: true } ? Fail("Internet access is on.") : Pass("Internet access is off.");

    [Check("GCP-NET-014", Severity.High, "Runtime template names a network of the customer's own",
        Risk = "Runtimes start in Google's network or in the default one, past the firewall.",
        Advice = "Make the template anew with a network and subnet of your own.",
        Tip = Tip.DefaultNetwork | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049", Link = Guide)]
    [Command(TemplateAnewCommand)]
    [Passes("""{ "networkSpec": { "network": "projects/ai-project/global/networks/ai" } }""")]
    [Fails("""{ "networkSpec": { "network": "projects/ai-project/global/networks/default" } }""")]
    [Fails("""{ "networkSpec": { "enableInternetAccess": true } }""")]
    [Fails("{ }")]
    public static Verdict OwnNetwork(NotebookRuntimeTemplate template) => template.NetworkSpec?.Network is not { Length: > 0 } network ? Fail("No network is named.")
        : AiNetworks.IsDefault(network) ? Fail("It is the default network.") : Pass($"The network is {Names.Last(network)}.");

    [Check("GCP-NET-015", Severity.Medium, "Runtime template demands secure boot",
        Risk = "A changed boot loader or kernel is not noticed.",
        Advice = "Make the template anew with secure boot.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0010", Link = Guide)]
    [Command(TemplateAnewCommand)]
    [Passes("""{ "shieldedVmConfig": { "enableSecureBoot": true } }""")]
    [Fails("""{ "shieldedVmConfig": { } }""")]
    [Fails("{ }")]
    public static Verdict SecureBoot(NotebookRuntimeTemplate template) =>
        template.ShieldedVmConfig is { EnableSecureBoot: true } ? Pass("Secure boot is on.") : Fail("Secure boot is off.");

    [Check("GCP-NET-016", Severity.Low, "Runtime template stops idle runtimes within a day",
        Risk = "Forgotten runtimes cost money.",
        Advice = "Make the template anew with an idle timeout of a day or less.",
        Tip = Tip.HardenedTemplate | Tip.Budget, Remedy = Remedy.Recreate, Owasp = "LLM10", Atlas = "AML.T0034", Link = Guide)]
    [Command(TemplateAnewCommand)]
    [Passes("""{ "idleShutdownConfig": { "idleTimeout": "10800s" } }""")]
    [Passes("""{ "idleShutdownConfig": { "idleTimeout": "86400s" } }""")]
    [Passes("{ }", Because = "Vertex AI stops them after three hours unless it is told otherwise.")]
    [Fails("""{ "idleShutdownConfig": { "idleTimeout": "86401s" } }""")]
    [Fails("""{ "idleShutdownConfig": { "idleShutdownDisabled": true, "idleTimeout": "10800s" } }""")]
    public static Verdict StopsWhenIdle(NotebookRuntimeTemplate template) => template.IdleShutdownConfig switch
    {
        { IdleShutdownDisabled: true } => Fail("Runtimes never stop by themselves."),
        { IdleTimeout: { Length: > 0 } text } => Names.Duration(text) is { } idle && idle <= s_day ? Pass($"Runtimes stop after {text} without use.") : Fail($"Runtimes stop only after {text} without use."),
        _ => Pass("Runtimes stop by Google's default."),
    };

    [Check("GCP-NET-017", Severity.Medium, "Runtime of Colab Enterprise is as hard as its template",
        Risk = "A runtime made at a click works in Google's network, with what its maker chose.",
        Advice = "Delete the runtime and make it anew from a hardened template.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0010", Link = "https://cloud.google.com/colab/docs/runtimes")]
    [Command(RuntimeAnewCommand)]
    [Passes("""{ "notebookRuntimeType": "USER_DEFINED", "runtimeState": "RUNNING", "notebookRuntimeTemplateRef": { "notebookRuntimeTemplate": "projects/ai-project/locations/europe-west4/notebookRuntimeTemplates/hard" }, "networkSpec": { "network": "n" }, "shieldedVmConfig": { "enableSecureBoot": true } }""",
        """NotebookRuntimeTemplate { "name": "hard", "networkSpec": { "network": "n" }, "shieldedVmConfig": { "enableSecureBoot": true } }""")]
    [Fails("""{ "notebookRuntimeType": "ONE_CLICK", "runtimeState": "RUNNING", "notebookRuntimeTemplateRef": { "notebookRuntimeTemplate": "projects/ai-project/locations/europe-west4/notebookRuntimeTemplates/hard" } }""", """NotebookRuntimeTemplate { "name": "hard" }""")]
    [Fails("""{ "runtimeState": "RUNNING" }""")]
    [Fails("""{ "runtimeState": "RUNNING", "notebookRuntimeTemplateRef": { "notebookRuntimeTemplate": "projects/ai-project/locations/europe-west4/notebookRuntimeTemplates/gone" } }""", Because = "The template was deleted.")]
    [Fails("""{ "runtimeState": "RUNNING", "notebookRuntimeTemplateRef": { "notebookRuntimeTemplate": "projects/ai-project/locations/europe-west4/notebookRuntimeTemplates/hard" } }""", """NotebookRuntimeTemplate { "name": "hard", "isDefault": true }""")]
    [Fails("""{ "runtimeState": "RUNNING", "notebookRuntimeTemplateRef": { "notebookRuntimeTemplate": "projects/ai-project/locations/europe-west4/notebookRuntimeTemplates/hard" }, "networkSpec": { "enableInternetAccess": true } }""", """NotebookRuntimeTemplate { "name": "hard" }""")]
    [Fails("""{ "runtimeState": "RUNNING", "notebookRuntimeTemplateRef": { "notebookRuntimeTemplate": "projects/ai-project/locations/europe-west4/notebookRuntimeTemplates/hard" } }""", """NotebookRuntimeTemplate { "name": "hard", "shieldedVmConfig": { "enableSecureBoot": true } }""")]
    [Fails("""{ "runtimeState": "RUNNING", "notebookRuntimeTemplateRef": { "notebookRuntimeTemplate": "projects/ai-project/locations/europe-west4/notebookRuntimeTemplates/hard" } }""", """NotebookRuntimeTemplate { "name": "hard", "networkSpec": { "network": "n" } }""")]
    [Passes("""{ "runtimeState": "RUNNING", "notebookRuntimeTemplateRef": { "notebookRuntimeTemplate": "projects/ai-project/locations/europe-west4/notebookRuntimeTemplates/hard" }, "networkSpec": { "enableInternetAccess": true } }""", """NotebookRuntimeTemplate { "name": "hard", "networkSpec": { "enableInternetAccess": true } }""", Because = "It is as its template, whatever that says.")]
    public static Verdict AsItsTemplate(NotebookRuntime runtime, Inventory<NotebookRuntimeTemplate> templates)
    {
        if (runtime.NotebookRuntimeType is "ONE_CLICK")
        {
            return Fail("It was made at a click, from Google's template.");
        }
        if (runtime.NotebookRuntimeTemplateRef?.NotebookRuntimeTemplate is not { Length: > 0 } name)
        {
            return Fail("It was made from no template.");
        }
        if (templates.Find(name) is not { } template)
        {
            return Fail($"Its template {Names.Last(name)} is not there any more.");
        }
        if (template.IsDefault)
        {
            return Fail("Its template is the default one.");
        }
        List<string> weaker = [];
        if (runtime.NetworkSpec is { EnableInternetAccess: true } && template.NetworkSpec is not { EnableInternetAccess: true })
        {
            weaker.Add("internet access");
        }
        if (runtime.ShieldedVmConfig is not { EnableSecureBoot: true } && template.ShieldedVmConfig is { EnableSecureBoot: true })
        {
            weaker.Add("no secure boot");
        }
        if (string.IsNullOrEmpty(runtime.NetworkSpec?.Network) && template.NetworkSpec?.Network is { Length: > 0 })
        {
            weaker.Add("no network of its own");
        }
        return weaker.Count == 0 ? Pass($"It is as its template {template.Identity.Name}.") : Fail($"It differs from its template {template.Identity.Name}: {string.Join(", ", weaker)}.");
    }

    [Check("GCP-DATA-008", Severity.Medium, "Runtime template has a customer-managed key",
        Risk = "Nobody but Google can take the key of the runtimes' disks away.",
        Advice = "Set the key of the template, which holds for new runtimes.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0037", Link = "https://cloud.google.com/colab/docs/cmek")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict TemplateKey(NotebookRuntimeTemplate template) => CustomerKeys.Judge(template);

    [Repair("GCP-DATA-008", "gcp/vertex/RuntimeTemplateKey", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> EncryptRuntimes(NotebookRuntimeTemplate template, RepairChoices choices) =>
        [VertexSettings.TemplateKey.Wish(template, new() { ["encryptionSpec.kmsKeyName"] = choices.Key })];

    [Check("GCP-DATA-008", Severity.Medium, "Runtime has a customer-managed key",
        Risk = "Nobody but Google can take the key of the runtime's disks away.",
        Advice = "Delete the runtime and make it anew from a template with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0037", Link = "https://cloud.google.com/colab/docs/cmek")]
    [Command(RuntimeAnewCommand)]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("{ }")]
    public static Verdict RuntimeKey(NotebookRuntime runtime) => CustomerKeys.Judge(runtime);

    [Check("GCP-DATA-029", Severity.High, "Runtime template holds no secret in its environment",
        Risk = "Everybody who may read the template reads the secret.",
        Advice = "Keep the secret in Secret Manager and read it from there.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0055", Link = "https://cloud.google.com/secret-manager/docs/overview")]
    [Command("gcloud secrets create NEW_SECRET_NAME --data-file secret.txt --project {Scope} && gcloud colab runtime-templates create --display-name NEW_NAME --region {locations} --project {Scope}")]
    [Passes("""{ "softwareConfig": { "env": [ { "name": "MODE", "value": "fast" } ] } }""")]
    [Passes("{ }")]
    [Fails("""{ "softwareConfig": { "env": [ { "name": "DB_PASSWORD", "value": "hunter2hunter2" } ] } }""")]
    [Fails("""{ "softwareConfig": { "env": [ { "name": "SETTINGS", "value": "AIzaSyA0123456789012345678901234567890" } ] } }""")]
    public static Verdict NoSecrets(NotebookRuntimeTemplate template) => Secrets.Judge(template.SoftwareConfig?.Env);
}
