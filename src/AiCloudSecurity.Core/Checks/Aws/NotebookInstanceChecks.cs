using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker notebook instances.</summary>
internal static class NotebookInstanceChecks
{
    [Check("AWS-NET-001", Severity.High, "Notebook has no direct internet access",
        Risk = "Code in the notebook can send training data anywhere, past every firewall.",
        Advice = "Recreate the notebook in a subnet of your own with direct internet access off.",
        Tip = Tip.PublicExposure | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html")]
    [Passes("""{ "DirectInternetAccess": "Disabled", "SubnetId": "subnet-1" }""")]
    [Fails("""{ "DirectInternetAccess": "Enabled", "RootAccess": "Disabled" }""")]
    [Fails("""{ }""", Because = "AWS turns it on unless it is told otherwise.")]
    public static Verdict DirectInternetAccess(NotebookInstance notebook) =>
        notebook.DirectInternetAccess is "Disabled"
            ? Pass($"Traffic leaves through {notebook.SubnetId}.")
            : Fail("Direct internet access is on.");

    [Check("AWS-DATA-001", Severity.High, "Notebook volume is encrypted with a customer-managed key",
        Risk = "Whoever can restore or reach the volume can read the data, and no policy of yours can stop it.",
        Advice = "Recreate the notebook with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html")]
    [Passes("""{ "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "KmsKeyId": "alias/aws/sagemaker" }""", """KmsKey { "@Name": "alias/aws/sagemaker", "KeyManager": "AWS" }""",
        Because = "A key of AWS is not a customer's.")]
    public static Verdict VolumeKey(NotebookInstance notebook, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("Its volume", notebook.KmsKeyId, keys);
}
