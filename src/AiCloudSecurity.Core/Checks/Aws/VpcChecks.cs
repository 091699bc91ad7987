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
    [Command("aws ec2 create-vpc-endpoint --vpc-id {Name} --vpc-endpoint-type Interface --service-name com.amazonaws.{Region}.sagemaker.api --subnet-ids SUBNET_ID --security-group-ids SECURITY_GROUP_ID --private-dns-enabled --region {Region} && aws ec2 create-vpc-endpoint --vpc-id {Name} --vpc-endpoint-type Interface --service-name com.amazonaws.{Region}.sagemaker.runtime --subnet-ids SUBNET_ID --security-group-ids SECURITY_GROUP_ID --private-dns-enabled --region {Region}")]
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
    public static Verdict Endpoints(Vpc vpc, VpcUse use)
    {
        var user = use.UserOf(vpc);
        if (user is null)
        {
            return NotApplicable("No notebook and no Studio domain sends its traffic through it.");
        }
        var there = use.ServicesIn(vpc);
        var missing = s_needed.Where(service => !there.Contains(service)).ToList();
        return missing.Count == 0
            ? Pass("It has endpoints for the SageMaker API and runtime.")
            : Fail($"{user.Identity.Name} works in it, and it has no endpoint for {string.Join(" and ", missing)}.");
    }

    private static readonly string[] s_needed = ["sagemaker.api", "sagemaker.runtime"];

    /// <summary>Who works in which VPC, and which services have endpoints there.</summary>
    internal sealed class VpcUse(Inventory<NotebookInstance> notebooks, Inventory<Domain> domains, Inventory<Subnet> subnets, Inventory<VpcEndpoint> endpoints)
    {
        private Dictionary<string, Resource>? _users;
        private ILookup<string, string?>? _services;

        /// <summary>A notebook or domain that sends its traffic through it; null where none does.</summary>
        public Resource? UserOf(Vpc vpc) => (_users ??= Users()).GetValueOrDefault(vpc.VpcId ?? "");

        /// <summary>The AI services that it has endpoints for.</summary>
        public IEnumerable<string?> ServicesIn(Vpc vpc) =>
            (_services ??= endpoints.All.Where(endpoint => endpoint.IsAvailable).ToLookup(endpoint => endpoint.VpcId ?? "", AiVpcEndpoints.AiService, StringComparer.Ordinal))[vpc.VpcId ?? ""];

        // Code that people run calls the API and the models; what SageMaker runs for them does not.
        private Dictionary<string, Resource> Users()
        {
            Dictionary<string, Resource> users = new(StringComparer.Ordinal);
            foreach (var (vpc, user) in notebooks.All.Select(notebook => (subnets.Find(notebook.SubnetId)?.VpcId, (Resource)notebook))
                .Concat(domains.All.Where(domain => domain.AppNetworkAccessType is "VpcOnly").Select(domain => (domain.VpcId, (Resource)domain))))
            {
                if (vpc is not null)
                {
                    users.TryAdd(vpc, user);
                }
            }
            return users;
        }
    }
}
