using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on HTTP and WebSocket APIs that stand in front of models. WAF cannot stand in front of them.</summary>
internal static class HttpApiChecks
{
    [Check("AWS-NET-030", Severity.Critical, "HTTP API in front of a model asks who calls",
        Risk = "Everybody on the internet uses the model, on your bill, and asks it whatever he likes.",
        Advice = "Give each route in front of a model an authorizer.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0040, AML.T0093",
        Link = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html")]
    [Command("aws apigatewayv2 get-routes --api-id {apiId} --region {Region} && aws apigatewayv2 update-route --api-id {apiId} --route-id ROUTE_ID --authorization-type AWS_IAM --region {Region}")]
    [Passes("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "JWT", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Passes("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "NONE", "apiKeyRequired": true, "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "NONE", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Fails("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "NONE", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:p" }] }""", """IamPolicy { "Arn": "arn:p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""")]
    [Fails("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "NONE", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke" }""")]
    [Skips("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "NONE", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } } }] }""")]
    [Skips("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "NONE", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i2", "integrationId": "i2", "integrationUri": "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke" }""")]
    [Skips("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""")]
    public static Verdict Authorizes(HttpApi api, Inventory<HttpRoute> routes, Inventory<HttpIntegration> integrations, AiBackends backends) => Every.Of("No route of it leads to a model.",
        routes.Of(api).Select(route => (Func<Verdict>)(() => Backend(api, route, integrations, backends) is not { } backend ? NotApplicable("It leads to no model.")
            : route.AuthorizationType is null or "NONE" && route.ApiKeyRequired is not true ? Fail($"{route.RouteKey} leads everybody to {backend}.")
            : Pass($"{route.RouteKey} asks for {(route.AuthorizationType is null or "NONE" ? "an API key" : route.AuthorizationType)}."))));

    [Check("AWS-NET-031", Severity.High, "HTTP API in front of a model is throttled",
        Risk = "One caller takes the model away from all others, or copies it through its answers.",
        Advice = "Set a rate and a burst for the routes of each stage.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0029, AML.T0034, AML.T0024",
        Link = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html")]
    [Command("aws apigatewayv2 get-stages --api-id {apiId} --region {Region} && aws apigatewayv2 update-stage --api-id {apiId} --stage-name STAGE_NAME --default-route-settings 'ThrottlingRateLimit=10,ThrottlingBurstLimit=20' --region {Region}")]
    [Passes("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "JWT", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        """HttpStage { "@Parent": "arn:api", "stageName": "$default", "defaultRouteSettings": { "throttlingRateLimit": 20, "throttlingBurstLimit": 10 } }""")]
    [Fails("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "JWT", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        """HttpStage { "@Parent": "arn:api", "stageName": "$default", "defaultRouteSettings": { "detailedMetricsEnabled": false } }""")]
    [Fails("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "JWT", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:p" }] }""", """IamPolicy { "Arn": "arn:p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" } } }] }""",
        """HttpStage { "@Parent": "arn:api", "stageName": "$default", "defaultRouteSettings": { "throttlingRateLimit": 0, "throttlingBurstLimit": 10 } }""")]
    [Fails("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "JWT", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke" }""",
        """HttpStage { "@Parent": "arn:api", "stageName": "$default", "defaultRouteSettings": { "detailedMetricsEnabled": false } }""")]
    [Skips("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "JWT", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } } }] }""",
        """HttpStage { "@Parent": "arn:api", "stageName": "$default", "defaultRouteSettings": { "detailedMetricsEnabled": false } }""")]
    [Skips("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "JWT", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke" }""")]
    [Passes("""{ "@Id": "arn:api", "apiId": "h1", "name": "ask" }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "r", "routeKey": "POST /ask", "authorizationType": "JWT", "target": "integrations/i1" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i1", "integrationId": "i1", "integrationUri": "arn:aws:lambda:eu-west-1:111122223333:function:ask" }""",
        """LambdaFunction { "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:ask", "FunctionName": "ask", "Role": "arn:aws:iam::111122223333:role/r" }""",
        """IamRole { "Arn": "arn:aws:iam::111122223333:role/r", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        """HttpStage { "@Parent": "arn:api", "stageName": "$default", "defaultRouteSettings": { "throttlingRateLimit": 20, "throttlingBurstLimit": 10 } }""",
        """HttpRoute { "@Parent": "arn:api", "routeId": "w", "routeKey": "GET /", "target": "integrations/i2" }""",
        """HttpIntegration { "@Parent": "arn:api", "@Name": "i2", "integrationId": "i2", "integrationUri": "https://example.com/" }""", Because = "One of its routes leads to a model.")]
    public static Verdict Throttled(HttpApi api, Inventory<HttpRoute> routes, Inventory<HttpIntegration> integrations, AiBackends backends, Inventory<HttpStage> stages) =>
        !routes.Of(api).Any(route => Backend(api, route, integrations, backends) is not null) ? NotApplicable("No route of it leads to a model.")
        : Every.Of("It has no stage.", stages.Of(api).Select(stage => (Func<Verdict>)(() => stage.DefaultRouteSettings is { ThrottlingRateLimit: > 0 and { } rate }
            ? Pass($"The stage {stage.Identity.Name} answers {rate} requests a second at most.")
            : Fail($"Nothing but the account's own limit throttles the stage {stage.Identity.Name}."))));

    internal static string? Backend(HttpApi api, HttpRoute route, Inventory<HttpIntegration> integrations, AiBackends backends) =>
        route.Target is { } target ? backends.Of(integrations.Of(api).FirstOrDefault(integration => target == $"integrations/{integration.Identity.Name}")?.IntegrationUri) : null;
}
