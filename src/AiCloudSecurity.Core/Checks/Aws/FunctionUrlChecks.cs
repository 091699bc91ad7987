using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on functions that call models and answer at a URL of their own.</summary>
internal static class FunctionUrlChecks
{
    [Check("AWS-NET-033", Severity.Critical, "Function that calls a model has no URL for everybody",
        Risk = "Everybody on the internet uses the model, on your bill, and asks it whatever he likes.",
        Advice = "Set the URL's authorization to AWS_IAM, and put a gateway in front of it for everybody else.",
        Tip = Tip.PublicExposure | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040, AML.T0093",
        Link = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html")]
    [Passes("""{ "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """FunctionUrl { "@Parent": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "AuthType": "AWS_IAM" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """FunctionUrl { "@Parent": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "AuthType": "NONE" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """FunctionUrl { "@Parent": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "AuthType": "NONE" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:p" }] }""", """IamPolicy { "Arn": "arn:p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Fails("""{ "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """FunctionUrl { "@Parent": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "AuthType": "NONE" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeAgent", "Resource": "*" } } }] }""")]
    [Fails("""{ "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """FunctionUrl { "@Parent": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "AuthType": "NONE" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock-agentcore:*", "Resource": "*" } } }] }""")]
    [Skips("""{ "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """FunctionUrl { "@Parent": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "AuthType": "NONE" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } } }] }""")]
    [Skips("""{ "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""", Because = "It has no URL.")]
    [Skips("""{ "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """FunctionUrl { "@Parent": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "AuthType": "NONE" }""", Because = "Its role does not exist.")]
    public static Verdict NotPublic(LambdaFunction function, Inventory<FunctionUrl> urls, AiBackends backends) =>
        urls.One(function) is not { } url ? NotApplicable("It has no URL of its own.")
        : backends.Of(function) is not { } backend ? NotApplicable("Its role may call no model.")
        : url.AuthType is "AWS_IAM" ? Pass("Its URL asks for a signature.")
        : Fail($"Its URL leads everybody to {backend}.");

    [Repair("AWS-NET-033", "aws/lambda/FunctionUrl")]
    internal static IEnumerable<Wish> DemandSignature(LambdaFunction function) =>
        [Wish.Of(function, NetworkSettings.FunctionUrl, new() { ["FunctionName"] = function.Identity.Name }, Wish.With(new() { ["AuthType"] = "AWS_IAM" }), "Callers that do not sign their requests are refused.")];
}
