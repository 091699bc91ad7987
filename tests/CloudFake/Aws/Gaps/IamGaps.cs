using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// Service-specific credentials (Bedrock API keys), which moto does not have, and the account's authorization details,
/// in which moto lists every AWS managed policy there is, attached or not (1,485 of them, a second a call).
/// </summary>
internal static class IamGaps
{
    private const string Credentials = "service-specific-credentials";
    private const string Details = "iam-details";
    private static readonly XNamespace Ns = "https://iam.amazonaws.com/doc/2010-05-08/";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["iam:CreateServiceSpecificCredential"] = CreateAsync;
        handlers["iam:ListServiceSpecificCredentials"] = call => Task.FromResult(List(call));
        handlers["iam:UpdateServiceSpecificCredential"] = call => Task.FromResult(Update(call));
        handlers["iam:DeleteServiceSpecificCredential"] = call => Task.FromResult(Delete(call));
        handlers["iam:GetAccountAuthorizationDetails"] = DetailsAsync;
    }

    private static async Task<AwsAnswer> CreateAsync(GapCall call)
    {
        var user = call.Text("UserName");
        var known = await call.AskFormAsync($"Action=GetUser&Version=2010-05-08&UserName={Uri.EscapeDataString(user)}");
        if (known.Status == 404)
        {
            return known;
        }

        var table = call.GlobalTable(Credentials);
        var now = DateTimeOffset.UtcNow;
        var id = "ACCA" + GapJson.IdOf($"{user}/{table.All.Count}", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
        JsonObject credential = new()
        {
            ["UserName"] = user,
            ["ServiceName"] = call.Text("ServiceName"),
            ["ServiceSpecificCredentialId"] = id,
            ["Status"] = "Active",
            ["CreateDate"] = Date(now),
        };
        if (int.TryParse(call.Text("CredentialAgeDays"), out var days))
        {
            credential["ExpirationDate"] = Date(now.AddDays(days));
        }

        // The secret of an API key and the password of the older services are shown once, here.
        JsonObject secret;
        if (call.Text("ServiceName") == "bedrock.amazonaws.com")
        {
            credential["ServiceCredentialAlias"] = $"BedrockAPIKey-{id[^4..].ToLowerInvariant()}";
            secret = new() { ["ServiceCredentialSecret"] = "not-a-secret" };
        }
        else
        {
            credential["ServiceUserName"] = $"{user}-at-123456789012";
            secret = new() { ["ServicePassword"] = "not-a-password" };
        }

        table[id] = credential;
        return AwsAnswer.Query(call.Request, Ns, new XElement("ServiceSpecificCredential", Xml(credential), Xml(secret)));
    }

    private static AwsAnswer List(GapCall call)
    {
        var user = call.Text("UserName");
        var service = call.Text("ServiceName");
        var everybody = call.Text("AllUsers") == "true";
        var page = AwsPaging.Page(call.Input, "Credentials",
            call.GlobalTable(Credentials).All.Where(c => (everybody || user.Length == 0 || c.Text("UserName") == user) && (service.Length == 0 || c.Text("ServiceName") == service)),
            "MaxItems", "Marker");
        List<object> result =
        [
            new XElement("ServiceSpecificCredentials", page["Credentials"]!.AsArray().Select(c => new XElement("member", Xml((JsonObject)c!)))),
            new XElement("IsTruncated", page["Marker"] is null ? "false" : "true"),
        ];
        if (page["Marker"] is { } marker)
        {
            result.Add(new XElement("Marker", marker.ToString()));
        }

        return AwsAnswer.Query(call.Request, Ns, [.. result]);
    }

    private static AwsAnswer Update(GapCall call)
    {
        var table = call.GlobalTable(Credentials);
        if (table[call.Text("ServiceSpecificCredentialId")] is not { } credential)
        {
            return Missing(call);
        }

        credential["Status"] = call.Text("Status");
        table[call.Text("ServiceSpecificCredentialId")] = credential;
        return AwsAnswer.Query(call.Request, Ns);
    }

    private static AwsAnswer Delete(GapCall call)
    {
        var table = call.GlobalTable(Credentials);
        if (table[call.Text("ServiceSpecificCredentialId")] is null)
        {
            return Missing(call);
        }

        table[call.Text("ServiceSpecificCredentialId")] = null;
        return AwsAnswer.Query(call.Request, Ns);
    }

    private static async Task<AwsAnswer> DetailsAsync(GapCall call)
    {
        // Kept until somebody writes to IAM: the answer is the same, and moto takes a second for it.
        var table = call.GlobalTable(Details);
        if (table[call.Request.Body] is { } kept)
        {
            return AwsAnswer.Of(call.Request, kept.Text("xml"));
        }

        var answer = await call.NextAsync();
        if (!answer.IsSuccess)
        {
            return answer;
        }

        var xml = XDocument.Parse(answer.Text);
        xml.Descendants().Where(e => e.Name.LocalName == "Policies").Elements()
            .Where(policy => Value(policy, "Arn").StartsWith("arn:aws:iam::aws:", StringComparison.Ordinal) && Value(policy, "AttachmentCount") is "0" or "")
            .ToList().ForEach(policy => policy.Remove());
        var text = xml.ToString(SaveOptions.DisableFormatting);
        table[call.Request.Body] = new JsonObject { ["xml"] = text };
        return AwsAnswer.Of(call.Request, text);
    }

    private static string Value(XElement element, string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";

    private static IEnumerable<XElement> Xml(JsonObject members) => members.Select(m => new XElement(m.Key, m.Value!.ToString()));

    private static string Date(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static AwsAnswer Missing(GapCall call) =>
        call.Error(404, "NoSuchEntity", $"Service specific credential {call.Text("ServiceSpecificCredentialId")} not found.");
}
