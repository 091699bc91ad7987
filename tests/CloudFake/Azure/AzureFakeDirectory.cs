using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// The part of Microsoft Graph that says what object ids mean and who is in groups. Objects are loaded as Graph shows
/// them; a group's <c>members</c> are object ids.
/// </summary>
internal static class AzureFakeDirectory
{
    private const string Path = "/v1.0/";
    private const int PartsAtMost = 20, IdsAtMost = 1000, PageAtMost = 999, ValuesAtMost = 15;

    // Of users, v1.0 shows no more unless it is asked for.
    private static readonly string[] s_usual = ["@odata.type", "id", "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname", "userPrincipalName"];

    public static bool Is(string path) => path.StartsWith(Path, StringComparison.OrdinalIgnoreCase);

    public static AzureAnswer Answer(AzureFake fake, string method, string path, IQueryCollection query, JsonNode? body, string origin, Func<string, string, AzureAnswer?> fault)
    {
        var words = path[Path.Length..].Split('/');
        return (method, words) switch
        {
            ("POST", ["$batch"]) => Batch(fake, body, origin, fault),
            ("POST", ["directoryObjects", "getByIds"]) => ByIds(fake, body),
            ("GET", ["users"]) => Users(fake, query, path, origin),
            ("GET", ["groups", var id, "transitiveMembers"]) => Members(fake, id, query, path, origin),
            _ => Error(404, "Request_ResourceNotFound", $"The fake has no {method} {path}."),
        };
    }

    private static AzureAnswer Batch(AzureFake fake, JsonNode? body, string origin, Func<string, string, AzureAnswer?> fault)
    {
        var requests = body?["requests"]?.AsArray() ?? [];
        return requests.Count > PartsAtMost
            ? Error(400, "BadRequest", $"Number of batch request steps exceeds the maximum value of {PartsAtMost}.")
            : new(200, new JsonObject
            {
                ["responses"] = new JsonArray([.. requests.Reverse().Select(request =>
                {
                    var address = new Uri($"{origin}/v1.0/{((string)request!["url"]!).TrimStart('/')}");
                    var (method, path) = ((string)request["method"]!, Uri.UnescapeDataString(address.AbsolutePath));
                    var answer = fault(method, path) ?? Answer(fake, method, path, new QueryCollection(QueryHelpers.ParseQuery(address.Query)), request["body"], origin, fault);
                    return (JsonNode)new JsonObject { ["id"] = (string)request["id"]!, ["status"] = answer.Status, ["headers"] = new JsonObject { ["Content-Type"] = "application/json" }, ["body"] = answer.Body?.DeepClone() };
                })]),
            });
    }

    private static AzureAnswer ByIds(AzureFake fake, JsonNode? body)
    {
        if (!fake.HasDirectoryPermission("Directory.Read.All"))
        {
            return Denied();
        }
        var ids = body?["ids"]?.AsArray().Select(id => (string)id!).ToList() ?? [];
        return ids.Find(id => !Guid.TryParse(id, out _)) is { } malformed ? Error(400, "Request_BadRequest", $"Invalid GUID:{malformed}")
            : ids.Count is 0 or > IdsAtMost ? Error(400, "Request_BadRequest", $"One to {IdsAtMost} ids can be asked for.")
            : new(200, new JsonObject
            {
                ["@odata.context"] = "https://graph.microsoft.com/v1.0/$metadata#directoryObjects",
                ["value"] = new JsonArray([.. ids.Distinct(StringComparer.OrdinalIgnoreCase).Select(fake.Principal).OfType<JsonObject>().Select(principal => (JsonNode)Shown(principal, null, isLimited: false))]),
            });
    }

    // Only the filter that we send.
    private static AzureAnswer Users(AzureFake fake, IQueryCollection query, string path, string origin)
    {
        if (!fake.HasDirectoryPermission("Directory.Read.All"))
        {
            return Denied();
        }
        var filter = query["$filter"].ToString();
        if (!filter.StartsWith("id in (", StringComparison.Ordinal) || !filter.EndsWith(')'))
        {
            return Error(400, "Request_UnsupportedQuery", $"The fake does not know the filter '{filter}'.");
        }
        var ids = filter["id in (".Length..^1].Split(',').Select(id => id.Trim('\'')).ToList();
        return ids.Count > ValuesAtMost
            ? Error(400, "Request_UnsupportedQuery", $"Too many child clauses specified in search filter expression containing 'OR' operators: {ids.Count}. Max allowed: {ValuesAtMost}.")
            : Page(fake, [.. ids.Select(fake.Principal).OfType<JsonObject>().Where(principal => (string?)principal["@odata.type"] == "#microsoft.graph.user")], query, path, origin, isLimited: false, keepsType: false);
    }

    private static AzureAnswer Members(AzureFake fake, string group, IQueryCollection query, string path, string origin)
    {
        if (!fake.HasDirectoryPermission("GroupMember.Read.All") && !fake.HasDirectoryPermission("Directory.Read.All"))
        {
            return Denied();
        }
        if (fake.Principal(group) is not { } whole)
        {
            return Error(404, "Request_ResourceNotFound", $"Resource '{group}' does not exist or one of its queried reference-property objects are not present.");
        }
        Dictionary<string, JsonObject> found = new(StringComparer.OrdinalIgnoreCase);
        Queue<JsonObject> open = new([whole]);
        while (open.TryDequeue(out var next))
        {
            foreach (var member in (next["members"]?.AsArray() ?? []).Select(id => fake.Principal((string)id!)).OfType<JsonObject>())
            {
                if (found.TryAdd((string)member["id"]!, member))
                {
                    open.Enqueue(member);
                }
            }
        }
        return Page(fake, (string?)whole["visibility"] == "HiddenMembership" ? [] : [.. found.Values], query, path, origin, isLimited: !fake.HasDirectoryPermission("Directory.Read.All"), keepsType: true);
    }

    private static AzureAnswer Page(AzureFake fake, List<JsonObject> items, IQueryCollection query, string path, string origin, bool isLimited, bool keepsType)
    {
        var top = Math.Min(fake.PageSize, int.TryParse(query["$top"], out var wanted) ? Math.Min(wanted, PageAtMost) : 100);
        var skip = int.TryParse(query["$skiptoken"], out var given) ? given : 0;
        var selected = query["$select"].ToString() is { Length: > 0 } select ? select.Split(',') : null;
        var page = new JsonObject { ["value"] = new JsonArray([.. items.Skip(skip).Take(top).Select(item => (JsonNode)Shown(item, selected is null ? null : keepsType ? [.. selected, "@odata.type"] : selected, isLimited))]) };
        if (skip + top < items.Count)
        {
            page["@odata.nextLink"] = $"{origin}{path}?{string.Join('&', query.Where(part => part.Key != "$skiptoken").Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value.ToString())}"))}&$skiptoken={skip + top}";
        }
        return new(200, page);
    }

    // Who may not see a type is told that there is one.
    private static JsonObject Shown(JsonObject principal, string[]? selected, bool isLimited)
    {
        var members = isLimited ? ["@odata.type", "id"] : selected ?? ((string?)principal["@odata.type"] == "#microsoft.graph.user" ? s_usual : null);
        return new(principal.Where(member => member.Key != "members" && members?.Contains(member.Key) is not false).Select(member => new KeyValuePair<string, JsonNode?>(member.Key, member.Value?.DeepClone())));
    }

    private static AzureAnswer Denied() => Error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

    private static AzureAnswer Error(int status, string code, string message) => AzureAnswer.Error(status, code, message);
}
