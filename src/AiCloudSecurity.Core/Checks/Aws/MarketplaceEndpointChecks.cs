using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on models of the Marketplace that Bedrock runs on endpoints of the customer's.</summary>
internal static class MarketplaceEndpointChecks
{
    [Check("AWS-NET-036", Severity.Medium, "Marketplace model runs in a network of yours",
        Risk = "Somebody else's model, with whatever it is asked, can reach the internet past every firewall.",
        Advice = "Set subnets and security groups of your own on the endpoint.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/amazon-bedrock-marketplace.html")]
    [Command("""aws bedrock get-marketplace-model-endpoint --endpoint-arn {Id} --region {Region} && aws bedrock update-marketplace-model-endpoint --endpoint-arn {Id} --endpoint-config '{"sageMaker":{"initialInstanceCount":1,"instanceType":"{endpointConfig.sageMaker.instanceType}","executionRole":"{endpointConfig.sageMaker.executionRole}","vpc":{"subnetIds":["SUBNET_ID"],"securityGroupIds":["SECURITY_GROUP_ID"]}}}' --region {Region}""")]
    [Passes("""{ "endpointConfig": { "sageMaker": { "vpc": { "subnetIds": [ "subnet-1" ], "securityGroupIds": [ "sg-1" ] } } } }""")]
    [Fails("""{ "endpointConfig": { "sageMaker": { "vpc": { "subnetIds": [ ] } } } }""")]
    [Fails("""{ "endpointConfig": { "sageMaker": { } } }""")]
    [CannotSay("""{ "endpointConfig": { } }""", Because = "It runs on something that is not known here.")]
    [CannotSay("""{ }""")]
    public static Verdict Network(MarketplaceEndpoint endpoint) => endpoint.EndpointConfig?.SageMaker switch
    {
        null => Unknown("Bedrock does not say on what it runs."),
        { Vpc.SubnetIds: [var subnet, ..] } => Pass($"It runs in {subnet}."),
        _ => Fail("It runs in a network of AWS: no subnet is set."),
    };
}
