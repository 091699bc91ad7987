using System.Text.Json.Nodes;
using System.Xml;
using AiCloudSecurity.Exposure;
using AiCloudSecurity.Exposure.Azure;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on notebook VMs and clusters of Machine Learning workspaces. What is only attached is not Microsoft's to harden.</summary>
internal static class ComputeChecks
{
    private const string Placed = """{ "properties": { "computeType": "ComputeInstance", "properties": { "sshSettings": { "sshPublicAccess": "Enabled" }, "subnet": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai" } } } }""";
    private const string Net = """VirtualNetwork { "properties": { "addressSpace": { "addressPrefixes": [ "10.0.0.0/16" ] }, "subnets": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai", "name": "ai", "properties": { "addressPrefix": "10.0.0.0/24", "networkSecurityGroup": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityGroups/example" }, "routeTable": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/routeTables/example" } } } ] } }""";
    private static readonly TimeSpan s_longIdle = TimeSpan.FromMinutes(30);

    [Check("AZ-IAM-017", Severity.High, "Compute takes no SSH keys and passwords",
        Risk = "A key that was once put on the machine opens it for ever.",
        Advice = "Create the compute anew with local authentication off.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/{workspaces}/computes/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","properties":{"computeType":"{properties.computeType}","disableLocalAuth":true,"properties":{"vmSize":"{properties.properties.vmSize}"}}}'""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "disableLocalAuth": true } }""")]
    [Passes("""{ "properties": { "computeType": "amlcompute", "disableLocalAuth": true } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "disableLocalAuth": false } }""")]
    [Fails("""{ "properties": { "computeType": "AmlCompute" } }""")]
    [Skips("""{ "properties": { "computeType": "AKS", "disableLocalAuth": false } }""", Because = "An attached cluster is not made here.")]
    public static Verdict NoLocalAuth(MlCompute compute) =>
        !compute.IsInstance && !compute.IsCluster ? Attached(compute)
        : compute.Properties!.DisableLocalAuth is true ? Pass("Local authentication is off.") : Fail("Local authentication is on.");

    [Check("AZ-IAM-018", Severity.High, "Notebook VM is personal",
        Risk = "Everybody in the workspace opens the notebook, and acts as whoever is signed in there.",
        Advice = "Create the notebook VM anew for one user, with personal application sharing.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0012, AML.T0050",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/{workspaces}/computes/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","properties":{"computeType":"ComputeInstance","properties":{"vmSize":"{properties.properties.vmSize}","applicationSharingPolicy":"Personal","personalComputeInstanceSettings":{"assignedUser":{"objectId":"USER_OBJECT_ID","tenantId":"TENANT_ID"}}}}}'""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "applicationSharingPolicy": "Personal", "computeInstanceAuthorizationType": "Personal" } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "applicationSharingPolicy": "Shared", "computeInstanceAuthorizationType": "personal" } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "applicationSharingPolicy": "Personal" } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "computeInstanceAuthorizationType": "personal" } } }""", Because = "Applications are shared unless they are told not to be.")]
    [Skips("""{ "properties": { "computeType": "AmlCompute" } }""")]
    public static Verdict Personal(MlCompute compute) =>
        !compute.IsInstance ? NotApplicable("It is no notebook VM.")
        : compute.Properties!.Properties is not { } set || !set.ApplicationSharingPolicy.Is("Personal") ? Fail($"Its applications are {compute.Properties.Properties?.ApplicationSharingPolicy ?? "Shared"}.")
        : !set.ComputeInstanceAuthorizationType.Is("personal") ? Fail("It is not for one user.")
        : Pass("It is for one user, and so are its applications.");

    [Check("AZ-NET-013", Severity.High, "Compute runs in your network or a managed one",
        Risk = "Nodes lie in a network of Microsoft's that no rule of yours reaches.",
        Advice = "Create the compute anew in a subnet, or in a workspace with a managed network.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-secure-training-vnet")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/{workspaces}/computes/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","properties":{"computeType":"{properties.computeType}","properties":{"vmSize":"{properties.properties.vmSize}","subnet":{"id":"SUBNET_ID"}}}}'""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "subnet": { "id": "/subscriptions/s/subnet" } } } }""", "MlWorkspace { }")]
    [Passes("""{ "properties": { "computeType": "AmlCompute", "properties": { } } }""", """MlWorkspace { "properties": { "managedNetwork": { "isolationMode": "AllowInternetOutbound" } } }""", Because = "In a managed network there is no subnet of yours.")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "subnet": null } } }""", """MlWorkspace { "properties": { "managedNetwork": { "isolationMode": "Disabled" } } }""")]
    [Fails("""{ "properties": { "computeType": "AmlCompute", "properties": { } } }""", "MlWorkspace { }")]
    [Skips("""{ "properties": { "computeType": "Kubernetes" } }""", "MlWorkspace { }")]
    public static Verdict InNetwork(MlCompute compute, Inventory<MlWorkspace> workspaces) =>
        !compute.IsInstance && !compute.IsCluster ? Attached(compute)
        : compute.Properties!.Properties?.Subnet?.Id is { Length: > 0 } subnet ? Pass($"It runs in {subnet}.")
        : WorkspaceChecks.IsManaged(workspaces.Find(compute.Identity.Parent)) ? Pass("It runs in the workspace's managed network.")
        : Fail("It runs in no network of yours.");

    [Check("AZ-NET-014", Severity.High, "Compute has no public addresses",
        Risk = "The internet reaches the nodes on which models are trained.",
        Advice = "Create the compute anew without public addresses.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-secure-training-vnet")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/{workspaces}/computes/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","properties":{"computeType":"{properties.computeType}","properties":{"vmSize":"{properties.properties.vmSize}","subnet":{"id":"SUBNET_ID"},"enableNodePublicIp":false}}}'""")]
    [Passes("""{ "properties": { "computeType": "AmlCompute", "properties": { "enableNodePublicIp": false } } }""", "MlWorkspace { }")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { } } }""", """MlWorkspace { "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound" } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "enableNodePublicIp": true } } }""", "MlWorkspace { }")]
    [Fails("""{ "properties": { "computeType": "AmlCompute", "properties": { } } }""", "MlWorkspace { }", Because = "Nodes have them unless they are told not to.")]
    [Skips("""{ "properties": { "computeType": "VirtualMachine" } }""", "MlWorkspace { }")]
    public static Verdict NoPublicAddress(MlCompute compute, Inventory<MlWorkspace> workspaces) =>
        !compute.IsInstance && !compute.IsCluster ? Attached(compute)
        : compute.Properties!.Properties?.EnableNodePublicIp is false ? Pass("Its nodes have no public addresses.")
        : WorkspaceChecks.IsManaged(workspaces.Find(compute.Identity.Parent)) ? Pass("It runs in the workspace's managed network.")
        : Fail("Its nodes have public addresses.");

    [Check("AZ-NET-015", Severity.High, "Compute's SSH is closed to the internet",
        Risk = "Passwords and keys can be tried from anywhere.",
        Advice = "Create the compute anew with SSH closed.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/{workspaces}/computes/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","properties":{"computeType":"ComputeInstance","properties":{"vmSize":"{properties.properties.vmSize}","sshSettings":{"sshPublicAccess":"Disabled"}}}}'""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "sshSettings": { "sshPublicAccess": "Disabled" } } } }""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { } } }""", Because = "SSH of a notebook VM is closed unless somebody opens it.")]
    [Passes("""{ "properties": { "computeType": "AmlCompute", "properties": { "remoteLoginPortPublicAccess": "disabled" } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "sshSettings": { "sshPublicAccess": "enabled" } } } }""")]
    [Fails("""{ "properties": { "computeType": "AmlCompute", "properties": { "remoteLoginPortPublicAccess": "Enabled" } } }""")]
    [Fails("""{ "properties": { "computeType": "AmlCompute", "properties": { "remoteLoginPortPublicAccess": "NotSpecified" } } }""", Because = "It is open on clusters that are in no subnet.")]
    [Skips("""{ "properties": { "computeType": "Databricks" } }""")]
    [Passes(Placed, Net, "RouteTable { }", """NetworkSecurityGroup { "properties": { "securityRules": [ { "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "203.0.113.0/24", "destinationAddressPrefix": "*", "destinationPortRange": "22" } } ] } }""", Because = "The security group lets in an office only.")]
    [Passes("""{ "properties": { "computeType": "AmlCompute", "properties": { "subnet": { "id": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/v/subnets/ai" } } } }""", Because = "In a subnet it is closed unless somebody opens it.")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "enableNodePublicIp": false, "sshSettings": { "sshPublicAccess": "Enabled" } } } }""", Because = "No public address leads to it.")]
    [Fails(Placed, Net, "RouteTable { }", """NetworkSecurityGroup { "properties": { "securityRules": [ { "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "*", "sourceAddressPrefixes": [ "0.0.0.0/1", "128.0.0.0/1" ], "destinationAddressPrefix": "*", "destinationPortRange": "20-30" } } ] } }""")]
    [CannotSay(Placed, Because = "The subnet is not there.")]
    [CannotSay(Placed, Net, "RouteTable { }", Because = "The security group is not there.")]
    public static Verdict SshClosed(MlCompute compute, ComputeShell shells) =>
        !compute.IsInstance && !compute.IsCluster ? Attached(compute)
        : shells.Of(compute) is not { } by ? Pass("SSH is closed.")
        : by.Reach switch
        {
            Reach.Internet => Fail("SSH is open, and the whole internet reaches it."),
            Reach.Unknown => Unknown($"SSH is open, and who reaches it is not known: {by.Unseen[0]}"),
            _ => Pass(by.All.IsEmpty ? "SSH is open, and nobody outside reaches it." : $"SSH is open to {by.All} only."),
        };

    [Check("AZ-NET-016", Severity.Medium, "Notebook VM stops when nobody uses it",
        Risk = "A forgotten machine costs money day and night, and is there to be found.",
        Advice = "Set an idle shutdown, or a schedule that stops the machine.",
        Tip = Tip.HardenedTemplate | Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "idleTimeBeforeShutdown": "PT60M" } } }""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "schedules": { "computeStartStop": [ { "action": "Stop", "status": "Enabled" } ] } } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "schedules": { "computeStartStop": [ { "action": "Start", "status": "Enabled" } ] } } } }""", Because = "It is only started.")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "schedules": { "computeStartStop": [ { "action": "Stop", "status": "Disabled" } ] } } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "idleTimeBeforeShutdown": "" } } }""")]
    [Skips("""{ "properties": { "computeType": "AmlCompute" } }""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "schedules": { "computeStartStop": [ { "action": "Start", "status": "Enabled" }, { "action": "Stop", "status": "Enabled" } ] } } } }""")]
    public static Verdict Stops(MlCompute compute) =>
        !compute.IsInstance ? NotApplicable("It is no notebook VM.")
        : compute.Properties!.Properties?.IdleTimeBeforeShutdown is { Length: > 0 } idle ? Pass($"It stops after {idle} without use.")
        : compute.Properties.Properties?.Schedules?.ComputeStartStop?.Any(schedule => schedule.Action.Is("Stop") && schedule.Status.Is("Enabled")) is true ? Pass("A schedule stops it.")
        : Fail("Nothing stops it.");

    [Repair("AZ-NET-016", "azure/ml/IdleShutdown")]
    internal static IEnumerable<Wish> StopIdle(MlCompute compute) => [MachineLearningSettings.IdleShutdown.Wish(compute, new() { ["properties.properties.idleTimeBeforeShutdown"] = "PT60M" })];

    [Check("AZ-NET-017", Severity.Medium, "Notebook VM has the newest image",
        Risk = "Known holes in the system and its libraries stay open.",
        Advice = "Create the notebook VM anew, which gives it the newest image.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0010",
        Link = "https://learn.microsoft.com/azure/machine-learning/concept-vulnerability-management")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/{workspaces}/computes/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","properties":{"computeType":"ComputeInstance","properties":{"vmSize":"{properties.properties.vmSize}"}}}'""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "osImageMetadata": { "isLatestOsImageVersion": true } } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "osImageMetadata": { "isLatestOsImageVersion": false } } } }""")]
    [CannotSay("""{ "properties": { "computeType": "ComputeInstance", "properties": { } } }""")]
    [Skips("""{ "properties": { "computeType": "AmlCompute", "properties": { "osImageMetadata": { "isLatestOsImageVersion": false } } } }""")]
    public static Verdict NewImage(MlCompute compute) =>
        !compute.IsInstance ? NotApplicable("It is no notebook VM.")
        : compute.Properties!.Properties?.OsImageMetadata?.IsLatestOsImageVersion switch
        {
            true => Pass("Its image is the newest."),
            false => Fail("There is a newer image."),
            null => Unknown("It does not say how old its image is."),
        };

    [Check("AZ-NET-018", Severity.Medium, "Notebook VM signs users in as themselves and opens no ports of its own",
        Risk = "A container that somebody added serves the notebook's data without a sign-in.",
        Advice = "Create the notebook VM anew with single sign-on, and without services that open ports.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0050",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.MachineLearningServices/workspaces/{workspaces}/computes/NEW_NAME?api-version=2025-06-01' --body '{"location":"{location}","properties":{"computeType":"ComputeInstance","properties":{"vmSize":"{properties.properties.vmSize}","customServices":[]}}}'""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "enableSSO": true } } }""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "customServices": [ { "name": "sidecar", "endpoints": [] } ] } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "enableSSO": false } } }""")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "customServices": [ { "name": "rstudio", "endpoints": [ { "published": 8787 } ] } ] } } }""")]
    [Skips("""{ "properties": { "computeType": "AmlCompute" } }""")]
    public static Verdict SignsIn(MlCompute compute) =>
        !compute.IsInstance ? NotApplicable("It is no notebook VM.")
        : compute.Properties!.Properties?.EnableSSO is false ? Fail("Single sign-on is off.")
        : compute.Properties.Properties?.CustomServices?.FirstOrDefault(service => service.Endpoints is { Count: > 0 }) is { } service
            ? Fail($"The service {service.Name} opens {string.Join(", ", service.Endpoints!.Select(endpoint => $"port {endpoint.Published}"))}.")
        : Pass("Users sign in as themselves, and no service opens a port.");

    [Check("AZ-MON-030", Severity.Medium, "Cluster gives its nodes back when nobody uses them",
        Risk = "Idle GPUs cost as much as busy ones.",
        Advice = "Set the least number of nodes to zero, and the idle time to 30 minutes or less.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-manage-optimize-cost")]
    [Passes("""{ "properties": { "computeType": "AmlCompute", "properties": { "scaleSettings": { "minNodeCount": 0, "maxNodeCount": 4, "nodeIdleTimeBeforeScaleDown": "PT2M" } } } }""")]
    [Fails("""{ "properties": { "computeType": "AmlCompute", "properties": { "scaleSettings": { "minNodeCount": 1, "nodeIdleTimeBeforeScaleDown": "PT2M" } } } }""")]
    [Fails("""{ "properties": { "computeType": "AmlCompute", "properties": { "scaleSettings": { "minNodeCount": 0, "nodeIdleTimeBeforeScaleDown": "PT31M" } } } }""")]
    [CannotSay("""{ "properties": { "computeType": "AmlCompute", "properties": { "scaleSettings": { "minNodeCount": 0, "nodeIdleTimeBeforeScaleDown": "soon" } } } }""")]
    [CannotSay("""{ "properties": { "computeType": "AmlCompute", "properties": { } } }""")]
    [Skips("""{ "properties": { "computeType": "ComputeInstance" } }""")]
    [Passes("""{ "properties": { "computeType": "AmlCompute", "properties": { "scaleSettings": { "minNodeCount": 0, "nodeIdleTimeBeforeScaleDown": "PT30M" } } } }""")]
    public static Verdict ScalesDown(MlCompute compute)
    {
        if (!compute.IsCluster)
        {
            return NotApplicable("It is no cluster.");
        }
        if (compute.Properties!.Properties?.ScaleSettings is not { } scale)
        {
            return Unknown("The cluster does not say how it scales.");
        }
        if (scale.MinNodeCount > 0)
        {
            return Fail($"{scale.MinNodeCount} nodes always run.");
        }
        // FormatException makes the verdict Unknown.
        var idle = scale.NodeIdleTimeBeforeScaleDown is { Length: > 0 } text ? XmlConvert.ToTimeSpan(text) : TimeSpan.FromMinutes(2);
        return idle > s_longIdle ? Fail($"Nodes are given back after {idle.TotalMinutes:0} minutes without use.") : Pass($"Nodes are given back after {idle.TotalMinutes:0} minutes without use.");
    }

    [Repair("AZ-MON-030", "azure/ml/ClusterScale")]
    internal static IEnumerable<Wish> GiveBack(MlCompute compute) => [MachineLearningSettings.Cluster.Wish(compute, compute.Identity.Id, ScaledDown)];

    private static JsonObject ScaledDown(JsonObject? state)
    {
        const string Scale = "properties.properties.scaleSettings";
        state ??= [];
        var scale = state[Scale]?.DeepClone() as JsonObject ?? [];
        scale["minNodeCount"] = 0;
        if (scale.Text("nodeIdleTimeBeforeScaleDown") is { Length: > 0 } idle && XmlConvert.ToTimeSpan(idle) > s_longIdle)
        {
            scale["nodeIdleTimeBeforeScaleDown"] = XmlConvert.ToString(s_longIdle);
        }
        state[Scale] = scale;
        return state;
    }

    private static Verdict Attached(MlCompute compute) => NotApplicable($"A compute of type {compute.Properties?.ComputeType ?? "none"} is not made by the workspace.");
}
