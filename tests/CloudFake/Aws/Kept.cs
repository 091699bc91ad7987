using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// A kind of resource that moto does not have, as data: what Create makes of a request, and what Get and List show of it.
/// Answers are held to botocore's shapes, as all are.
/// </summary>
internal sealed record Kept
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>By botocore's name.</summary>
    public required string Service { get; init; }

    public required string Create { get; init; }

    /// <summary>The whole of what the request makes, as <see cref="Get"/> shows it.</summary>
    public required Func<GapCall, JsonObject> Make { get; init; }

    /// <summary>The member that names one among those of its <see cref="Of"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The members of what it is a part of; they stand in every request.</summary>
    public string[] Of { get; init; } = [];

    /// <summary>What the answer to Create has of it; all without.</summary>
    public string[]? Created { get; init; }

    public int CreatedStatus { get; init; } = 200;

    /// <summary>The member that holds it in the answers of Create and Get; <see cref="CreatedWrap"/> for Create alone.</summary>
    public string? Wrap { get; init; }

    public string? CreatedWrap { get; init; }

    public string? Get { get; init; }

    /// <summary>The member of Get's request that names one, where that is not <see cref="Key"/>.</summary>
    public string? GetBy { get; init; }

    public string? List { get; init; }

    public string Items { get; init; } = "";

    /// <summary>What a list shows of each; all without.</summary>
    public string[]? Summary { get; init; }

    /// <summary>A list of names only.</summary>
    public bool NamesOnly { get; init; }

    /// <summary>The service writes its members with a capital.</summary>
    public bool Pascal { get; init; }

    public static void AddTo(Dictionary<string, GapHandler> handlers, params IEnumerable<Kept> kinds)
    {
        foreach (var kind in kinds)
        {
            kind.AddTo(handlers);
        }
    }

    private void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers[$"{Service}:{Create}"] = call => Task.FromResult(Made(call));
        if (Get is not null)
        {
            handlers[$"{Service}:{Get}"] = call => Task.FromResult(Shown(call));
        }

        if (List is not null)
        {
            handlers[$"{Service}:{List}"] = call => Task.FromResult(Listed(call));
        }
    }

    /// <summary>A short id that is the same for the same name in the same region.</summary>
    public static string IdOf(GapCall call, string name, int length = 10) => GapJson.IdOf($"{call.Region}/{call.Request.Operation}/{name}", length, Letters);

    /// <summary>An id in the form of a UUID that is the same for the same name in the same region.</summary>
    public static string UuidOf(GapCall call, string name)
    {
        var hex = GapJson.IdOf($"{call.Region}/{call.Request.Operation}/{name}", 32, "0123456789abcdef");
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    private string Table => $"{Service}:{Create}";

    /// <summary>What is kept.</summary>
    public IEnumerable<JsonObject> All(GapCall call) => call.Table(Table).All;

    public void Keep(GapCall call, JsonObject made) => call.Table(Table)[Place(made, Key)] = made;

    private AwsAnswer Made(GapCall call)
    {
        var made = Make(call);
        foreach (var member in Of)
        {
            made[member] = call.Input[member]?.DeepClone();
        }

        Keep(call, made);
        var shown = Created is null ? made : made.Pick(Created);
        return call.Ok((CreatedWrap ?? Wrap) is { Length: > 0 } wrap ? new JsonObject { [wrap] = shown } : shown, CreatedStatus);
    }

    private AwsAnswer Shown(GapCall call) => call.Table(Table)[Place(call.Input, GetBy ?? Key)] is not { } made
        ? call.Error(call.Request.Protocol == AwsProtocol.Json ? 400 : 404, "ResourceNotFoundException", $"{call.Text(GetBy ?? Key)} was not found.")
        : call.Ok(Wrap is null ? made : new JsonObject { [Wrap] = made });

    private AwsAnswer Listed(GapCall call)
    {
        var items = call.Table(Table).All.Where(made => Of.All(member => call.Text(member).Length == 0 || made.Text(member) == call.Text(member)))
            .Select(JsonNode (made) => NamesOnly ? made[Key]!.DeepClone() : Summary is null ? made : made.Pick(Summary));
        return call.Ok(AwsPaging.Page(call.Input, Items, items, Pascal ? "MaxResults" : "maxResults", Pascal ? "NextToken" : "nextToken"));
    }

    private string Place(JsonObject named, string key) => string.Join('/', Of.Append(key).Select(member => named.Text(member)));
}
