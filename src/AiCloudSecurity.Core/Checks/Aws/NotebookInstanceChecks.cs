using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker notebook instances.</summary>
internal static class NotebookInstanceChecks
{
    [Check("AWS-NET-001", Severity.High, "Notebook has no direct internet access",
        Risk = "Code in the notebook can send training data anywhere, past every firewall.",
        Advice = "Recreate the notebook in a subnet of your own with direct internet access off.",
        Tip = Tip.PublicExposure | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049, AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html")]
    [Passes("""{ "DirectInternetAccess": "Disabled", "SubnetId": "subnet-1" }""")]
    [Passes("""{ "DirectInternetAccess": "Disabled", "SubnetId": "subnet-1", "RootAccess": "Enabled" }""",
        Because = "Another tool judges this by RootAccess.")]
    [Fails("""{ "DirectInternetAccess": "Enabled", "SubnetId": "subnet-1", "RootAccess": "Disabled" }""")]
    [Fails("""{ }""",
        Because = "AWS turns it on unless it is told otherwise.")]
    public static Verdict DirectInternetAccess(NotebookInstance notebook) =>
        notebook.DirectInternetAccess is "Disabled"
            ? Pass($"Traffic leaves through {notebook.SubnetId}.")
            : Fail("Direct internet access is on.");

    [Check("AWS-NET-002", Severity.High, "Notebook stands in a subnet of yours",
        Risk = "On SageMaker's own network none of your firewalls, flow logs or endpoint policies see the notebook's traffic.",
        Advice = "Recreate the notebook in a subnet of your own.",
        Tip = Tip.PublicExposure | Tip.DefaultNetwork, Remedy = Remedy.Recreate, Atlas = "AML.T0049",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html")]
    [Passes("""{ "SubnetId": "subnet-1", "DirectInternetAccess": "Enabled" }""")]
    [Fails("""{ "DirectInternetAccess": "Enabled" }""")]
    [Fails("""{ "SubnetId": "" }""")]
    public static Verdict Subnet(NotebookInstance notebook) =>
        string.IsNullOrEmpty(notebook.SubnetId)
            ? Fail("It stands on SageMaker's own network.")
            : Pass($"It stands in {notebook.SubnetId}.");

    [Check("AWS-NET-003", Severity.High, "Notebook is off the default VPC and the default security group",
        Risk = "Default networks are open to the internet or to all that shares them, and nobody designed them for AI.",
        Advice = "Recreate the notebook in a VPC and with a security group that are made for it.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Atlas = "AML.T0049",
        Link = "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html")]
    [Passes("""{ "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-1", "IsDefault": false }""",
        """SecurityGroup { "GroupId": "sg-1", "GroupName": "notebooks" }""")]
    [Fails("""{ "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"] }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-1", "IsDefault": true }""",
        """SecurityGroup { "GroupId": "sg-1", "GroupName": "notebooks" }""")]
    [Fails("""{ "SubnetId": "subnet-1", "SecurityGroups": ["sg-0", "sg-1"] }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-1", "IsDefault": false }""",
        """SecurityGroup { "GroupId": "sg-0", "GroupName": "notebooks" }""",
        """SecurityGroup { "GroupId": "sg-1", "GroupName": "default" }""")]
    [CannotSay("""{ "SubnetId": "subnet-9", "SecurityGroups": ["sg-1"] }""", """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """Vpc { "VpcId": "vpc-1", "IsDefault": false }""",
        """SecurityGroup { "GroupId": "sg-1", "GroupName": "notebooks" }""")]
    [Skips("""{ }""",
        Because = "There it is on no network of the account; AWS-NET-002 says so.")]
    public static Verdict DefaultNetwork(NotebookInstance notebook, VpcView network, Inventory<SecurityGroup> groups) =>
        string.IsNullOrEmpty(notebook.SubnetId)
            ? NotApplicable("It stands on SageMaker's own network.")
            : Every.Of(
                () => network.Of(notebook.SubnetId) switch
                {
                    null => Unknown($"The VPC of {notebook.SubnetId} is not known."),
                    { IsDefault: true } vpc => Fail($"It stands in {vpc.VpcId}, the default VPC."),
                    var vpc => Pass($"It stands in {vpc.VpcId}."),
                },
                () => notebook.SecurityGroups?.FirstOrDefault(id => groups.Find(id)?.GroupName is "default") is { } id
                    ? Fail($"Its security group {id} is the default one.")
                    : Pass("None of its security groups is a default one."));

    [Check("AWS-NET-009", Severity.Medium, "Notebook answers only version 2 of the metadata service",
        Risk = "A forged request from inside the notebook can fetch the role's credentials from version 1.",
        Advice = "Set the minimum version of the metadata service to 2.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0106",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstanceMetadataServiceConfiguration.html")]
    [Passes("""{ "InstanceMetadataServiceConfiguration": { "MinimumInstanceMetadataServiceVersion": "2" } }""")]
    [Fails("""{ "InstanceMetadataServiceConfiguration": { "MinimumInstanceMetadataServiceVersion": "1" } }""")]
    [Fails("""{ }""",
        Because = "Version 1 answers unless AWS is told otherwise.")]
    public static Verdict MetadataService(NotebookInstance notebook) =>
        notebook.InstanceMetadataServiceConfiguration?.MinimumInstanceMetadataServiceVersion is "2"
            ? Pass("Version 1 of the metadata service is off.")
            : Fail("Version 1 of the metadata service answers.");

    [Check("AWS-NET-010", Severity.Medium, "Notebook runs on a supported platform",
        Risk = "An unsupported operating system and JupyterLab get no security fixes.",
        Advice = "Update the notebook to a supported platform, such as notebook-al2023-v1.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0106",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-al2.html")]
    [Passes("""{ "PlatformIdentifier": "notebook-al2023-v1" }""")]
    [Passes("""{ "PlatformIdentifier": "notebook-al2-v3" }""")]
    [Fails("""{ "PlatformIdentifier": "notebook-al2-v2" }""")]
    [Fails("""{ "PlatformIdentifier": "notebook-al1-v1" }""")]
    [Fails("""{ }""",
        Because = "The default is notebook-al2-v2.")]
    public static Verdict Platform(NotebookInstance notebook) =>
        (notebook.PlatformIdentifier ?? "notebook-al2-v2") is var platform && s_supported.Contains(platform)
            ? Pass($"{platform} is supported.")
            : Fail($"{platform} is no longer supported.");

    [Check("AWS-NET-011", Severity.Low, "Notebook has a lifecycle configuration",
        Risk = "Without a script at its start nothing hardens the notebook and nothing stops it when it is idle.",
        Advice = "Attach a lifecycle configuration that hardens the notebook and stops it when idle.",
        Tip = Tip.HardenedTemplate | Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html")]
    [Passes("""{ "NotebookInstanceLifecycleConfigName": "harden" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "NotebookInstanceLifecycleConfigName": "" }""")]
    public static Verdict LifecycleConfig(NotebookInstance notebook) =>
        string.IsNullOrEmpty(notebook.NotebookInstanceLifecycleConfigName)
            ? Fail("No script runs at its start.")
            : Pass($"{notebook.NotebookInstanceLifecycleConfigName} runs at its start.");

    [Check("AWS-IAM-017", Severity.High, "Notebook users have no root access",
        Risk = "Root can change the notebook's defences and read what other users leave on it.",
        Advice = "Disable root access while the notebook is stopped.",
        Tip = Tip.NotebookSharing | Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Atlas = "AML.T0012",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html")]
    [Passes("""{ "RootAccess": "Disabled", "DirectInternetAccess": "Enabled" }""")]
    [Fails("""{ "RootAccess": "Enabled", "DirectInternetAccess": "Disabled" }""")]
    [Fails("""{ }""",
        Because = "AWS gives it unless it is told otherwise.")]
    public static Verdict RootAccess(NotebookInstance notebook) =>
        notebook.RootAccess is "Disabled" ? Pass("Root access is off.") : Fail("Users have root access.");

    [Check("AWS-DATA-001", Severity.High, "Notebook volume is encrypted with a customer-managed key",
        Risk = "Whoever can restore or reach the volume can read the data, and no policy of yours can stop it.",
        Advice = "Recreate the notebook with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035, AML.T0037",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html")]
    [Passes("""{ "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "KmsKeyId": "alias/aws/sagemaker" }""", """KmsKey { "@Name": "alias/aws/sagemaker", "KeyManager": "AWS" }""",
        Because = "A key of AWS is not a customer's.")]
    [Fails("""{ "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "PendingDeletion" }""")]
    public static Verdict VolumeKey(NotebookInstance notebook, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("Its volume", notebook.KmsKeyId, keys);

    // Security Hub, SageMaker.8, and the Amazon Linux 2023 platform that came after it.
    private static readonly string[] s_supported = ["notebook-al2-v3", "notebook-al2023-v1"];
}
