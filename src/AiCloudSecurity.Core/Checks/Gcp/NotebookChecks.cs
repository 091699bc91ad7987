using System.Globalization;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on notebooks of Vertex AI Workbench.</summary>
internal static class NotebookChecks
{
    private const string AnewCommand = "gcloud workbench instances describe {instances} --location {locations} --project {Scope} && gcloud workbench instances create NEW_NAME --machine-type {gceSetup.machineType} --network NETWORK --subnet SUBNET --disable-public-ip --service-account-email SERVICE_ACCOUNT_EMAIL --location {locations} --project {Scope}";

    /// <summary>What to say of a notebook that the first version of the interface made.</summary>
    public const string Gone = "It was made by the first version of the Notebooks API, of which Google has deleted all, or it is deleted.";

    private const string Guide = "https://cloud.google.com/vertex-ai/docs/workbench/instances/manage-metadata";
    private const string InAi = """{ "gceSetup": { "networkInterfaces": [ { "network": "projects/ai-project/global/networks/ai" } ] } }""";
    private static readonly string[] s_images = ["cloud-notebooks-managed", "deeplearning-platform-release"];

    [Check("GCP-IAM-005", Severity.High, "Notebook runs as a service account of its own",
        Risk = "The default account is shared by all machines of the project and often may change everything.",
        Advice = "Make the notebook anew with a service account that has only the roles its work needs.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0050", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/create")]
    [Command(AnewCommand)]
    [Passes("""{ "gceSetup": { "serviceAccounts": [ { "email": "nb@ai-project.iam.gserviceaccount.com" } ] } }""")]
    [Fails("""{ "gceSetup": { } }""", Because = "Without one it is the default account.")]
    [Fails("""{ "gceSetup": { "serviceAccounts": [ { "email": "123456789012-compute@developer.gserviceaccount.com" } ] } }""")]
    [Fails("""{ "gceSetup": { "serviceAccounts": [ { "email": "ai-project@appspot.gserviceaccount.com" } ] } }""")]
    [Skips("""{ "state": "ACTIVE" }""", Because = "The first version of the interface made it, and Google has deleted those.")]
    [Skips("""{ "state": "DELETED", "gceSetup": { } }""")]
    public static Verdict OwnAccount(WorkbenchInstance notebook) => Judge(notebook, setup =>
        setup.ServiceAccounts is not { Count: > 0 } accounts ? Fail("It runs as the default account: none is named.")
        : accounts.FirstOrDefault(account => Members.IsDefault(account.Email)) is { } usual ? Fail($"It runs as the default account {usual.Email}.")
        : Pass($"It runs as {Names.Some(accounts.Select(account => account.Email!))}."));

    [Check("GCP-NET-001", Severity.High, "Notebook has no external address", SecureAiPosture = true,
        Risk = "The notebook stands on the internet, behind the network's firewall rules alone.",
        Advice = "Make the notebook anew without external address, and enforce ainotebooks.restrictPublicIp.",
        Tip = Tip.PublicExposure | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0049", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/create")]
    [Command("gcloud workbench instances describe {instances} --location {locations} --project {Scope} && gcloud workbench instances create NEW_NAME --machine-type {gceSetup.machineType} --network NETWORK --subnet SUBNET --disable-public-ip --service-account-email SERVICE_ACCOUNT_EMAIL --location {locations} --project {Scope} && gcloud resource-manager org-policies enable-enforce ainotebooks.restrictPublicIp --project {Scope}")]
    [Passes("""{ "gceSetup": { "disablePublicIp": true } }""")]
    [Fails("""{ "gceSetup": { "disablePublicIp": false } }""")]
    [Fails("""{ "gceSetup": { } }""", Because = "What is false is left out, so absent is public.")]
    [Skips("""{ "state": "ACTIVE" }""")]
    public static Verdict NoExternalAddress(WorkbenchInstance notebook) => Judge(notebook, setup =>
        setup.DisablePublicIp ? Pass("It has no external address.") : Fail("It has an external address."));

    [Check("GCP-NET-002", Severity.High, "Notebook is not on the default network", SecureAiPosture = true,
        Risk = "The default network lets SSH and RDP in from everywhere and joins all regions.",
        Advice = "Make the notebook anew in a network of its own, and set ainotebooks.restrictVpcNetworks.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049", Link = "https://cloud.google.com/vpc/docs/vpc#default-network")]
    [Command("gcloud workbench instances describe {instances} --location {locations} --project {Scope} && gcloud workbench instances create NEW_NAME --machine-type {gceSetup.machineType} --network NETWORK --subnet SUBNET --disable-public-ip --service-account-email SERVICE_ACCOUNT_EMAIL --location {locations} --project {Scope} && gcloud resource-manager org-policies allow ainotebooks.restrictVpcNetworks projects/{Scope}/global/networks/NETWORK --project {Scope}")]
    [Passes("""{ "gceSetup": { "networkInterfaces": [ { "network": "projects/ai-project/global/networks/ai" } ] } }""")]
    [Fails("""{ "gceSetup": { } }""", Because = "Without one it is the default network.")]
    [Fails("""{ "gceSetup": { "networkInterfaces": [ { "network": "projects/ai-project/global/networks/ai" }, { "network": "https://www.googleapis.com/compute/v1/projects/ai-project/global/networks/default" } ] } }""")]
    [Fails("""{ "gceSetup": { "networkInterfaces": [ { } ] } }""")]
    [Skips("""{ "state": "ACTIVE" }""")]
    public static Verdict OwnNetwork(WorkbenchInstance notebook) => Judge(notebook, setup =>
        setup.NetworkInterfaces is not { Count: > 0 } networks ? Fail("No network is named, so it is on the default network.")
        : networks.Any(network => AiNetworks.IsDefault(network.Network)) ? Fail("It is on the default network.")
        : Pass($"It is on {Names.Some(networks.Select(network => Names.Last(network.Network!)))}."));

    [Check("GCP-NET-003", Severity.Low, "Notebook forwards no packets of others",
        Risk = "The notebook can be made a router past the network's rules.",
        Advice = "Make the notebook anew without IP forwarding.",
        Tip = Tip.DefaultNetwork | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Atlas = "AML.T0049", Link = "https://cloud.google.com/vpc/docs/using-routes#canipforward")]
    [Command(AnewCommand)]
    [Passes("""{ "gceSetup": { } }""")]
    [Fails("""{ "gceSetup": { "enableIpForwarding": true } }""")]
    [Skips("""{ "state": "ACTIVE" }""")]
    public static Verdict NoForwarding(WorkbenchInstance notebook) => Judge(notebook, setup =>
        setup.EnableIpForwarding ? Fail("IP forwarding is on.") : Pass("IP forwarding is off."));

    [Check("GCP-NET-004", Severity.Low, "Notebook that must be private is not reached through Google's proxy",
        Risk = "The proxy's address is on the internet, however private the network is.",
        Advice = "Make the notebook anew without proxy access, and reach it through the network.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/create")]
    [Command("gcloud workbench instances describe {instances} --location {locations} --project {Scope} && gcloud workbench instances create NEW_NAME --machine-type {gceSetup.machineType} --network NETWORK --subnet SUBNET --disable-public-ip --service-account-email SERVICE_ACCOUNT_EMAIL --disable-proxy-access --location {locations} --project {Scope}")]
    [Passes("""{ "disableProxyAccess": true, "enableThirdPartyIdentity": true, "gceSetup": { } }""")]
    [Passes("""{ "gceSetup": { } }""", Because = "Nobody demands private access, and the proxy asks who it is.")]
    [Fails("""{ "enableThirdPartyIdentity": true, "gceSetup": { } }""")]
    [Fails("""{ "gceSetup": { "disablePublicIp": true } }""", """OrgPolicy { "name": "folders/2/policies/ainotebooks.restrictPublicIp", "spec": { "rules": [ { "enforce": true } ] } }""")]
    [Skips("""{ "state": "ACTIVE" }""")]
    public static Verdict NoProxy(WorkbenchInstance notebook, OrgPolicies policies) => Judge(notebook, _ =>
        notebook.DisableProxyAccess ? Pass("Google's proxy does not reach it.")
        : notebook.EnableThirdPartyIdentity ? Fail("People of another identity provider reach it through Google's proxy.")
        : policies.IsEnforced("ainotebooks.restrictPublicIp") ? Fail("The organisation wants notebooks private, and Google's proxy reaches it from the internet.")
        : Pass("Google's proxy reaches it, which nobody forbids."));

    [Check("GCP-NET-005", Severity.High, "Notebook gives its users no root", SecureAiPosture = true,
        Risk = "With root its user reads the credentials and switches off what guards the machine.",
        Advice = "Set notebook-disable-root to true.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0050", Link = Guide)]
    [Passes("""{ "gceSetup": { "metadata": { "notebook-disable-root": "true" } } }""")]
    [Passes("""{ "gceSetup": { "metadata": { "notebook-disable-root": "TRUE" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "notebook-disable-root": "false" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "notebook-disable-terminal": "true" } } }""")]
    [Fails("""{ "gceSetup": { } }""")]
    [Skips("""{ "metadata": { "notebook-disable-root": "false" } }""", Because = "The first version of the interface made it.")]
    public static Verdict NoRoot(WorkbenchInstance notebook) => Judge(notebook, setup =>
        Is(setup, "notebook-disable-root") ? Pass("Root is off.") : Fail("Users have root."));

    [Repair("GCP-NET-005", "gcp/notebooks/Metadata")]
    internal static IEnumerable<Wish> TakeRoot(WorkbenchInstance notebook) => [VertexSettings.Notebook.Wish(notebook, VertexSettings.Told(("notebook-disable-root", "true")), "What needs root in the notebook, as installing packages of the system, stops working when it is next started.")];

    [Check("GCP-NET-006", Severity.Medium, "Notebook lets no files be downloaded", SecureAiPosture = true,
        Risk = "Training data and models leave through the browser.",
        Advice = "Set notebook-disable-downloads and notebook-disable-nbconvert to true.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM02, ML05", Atlas = "AML.T0025", Link = Guide)]
    [Passes("""{ "gceSetup": { "metadata": { "notebook-disable-downloads": "true", "notebook-disable-nbconvert": "true" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "notebook-disable-downloads": "true" } } }""", Because = "Notebooks can still be saved in another format.")]
    [Fails("""{ "gceSetup": { "metadata": { "notebook-disable-nbconvert": "true" } } }""")]
    [Fails("""{ "gceSetup": { } }""")]
    [Skips("""{ "state": "ACTIVE" }""")]
    public static Verdict NoDownloads(WorkbenchInstance notebook) => Judge(notebook, setup => (Is(setup, "notebook-disable-downloads"), Is(setup, "notebook-disable-nbconvert")) switch
    {
        (true, true) => Pass("Downloads are off."),
        (true, false) => Fail("Downloads are off, but notebooks can be exported by nbconvert."),
        _ => Fail("Files can be downloaded."),
    });

    [Repair("GCP-NET-006", "gcp/notebooks/Metadata")]
    internal static IEnumerable<Wish> StopDownloads(WorkbenchInstance notebook) => [VertexSettings.Notebook.Wish(notebook, VertexSettings.Told(("notebook-disable-downloads", "true"), ("notebook-disable-nbconvert", "true")), "Nobody downloads files or exports notebooks any more.")];

    [Check("GCP-NET-007", Severity.Medium, "Notebook has no terminal", SecureAiPosture = true,
        Risk = "A terminal runs what no notebook shows.",
        Advice = "Set notebook-disable-terminal to true.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0050", Link = Guide)]
    [Passes("""{ "gceSetup": { "metadata": { "notebook-disable-terminal": "true" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "notebook-disable-terminal": "" } } }""")]
    [Fails("""{ "gceSetup": { } }""")]
    [Skips("""{ "state": "ACTIVE" }""")]
    public static Verdict NoTerminal(WorkbenchInstance notebook) => Judge(notebook, setup =>
        Is(setup, "notebook-disable-terminal") ? Pass("The terminal is off.") : Fail("The terminal is on."));

    [Repair("GCP-NET-007", "gcp/notebooks/Metadata")]
    internal static IEnumerable<Wish> StopTerminal(WorkbenchInstance notebook) => [VertexSettings.Notebook.Wish(notebook, VertexSettings.Told(("notebook-disable-terminal", "true")), "Nobody opens a terminal in the notebook any more.")];

    [Check("GCP-NET-008", Severity.Medium, "Notebook is upgraded by a schedule", SecureAiPosture = true,
        Risk = "Known holes in the system and in Jupyter stay open.",
        Advice = "Set notebook-upgrade-schedule, and see why an upgrade failed.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/upgrade")]
    [Command("gcloud workbench instances update {instances} --metadata 'notebook-upgrade-schedule=00 19 * * MON' --location {locations} --project {Scope} && gcloud workbench instances upgrade {instances} --location {locations} --project {Scope}")]
    [Passes("""{ "gceSetup": { "metadata": { "notebook-upgrade-schedule": "00 19 * * MON" } } }""")]
    [Passes("""{ "gceSetup": { "metadata": { "notebook-upgrade-schedule": "00 19 * * MON" } }, "upgradeHistory": [ { "action": "UPGRADE", "state": "FAILED", "createTime": "2026-05-01T00:00:00Z" }, { "action": "UPGRADE", "state": "SUCCEEDED", "createTime": "2026-06-01T00:00:00Z" } ] }""")]
    [Fails("""{ "gceSetup": { "metadata": { "notebook-upgrade-schedule": "" } } }""")]
    [Fails("""{ "gceSetup": { } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "notebook-upgrade-schedule": "00 19 * * MON" } }, "upgradeHistory": [ { "action": "UPGRADE", "state": "FAILED", "createTime": "2026-06-01T00:00:00Z" }, { "action": "UPGRADE", "state": "SUCCEEDED", "createTime": "2026-05-01T00:00:00Z" } ] }""", Because = "The last one failed.")]
    [Skips("""{ "state": "ACTIVE" }""")]
    [Passes("""{ "gceSetup": { "metadata": { "notebook-upgrade-schedule": "00 19 * * MON" } }, "upgradeHistory": [ { "action": "ROLLBACK", "state": "FAILED", "createTime": "2026-06-01T00:00:00Z" } ] }""", Because = "That was no upgrade.")]
    public static Verdict Upgraded(WorkbenchInstance notebook) => Judge(notebook, setup =>
        string.IsNullOrWhiteSpace(Value(setup, "notebook-upgrade-schedule")) ? Fail("There is no schedule for upgrades.")
        : notebook.UpgradeHistory?.MaxBy(entry => entry.CreateTime) is { State: "FAILED", Action: not "ROLLBACK" } ? Fail("The last upgrade failed.")
        : Pass($"It is upgraded at {Value(setup, "notebook-upgrade-schedule")}."));

    [Repair("GCP-NET-008", "gcp/notebooks/Metadata")]
    internal static IEnumerable<Wish> Upgrade(WorkbenchInstance notebook) =>
        // Why an upgrade failed a person must see.
        string.IsNullOrWhiteSpace(Value(notebook.GceSetup!, "notebook-upgrade-schedule"))
            ? [VertexSettings.Notebook.Wish(notebook, VertexSettings.Told(("notebook-upgrade-schedule", "00 19 * * MON")), "The notebook is restarted on Mondays at 19:00 where there is an upgrade.")] : [];

    [Check("GCP-NET-009", Severity.Medium, "Notebook is a full shielded machine",
        Risk = "A changed boot loader or kernel is not noticed.",
        Advice = "Stop the notebook, switch secure boot, the platform module and integrity monitoring on, and start it.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010", Link = "https://cloud.google.com/compute/shielded-vm/docs/shielded-vm")]
    [Command("gcloud workbench instances stop {instances} --location {locations} --project {Scope} && gcloud workbench instances update {instances} --shielded-secure-boot true --shielded-vtpm true --shielded-integrity-monitoring true --location {locations} --project {Scope} && gcloud workbench instances start {instances} --location {locations} --project {Scope}")]
    [Passes("""{ "gceSetup": { "shieldedInstanceConfig": { "enableSecureBoot": true, "enableVtpm": true, "enableIntegrityMonitoring": true } } }""")]
    [Passes("""{ "gceSetup": { "shieldedInstanceConfig": { "enableSecureBoot": true } } }""", Because = "The other two are on by default.")]
    [Fails("""{ "gceSetup": { "shieldedInstanceConfig": { "enableVtpm": true, "enableIntegrityMonitoring": true } } }""")]
    [Fails("""{ "gceSetup": { "shieldedInstanceConfig": { "enableSecureBoot": true, "enableVtpm": false } } }""")]
    [Fails("""{ "gceSetup": { "shieldedInstanceConfig": { "enableSecureBoot": true, "enableIntegrityMonitoring": false } } }""")]
    [Fails("""{ "gceSetup": { } }""")]
    [Skips("""{ "state": "ACTIVE" }""")]
    public static Verdict Shielded(WorkbenchInstance notebook) => Judge(notebook, setup =>
    {
        var shield = setup.ShieldedInstanceConfig;
        var off = new[] { (shield?.EnableSecureBoot is not true, "secure boot"), (shield?.EnableVtpm is false, "the platform module"), (shield?.EnableIntegrityMonitoring is false, "integrity monitoring") }
            .Where(part => part.Item1).Select(part => part.Item2).ToList();
        return off.Count == 0 ? Pass("Secure boot, the platform module and integrity monitoring are on.") : Fail($"Off: {string.Join(", ", off)}.");
    });

    [Check("GCP-NET-010", Severity.Medium, "Notebook is not entered by serial port or by the project's SSH keys",
        Risk = "Whoever has an old key of the project, or the serial port, is in the notebook.",
        Advice = "Switch the serial port off, set block-project-ssh-keys to true, and leave OS Login on.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0012", Link = "https://cloud.google.com/compute/docs/connect/restrict-ssh-keys")]
    [Passes("""{ "gceSetup": { "metadata": { "block-project-ssh-keys": "true" } } }""")]
    [Passes("""{ "gceSetup": { "metadata": { "block-project-ssh-keys": "TRUE", "enable-oslogin": "true", "serial-port-enable": "false" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "block-project-ssh-keys": "true", "serial-port-enable": "true" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "block-project-ssh-keys": "true", "serial-port-enable": "1" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "block-project-ssh-keys": "true", "enable-oslogin": "FALSE" } } }""")]
    [Fails("""{ "gceSetup": { } }""", Because = "Keys of the project are taken unless they are blocked.")]
    [Skips("""{ "state": "ACTIVE" }""")]
    public static Verdict NoBackDoors(WorkbenchInstance notebook) => Judge(notebook, setup =>
    {
        var open = new[]
        {
            (Is(setup, "serial-port-enable") || Value(setup, "serial-port-enable") == "1", "the serial port is on"),
            (!Is(setup, "block-project-ssh-keys"), "SSH keys of the project are taken"),
            ("false".Equals(Value(setup, "enable-oslogin"), StringComparison.OrdinalIgnoreCase), "OS Login is off"),
        }.Where(part => part.Item1).Select(part => part.Item2).ToList();
        return open.Count == 0 ? Pass("Neither the serial port nor keys of the project lead in.") : Fail($"Ways in: {string.Join(", ", open)}.");
    });

    [Repair("GCP-NET-010", "gcp/notebooks/Metadata")]
    internal static IEnumerable<Wish> CloseBackDoors(WorkbenchInstance notebook)
    {
        List<(string, string)> told = [("block-project-ssh-keys", "true")];
        if (Value(notebook.GceSetup!, "serial-port-enable") is { } serial && !serial.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            told.Add(("serial-port-enable", "false"));
        }
        if ("false".Equals(Value(notebook.GceSetup!, "enable-oslogin"), StringComparison.OrdinalIgnoreCase))
        {
            told.Add(("enable-oslogin", "true"));
        }
        yield return VertexSettings.Notebook.Wish(notebook, VertexSettings.Told(told), "Whoever comes in by a key of the project or by the serial port is shut out.");
    }

    [Check("GCP-NET-011", Severity.Low, "Notebook stops when it is idle",
        Risk = "A forgotten notebook costs money, and stays open to whoever finds it.",
        Advice = "Set idle-timeout-seconds to a day or less.",
        Tip = Tip.HardenedTemplate | Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/idle-shutdown")]
    [Passes("""{ "gceSetup": { } }""", Because = "It is three hours by default.")]
    [Passes("""{ "gceSetup": { "metadata": { "idle-timeout-seconds": "86400" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "idle-timeout-seconds": "86401" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "idle-timeout-seconds": "0" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "idle-timeout-seconds": "" } } }""")]
    [Skips("""{ "state": "ACTIVE" }""")]
    public static Verdict StopsWhenIdle(WorkbenchInstance notebook) => Judge(notebook, setup => Value(setup, "idle-timeout-seconds") switch
    {
        null => Pass("It stops after three hours without use."),
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 =>
            seconds <= 86400 ? Pass($"It stops after {seconds} seconds without use.") : Fail($"It stops only after {seconds} seconds without use."),
        _ => Fail("It never stops by itself."),
    });

    [Repair("GCP-NET-011", "gcp/notebooks/Metadata")]
    internal static IEnumerable<Wish> StopWhenIdle(WorkbenchInstance notebook) => [VertexSettings.Notebook.Wish(notebook, VertexSettings.Told(("idle-timeout-seconds", "10800")))];

    [Check("GCP-NET-012", Severity.Medium, "Notebook starts from an approved image and a script that others cannot change", SecureAiPosture = true,
        Risk = "Whoever makes the image or may write the script runs code in the notebook before its user does.",
        Advice = "Use an image of Google or of the project, keep the script where only its owners write, and set ainotebooks.environmentOptions.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM03, ML06", Atlas = "AML.T0010", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/create-custom-container")]
    [Command("gcloud workbench instances describe {instances} --location {locations} --project {Scope} && gcloud workbench instances create NEW_NAME --machine-type {gceSetup.machineType} --network NETWORK --subnet SUBNET --disable-public-ip --service-account-email SERVICE_ACCOUNT_EMAIL --vm-image-project cloud-notebooks-managed --vm-image-family workbench-instances --location {locations} --project {Scope} && gcloud resource-manager org-policies allow ainotebooks.environmentOptions is:ALLOWED_IMAGE --project {Scope}")]
    [Passes("""{ "gceSetup": { } }""", Because = "Without one it is Google's.")]
    [Passes("""{ "gceSetup": { "vmImage": { "project": "cloud-notebooks-managed", "family": "workbench-instances" } } }""")]
    [Passes("""{ "gceSetup": { "containerImage": { "repository": "us-docker.pkg.dev/ai-project/images/nb", "tag": "1" } } }""")]
    [Passes("""{ "gceSetup": { "vmImage": { "project": "golden-images", "family": "nb" } } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.environmentOptions", "spec": { "rules": [ { "values": { "allowedValues": [ "ainotebooks-vm/golden-images/image-family/nb" ] } } ] } }""", Because = "The organisation allows it.")]
    [Passes("""{ "gceSetup": { "metadata": { "post-startup-script": "gs://scripts/start.sh" } } }""", """Bucket { "name": "scripts" }""", """IamPolicy { "name": "//storage.googleapis.com/scripts", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "bindings": [ { "role": "roles/storage.objectViewer", "members": [ "domain:example.com" ] }, { "role": "roles/storage.objectAdmin", "members": [ "user:ann@example.com", "serviceAccount:deploy@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("""{ "gceSetup": { "vmImage": { "project": "somebody", "name": "nb" } } }""")]
    [Fails("""{ "gceSetup": { "containerImage": { "repository": "docker.io/somebody/nb" } } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "post-startup-script": "gs://scripts/start.sh" } } }""", """Bucket { "name": "scripts" }""", """IamPolicy { "name": "//storage.googleapis.com/scripts", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "bindings": [ { "role": "roles/storage.objectAdmin", "members": [ "group:all@example.com" ] } ] } }""")]
    [Fails("""{ "gceSetup": { "metadata": { "post-startup-script": "gs://scripts/start.sh" } } }""", """Bucket { "name": "scripts" }""", """IamPolicy { "name": "//storage.googleapis.com/scripts", "assetType": "storage.googleapis.com/Bucket", "iamPolicy": { "bindings": [ { "role": "roles/storage.objectUser", "members": [ "serviceAccount:ci@other-project.iam.gserviceaccount.com" ] } ] } }""")]
    [CannotSay("""{ "gceSetup": { "metadata": { "post-startup-script": "gs://elsewhere/start.sh" } } }""", Because = "The bucket is not in the project.")]
    [Skips("""{ "state": "ACTIVE" }""")]
    [Passes("""{ "gceSetup": { "vmImage": { "project": "deeplearning-platform-release", "family": "common-cpu" } } }""")]
    [Passes("""{ "gceSetup": { "containerImage": { "repository": "EACH", "tag": "1" } } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.environmentOptions", "spec": { "rules": [ { "values": { "allowedValues": [ "ainotebooks-container/docker.io/somebody/nb", "ainotebooks-container/x/golden-images/y" ] } } ] } }""", Each = ["docker.io/somebody/nb", "us-docker.pkg.dev/golden-images/images/nb"])]
    [Passes("""{ "gceSetup": { "containerImage": { "repository": "gcr.io/ai-project/nb" } } }""")]
    [Fails("""{ "gceSetup": { "containerImage": { "repository": "docker.io/ai-project/nb" } } }""", Because = "What is called as the project is nobody's of the project.")]
    [Fails("""{ "gceSetup": { "containerImage": { "repository": "docker.io/other/nb" } } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.environmentOptions", "spec": { "rules": [ { "values": { "allowedValues": [ "ainotebooks-vm//image-family/nb" ] } } ] } }""")]
    [Fails("""{ "gceSetup": { "vmImage": { "project": "somebody", "name": "nb" } } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.environmentOptions", "spec": { "rules": [ { "values": { "allowedValues": [ "ainotebooks-vm/golden-images/image-family/nb" ] } } ] } }""", Because = "It allows others.")]
    [Fails("""{ "gceSetup": { "metadata": { "post-startup-script": "https://example.com/start.sh" } } }""")]
    public static Verdict ApprovedStart(WorkbenchInstance notebook, OrgPolicies policies, BucketAccess access, Scope scope) => Judge(notebook, setup => Every.Of(
        () => Image(setup, policies, scope),
        () => Value(setup, "post-startup-script") is { Length: > 0 } script ? Script(script, access) : NotApplicable("It has no script.")));

    [Check("GCP-DATA-007", Severity.Medium, "Notebook's disks are encrypted with a customer-managed key",
        Risk = "Nobody but Google can take the key away when data must be out of reach.",
        Advice = "Make the notebook anew with a key for each disk.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0037", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/cmek")]
    [Command("gcloud workbench instances describe {instances} --location {locations} --project {Scope} && gcloud workbench instances create NEW_NAME --machine-type {gceSetup.machineType} --network NETWORK --subnet SUBNET --disable-public-ip --service-account-email SERVICE_ACCOUNT_EMAIL --boot-disk-encryption CMEK --boot-disk-kms-key KMS_KEY_NAME --data-disk-encryption CMEK --data-disk-kms-key KMS_KEY_NAME --location {locations} --project {Scope}")]
    [Passes("""{ "gceSetup": { "bootDisk": { "diskEncryption": "CMEK", "kmsKey": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" }, "dataDisks": [ { "diskEncryption": "CMEK", "kmsKey": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } ] } }""")]
    [Passes("""{ "gceSetup": { "bootDisk": { "diskEncryption": "GMEK", "kmsKey": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } } }""", Because = "The key decides, not what it is called.")]
    [Fails("""{ "gceSetup": { "bootDisk": { "kmsKey": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" }, "dataDisks": [ { "diskEncryption": "CMEK" } ] } }""")]
    [Fails("""{ "gceSetup": { "dataDisks": [ { "kmsKey": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } ] } }""")]
    [Fails("""{ "gceSetup": { } }""")]
    [Skips("""{ "state": "ACTIVE" }""")]
    [Fails("""{ "gceSetup": { "bootDisk": { "kmsKey": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" }, "dataDisks": [ { "kmsKey": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" }, { } ] } }""", Because = "One of two has no key.")]
    public static Verdict CustomerKey(WorkbenchInstance notebook) => Judge(notebook, setup =>
        string.IsNullOrEmpty(setup.BootDisk?.KmsKey) ? Fail("The boot disk is encrypted with Google's key.")
        : setup.DataDisks?.Any(disk => string.IsNullOrEmpty(disk.KmsKey)) is true ? Fail("A data disk is encrypted with Google's key.")
        : Pass($"The key is {Names.Last(setup.BootDisk!.KmsKey!)}."));

    [Check("GCP-NET-101", Severity.Medium, "Notebook is on a network that the organisation allows", SecureAiPosture = true,
        Risk = "The notebook was there before the constraint, or in spite of it, and stands where the organisation wants none.",
        Advice = "Make the notebook anew in a network that ainotebooks.restrictVpcNetworks allows.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/manage-org-policies")]
    [Command(AnewCommand)]
    [Passes(InAi, """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "projects/ai-project/global/networks/ai" ] } } ] } }""")]
    [Passes(InAi, """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "under:projects/ai-project" ] } } ] } }""")]
    [Passes(InAi, """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "under:organizations/1" ] } } ] } }""")]
    [Passes(InAi, """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "deniedValues": [ "projects/ai-project/global/networks/default" ] } } ] } }""")]
    [Fails(InAi, """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "projects/net/global/networks/notebooks" ] } } ] } }""")]
    [Fails(InAi, """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "deniedValues": [ "under:projects/ai-project" ] } } ] } }""")]
    [Fails(InAi, """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "denyAll": true } ] } }""")]
    [Fails(InAi, """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "deniedValues": [ "projects/123456789012/global/networks/ai" ] } } ] } }""", Because = "It is the project by its number.")]
    [Fails("""{ "gceSetup": { } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "projects/ai-project/global/networks/ai" ] } } ] } }""", Because = "Without one it is the default network.")]
    [CannotSay("""{ "gceSetup": { "networkInterfaces": [ { "network": "projects/host/global/networks/shared" } ] } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "under:folders/7" ] } } ] } }""", Because = "What is above another project is not known.")]
    [Skips(InAi)]
    [Skips("""{ "state": "ACTIVE" }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "denyAll": true } ] } }""")]
    [Passes("""{ "gceSetup": { "networkInterfaces": [ { "network": "projects/shared/global/networks/ai" } ] } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "under:folders/9", "projects/shared/global/networks/ai" ] } } ] } }""", Because = "What is certain is asked first.")]
    [Passes("""{ "gceSetup": { "networkInterfaces": [ { "network": "projects/shared/global/networks/ai" } ] } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "is:projects/shared/global/networks/ai" ] } } ] } }""")]
    [Fails("""{ "gceSetup": { "networkInterfaces": [ { "network": "projects/shared/global/networks/ai" } ] } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "under:projects/EACH" ] } } ] } }""", Each = ["other", "other1"])]
    [CannotSay("""{ "gceSetup": { "networkInterfaces": [ { "network": "projects/shared/global/networks/ai" } ] } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.restrictVpcNetworks", "spec": { "rules": [ { "values": { "allowedValues": [ "under:EACH" ] } } ] } }""", Each = ["folders/9", "projects/999"], Because = "Where the other project is was not read.")]
    public static Verdict OnAllowedNetwork(WorkbenchInstance notebook, OrgPolicies policies, Scope scope) => Judge(notebook, setup =>
    {
        var constraint = policies.ListOf("ainotebooks.restrictVpcNetworks");
        if (!constraint.IsSet)
        {
            return NotApplicable("The organisation says nothing of networks of notebooks.");
        }
        var networks = (setup.NetworkInterfaces is { Count: > 0 } named ? named.Select(network => network.Network) : [null])
            .Select(name => name is { Length: > 0 } ? Network(name, scope) : $"projects/{scope.Id}/global/networks/default").ToList();
        // A list of what is denied alone allows the rest.
        var refused = networks.FirstOrDefault(network => constraint.DeniesAll || Has(constraint.Denied, network, scope) || constraint.IsClosed && !Has(constraint.Allowed, network, scope));
        return refused is null ? Pass("The organisation allows its network.") : Fail($"It is on {Names.Last(refused)}, which the organisation does not allow.");
    });

    [Check("GCP-IAM-103", Severity.Medium, "Notebook has an access mode that the organisation allows", SecureAiPosture = true,
        Risk = "The notebook was there before the constraint, or in spite of it, and is open to others than the organisation wants.",
        Advice = "Make the notebook anew with an access mode that ainotebooks.accessMode allows.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0012, AML.T0036", Link = "https://cloud.google.com/vertex-ai/docs/workbench/instances/manage-org-policies")]
    [Command("gcloud workbench instances describe {instances} --location {locations} --project {Scope} && gcloud workbench instances create NEW_NAME --machine-type {gceSetup.machineType} --network NETWORK --subnet SUBNET --disable-public-ip --service-account-email SERVICE_ACCOUNT_EMAIL --instance-owners USER_EMAIL --location {locations} --project {Scope}")]
    [Passes("""{ "instanceOwners": [ "ann@example.com" ], "gceSetup": { } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.accessMode", "spec": { "rules": [ { "values": { "allowedValues": [ "single-user" ] } } ] } }""")]
    [Passes("""{ "gceSetup": { } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.accessMode", "spec": { "rules": [ { "values": { "allowedValues": [ "single-user", "service-account" ] } } ] } }""")]
    [Fails("""{ "gceSetup": { } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.accessMode", "spec": { "rules": [ { "values": { "allowedValues": [ "single-user" ] } } ] } }""", Because = "Without an owner everybody who may act as its service account opens it.")]
    [Fails("""{ "gceSetup": { } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.accessMode", "spec": { "rules": [ { "values": { "deniedValues": [ "service-account" ] } } ] } }""")]
    [Fails("""{ "instanceOwners": [ "ann@example.com" ], "gceSetup": { } }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.accessMode", "spec": { "rules": [ { "values": { "allowedValues": [ "service-account" ] } } ] } }""")]
    [Skips("""{ "gceSetup": { } }""")]
    [Skips("""{ "state": "ACTIVE" }""", """OrgPolicy { "name": "organizations/1/policies/ainotebooks.accessMode", "spec": { "rules": [ { "denyAll": true } ] } }""")]
    public static Verdict AllowedMode(WorkbenchInstance notebook, OrgPolicies policies) => Judge(notebook, _ =>
    {
        var constraint = policies.ListOf("ainotebooks.accessMode");
        var mode = notebook.InstanceOwners is { Count: > 0 } ? "single-user" : "service-account";
        return !constraint.IsSet ? NotApplicable("The organisation says nothing of how notebooks are opened.")
            : constraint.DeniesAll || constraint.Denied.Contains(mode) || constraint.IsClosed && !constraint.Allowed.Contains(mode) ? Fail($"Its mode is {mode}, which the organisation does not allow.")
            : Pass($"The organisation allows its mode, {mode}.");
    });

    // As projects/p/global/networks/n, or under: a project, or a folder or organisation above it. What is certain is asked first.
    private static bool Has(IReadOnlySet<string> values, string network, Scope scope) =>
        values.OrderBy(value => value.StartsWith("under:", StringComparison.Ordinal)).Any(value => Means(value, network, scope));

    // As projects/p/global/networks/n, with the id of the project where its number is written.
    private static string Network(string name, Scope scope)
    {
        var relative = GcpIdentity.Relative(name, scope);
        return relative[Math.Max(0, relative.IndexOf("projects/", StringComparison.Ordinal))..];
    }

    private static bool Means(string value, string network, Scope scope)
    {
        if (!value.StartsWith("under:", StringComparison.Ordinal))
        {
            return network == Network(value.StartsWith("is:", StringComparison.Ordinal) ? value["is:".Length..] : value, scope);
        }
        var (project, above) = (string.Join('/', network.Split('/').Take(2)), value["under:".Length..]);
        return project == above || (project == $"projects/{scope.Id}" ? Hierarchy.Holds(scope, above)
            : !above.StartsWith("projects/", StringComparison.Ordinal) || above["projects/".Length..].All(char.IsAsciiDigit) ? throw new UnseenException($"Whether {project} is in {above} is not known.")
            : false);
    }

    private static Verdict Judge(WorkbenchInstance notebook, Func<GceSetup, Verdict> judge) => notebook.IsGone ? NotApplicable(Gone) : judge(notebook.GceSetup!);

    private static string? Value(GceSetup setup, string key) => setup.Metadata?.GetValueOrDefault(key);

    private static bool Is(GceSetup setup, string key) => "true".Equals(Value(setup, key), StringComparison.OrdinalIgnoreCase);

    private static Verdict Image(GceSetup setup, OrgPolicies policies, Scope scope)
    {
        var repository = setup.ContainerImage?.Repository ?? "";
        var (image, project) = repository.Length > 0 ? (repository, repository.Split('/') is [_, var owner, ..] && repository.Contains("docker.pkg.dev/", StringComparison.Ordinal) || repository.StartsWith("gcr.io/", StringComparison.Ordinal) ? repository.Split('/')[1] : "")
            : (setup.VmImage?.Project is { Length: > 0 } from ? $"{from}/{setup.VmImage.Family ?? setup.VmImage.Name}" : "", setup.VmImage?.Project ?? "");
        return image.Length == 0 || s_images.Contains(project) || project == scope.Id ? Pass(image.Length == 0 ? "The image is Google's." : $"The image is {image}.")
            : policies.ListOf("ainotebooks.environmentOptions").Allowed.Any(allowed => project.Length > 0 && allowed.Contains($"/{project}/", StringComparison.Ordinal) || repository.Length > 0 && allowed.Contains(repository, StringComparison.Ordinal))
                ? Pass($"The organisation allows the image {image}.")
            : Fail($"The image is {image}, which nobody has approved.");
    }

    private static Verdict Script(string script, BucketAccess access)
    {
        if (!script.StartsWith("gs://", StringComparison.Ordinal))
        {
            return Fail($"The script is taken from {script}, not from a bucket.");
        }
        if (access.Find(script) is not { } bucket)
        {
            return Fail("The bucket of the script does not exist: whoever makes it writes the script.");
        }
        var writers = access.ForeignWriters(bucket).Select(held => held.ToString()).ToList();
        return writers.Count == 0 ? Pass("Only its owners write the script.") : Fail($"The script can be changed by {Names.Some(writers)}.");
    }
}
