using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Guardrails, which moto does not have: a request's <c>contentPolicyConfig.filtersConfig</c> reads back as <c>contentPolicy.filters</c>.</summary>
internal static class GuardrailGaps
{
    private const string Guardrails = "guardrails";
    private const string Versions = "guardrail-versions";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["bedrock:CreateGuardrail"] = call => Task.FromResult(Create(call));
        handlers["bedrock:UpdateGuardrail"] = call => Task.FromResult(Update(call));
        handlers["bedrock:CreateGuardrailVersion"] = call => Task.FromResult(CreateVersion(call));
        handlers["bedrock:GetGuardrail"] = call => Task.FromResult(Get(call));
        handlers["bedrock:ListGuardrails"] = call => Task.FromResult(List(call));
        handlers["bedrock:ListEnforcedGuardrailsConfiguration"] = call => Task.FromResult(call.Ok(new JsonObject { ["guardrailsConfig"] = new JsonArray() }));
        handlers["bedrock:DeleteGuardrail"] = call => Task.FromResult(Delete(call));
    }

    private static AwsAnswer Create(GapCall call)
    {
        var name = call.Text("name");
        if (call.Table(Guardrails).All.Exists(g => g.Text("name") == name))
        {
            return call.Error(400, "ConflictException", $"Another guardrail in your account already has this name {name}.");
        }

        var id = GapJson.IdOf($"{call.Region}/{name}", 12, "abcdefghijklmnopqrstuvwxyz0123456789");
        JsonObject guardrail = new()
        {
            ["guardrailId"] = id,
            ["guardrailArn"] = call.Arn("bedrock", $"guardrail/{id}"),
            ["version"] = "DRAFT",
            ["status"] = "READY",
            ["createdAt"] = GapCall.NowText,
        };
        Describe(call, guardrail);
        call.Table(Guardrails)[id] = guardrail;
        return call.Ok(guardrail.Pick("guardrailId", "guardrailArn", "version", "createdAt"), 202);
    }

    private static AwsAnswer Update(GapCall call)
    {
        if (call.Table(Guardrails)[Id(call)] is not { } old)
        {
            return Missing(call);
        }

        var guardrail = old.Pick("guardrailId", "guardrailArn", "version", "status", "createdAt");
        Describe(call, guardrail);
        call.Table(Guardrails)[Id(call)] = guardrail;
        return call.Ok(guardrail.Pick("guardrailId", "guardrailArn", "version", "updatedAt"), 202);
    }

    private static AwsAnswer CreateVersion(GapCall call)
    {
        if (call.Table(Guardrails)[Id(call)] is not { } guardrail)
        {
            return Missing(call);
        }

        var version = $"{call.Table(Versions).All.Count(v => v.Text("guardrailId") == Id(call)) + 1}";
        guardrail["version"] = version;
        guardrail.Take(call.Input, "description");
        call.Table(Versions)[$"{Id(call)}/{version}"] = guardrail;
        return call.Ok(guardrail.Pick("guardrailId", "version"), 202);
    }

    private static AwsAnswer Get(GapCall call)
    {
        var version = call.Text("guardrailVersion");
        var guardrail = version is "" or "DRAFT" ? call.Table(Guardrails)[Id(call)] : call.Table(Versions)[$"{Id(call)}/{version}"];
        return guardrail is null ? Missing(call) : call.Ok(guardrail);
    }

    private static AwsAnswer List(GapCall call)
    {
        var of = Id(call);
        var guardrails = of.Length == 0
            ? call.Table(Guardrails).All
            : [.. call.Table(Guardrails).All.Concat(call.Table(Versions).All).Where(g => g.Text("guardrailId") == of)];
        var summaries = guardrails.Select(g =>
        {
            var summary = g.Pick("status", "name", "description", "version", "createdAt", "updatedAt", "crossRegionDetails");
            summary["id"] = g["guardrailId"]!.DeepClone();
            summary["arn"] = g["guardrailArn"]!.DeepClone();
            return summary;
        });
        return call.Ok(AwsPaging.Page(call.Input, "guardrails", summaries, "maxResults", "nextToken"));
    }

    private static AwsAnswer Delete(GapCall call)
    {
        if (call.Table(Guardrails)[Id(call)] is null)
        {
            return Missing(call);
        }

        if (call.Text("guardrailVersion") is { Length: > 0 } version)
        {
            call.Table(Versions)[$"{Id(call)}/{version}"] = null;
        }
        else
        {
            call.Table(Guardrails)[Id(call)] = null;
        }

        return call.Ok(new JsonObject(), 202);
    }

    private static void Describe(GapCall call, JsonObject guardrail)
    {
        guardrail.Take(call.Input, "name", "description", "blockedInputMessaging", "blockedOutputsMessaging");
        guardrail["updatedAt"] = GapCall.NowText;
        foreach (var (member, value) in call.Input.Where(m => m.Key.EndsWith("PolicyConfig", StringComparison.Ordinal)))
        {
            guardrail[WithoutConfig(member)] = WithoutConfig(value);
        }

        if (call.Text("kmsKeyId") is { Length: > 0 } key)
        {
            guardrail["kmsKeyArn"] = call.KeyArn(key);
        }

        if (call.Input["crossRegionConfig"].Text("guardrailProfileIdentifier") is { Length: > 0 } profile)
        {
            guardrail["crossRegionDetails"] = new JsonObject
            {
                ["guardrailProfileId"] = profile,
                ["guardrailProfileArn"] = call.Arn("bedrock", $"guardrail-profile/{profile}"),
            };
        }
    }

    private static JsonNode? WithoutConfig(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(m => KeyValuePair.Create(WithoutConfig(m.Key), WithoutConfig(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(WithoutConfig)]),
        _ => node?.DeepClone(),
    };

    private static string WithoutConfig(string member) =>
        member.EndsWith("Config", StringComparison.Ordinal) ? member[..^"Config".Length] : member;

    private static string Id(GapCall call) => call.Text("guardrailIdentifier").Split('/')[^1];

    private static AwsAnswer Missing(GapCall call) =>
        call.Error(404, "ResourceNotFoundException", $"The guardrail {call.Text("guardrailIdentifier")} was not found.");
}
