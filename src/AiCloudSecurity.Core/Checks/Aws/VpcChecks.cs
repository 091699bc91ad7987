using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the VPCs that people do AI work in.</summary>
internal static class VpcChecks
{
    [Check("AWS-NET-026", Severity.Medium, "VPC reaches SageMaker through endpoints of its own",
        Risk = "Calls to the API and to models leave the VPC for the public endpoint, where no policy of yours limits them.",
        Advice = "Create interface endpoints for the SageMaker API and runtime in the VPC.",
        Tip = Tip.PublicExposure | Tip.InferenceGateway, Remedy = Remedy.Safe, Atlas = "AML.T0040",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html")]
    [Passes("""{ "VpcId": "vpc-1" }""", """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.api" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-2", "VpcId": "vpc-1", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime" }""")]
    [Passes("""{ "VpcId": "vpc-1" }""", """Domain { "DomainName": "d", "VpcId": "vpc-1", "AppNetworkAccessType": "VpcOnly" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.api" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-2", "VpcId": "vpc-1", "State": "Available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime-fips" }""")]
    [Fails("""{ "VpcId": "vpc-1" }""", """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.api" }""")]
    [Fails("""{ "VpcId": "vpc-1" }""", """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-2", "VpcId": "vpc-1", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime" }""")]
    [Fails("""{ "VpcId": "vpc-1" }""", """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.api" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-2", "VpcId": "vpc-1", "State": "pending", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime" }""")]
    [Fails("""{ "VpcId": "vpc-1" }""", """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-1", "VpcId": "vpc-1", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.api" }""",
        """VpcEndpoint { "VpcEndpointId": "vpce-2", "VpcId": "vpc-2", "State": "available", "ServiceName": "com.amazonaws.eu-west-1.sagemaker.runtime" }""")]
    [Fails("""{ "VpcId": "vpc-1" }""", """Domain { "DomainName": "d", "VpcId": "vpc-1", "AppNetworkAccessType": "VpcOnly" }""")]
    [Skips("""{ "VpcId": "vpc-1" }""", """Domain { "DomainName": "d", "VpcId": "vpc-2", "AppNetworkAccessType": "VpcOnly" }""")]
    [Skips("""{ "VpcId": "vpc-1" }""", """Domain { "DomainName": "d", "VpcId": "vpc-1", "AppNetworkAccessType": "PublicInternetOnly" }""",
        Because = "Its traffic does not go through the VPC.")]
    [Skips("""{ "VpcId": "vpc-2" }""", """NotebookInstance { "NotebookInstanceName": "nb-1", "SubnetId": "subnet-1" }""",
        """Subnet { "SubnetId": "subnet-1", "VpcId": "vpc-1" }""")]
    public static Verdict Endpoints(Vpc vpc, Inventory<NotebookInstance> notebooks, Inventory<Domain> domains, Inventory<Subnet> subnets, Inventory<VpcEndpoint> endpoints)
    {
        // Code that people run calls the API and the models; what SageMaker runs for them does not.
        Resource? user = notebooks.FirstOrDefault(notebook => subnets.Find(notebook.SubnetId)?.VpcId is { } id && id == vpc.VpcId);
        user ??= domains.FirstOrDefault(domain => domain.AppNetworkAccessType is "VpcOnly" && domain.VpcId == vpc.VpcId);
        if (user is null)
        {
            return NotApplicable("No notebook and no Studio domain sends its traffic through it.");
        }
        var there = endpoints.Where(endpoint => endpoint.VpcId == vpc.VpcId && endpoint.IsAvailable).Select(AiVpcEndpoints.AiService).ToList();
        var missing = s_needed.Where(service => !there.Contains(service)).ToList();
        return missing.Count == 0
            ? Pass("It has endpoints for the SageMaker API and runtime.")
            : Fail($"{user.Identity.Name} works in it, and it has no endpoint for {string.Join(" and ", missing)}.");
    }

    private static readonly string[] s_needed = ["sagemaker.api", "sagemaker.runtime"];
}
