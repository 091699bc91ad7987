using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>
/// Tells what an answer of Google Cloud identifies. The id of a resource is its full resource name, as
/// //aiplatform.googleapis.com/projects/p/locations/l/endpoints/1, with the project's id where Google writes its number:
/// some services write one, some the other.
/// </summary>
public static class GcpIdentity
{
    /// <summary>The identity of one resource.</summary>
    /// <param name="read">How its type is read.</param>
    /// <param name="name">Its full resource name, or its name below the service, as projects/p/locations/l/agents/a.</param>
    /// <param name="location">Where the inventory says that it lies; null where it does not say.</param>
    /// <param name="wire">What is kept of it, as UTF-8 JSON.</param>
    /// <param name="scope">The project.</param>
    /// <param name="parent">What it is a part or setting of.</param>
    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static ResourceIdentity Of(GcpResourceAttribute read, string name, string? location, ReadOnlyMemory<byte> wire, Scope scope, ResourceIdentity? parent = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(scope);
        var id = Own(name.StartsWith("//", StringComparison.Ordinal) ? name : $"//{read.Api}/{name}", scope);
        // A policy is known by what it is attached to.
        var attached = read.Content is GcpContent.IamPolicy or GcpContent.OrgPolicy ? id : null;
        return new(Cloud.Gcp, scope.Id, RegionOf(location) ?? RegionOf(After(id, "locations") ?? After(id, "regions") ?? After(id, "zones")) ?? parent?.Region ?? ResourceIdentity.Global,
            id, NameOf(wire) ?? id[(id.LastIndexOf('/') + 1)..], parent?.Id ?? attached);
    }

    /// <summary>
    /// What a reference names, in the one form in which names are compared: below its service, with the project's id.
    /// Takes full names, URLs of an interface, gs:// and bq:// addresses, and service accounts by their e-mail address.
    /// </summary>
    public static string Relative(string reference, Scope scope)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(scope);
        var name = reference;
        if (name.StartsWith("gs://", StringComparison.OrdinalIgnoreCase))
        {
            var end = name.IndexOf('/', 5);
            return end < 0 ? name[5..] : name[5..end];
        }
        if (name.StartsWith("bq://", StringComparison.OrdinalIgnoreCase))
        {
            name = name[5..].Split('.') switch
            {
                [var project, var dataset, ..] => $"projects/{project}/datasets/{dataset}",
                [var project] => $"projects/{project}",
                _ => name,
            };
        }
        else if (name.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = name.IndexOf('/', 2);
            name = slash < 0 ? name : name[(slash + 1)..];
        }
        else if (name.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && name.IndexOf("/projects/", StringComparison.Ordinal) is > 0 and var at)
        {
            name = name[(at + 1)..];
        }
        // A version of a key is the key, and whoever writes a key's name may write either.
        if (name.IndexOf("/cryptoKeyVersions/", StringComparison.Ordinal) is > 0 and var version)
        {
            name = name[..version];
        }
        // A service account may be named below its project or without, and by a project of "-".
        if (name.LastIndexOf("/serviceAccounts/", StringComparison.Ordinal) is >= 0 and var account && name.Contains('@', StringComparison.Ordinal) && name.IndexOf('/', account + 17) < 0)
        {
            name = name[(account + 17)..];
        }
        return Own(name, scope);
    }

    /// <summary>The project that a reference says it lies in, by id or number; null where it does not say.</summary>
    public static string? ProjectOf(string reference, Scope scope)
    {
        var name = Relative(reference, scope);
        if (name.StartsWith("projects/", StringComparison.Ordinal))
        {
            var end = name.IndexOf('/', 9);
            return end < 0 ? name[9..] : name[9..end];
        }
        if (name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at)
        {
            var (user, domain) = (name[..at], name[(at + 1)..]);
            var project = domain.EndsWith(".iam.gserviceaccount.com", StringComparison.Ordinal) ? domain[..^".iam.gserviceaccount.com".Length]
                : domain == "developer.gserviceaccount.com" && user.EndsWith("-compute", StringComparison.Ordinal) ? user[..^"-compute".Length]
                : domain == "appspot.gserviceaccount.com" ? user : null;
            return project is not null && project == scope.Number ? scope.Id : project;
        }
        return null;
    }

    /// <summary>What follows a word in a name, as the location after locations; null where the name has no such word.</summary>
    public static string? After(string name, string word)
    {
        ArgumentNullException.ThrowIfNull(name);
        var at = name.IndexOf($"/{word}/", StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }
        at += word.Length + 2;
        var end = name.IndexOf('/', at);
        return end < 0 ? name[at..] : name[at..end];
    }

    /// <summary>The name of what another is a part of: two words shorter; null at the top.</summary>
    public static string? Whole(string? name)
    {
        var last = name?.LastIndexOf('/') ?? -1;
        var before = last > 0 ? name!.LastIndexOf('/', last - 1) : -1;
        return before > 1 ? name![..before] : null;
    }

    /// <summary>The region of a location: of the zone us-central1-a it is us-central1.</summary>
    public static string? RegionOf(string? location) => string.IsNullOrEmpty(location) || location == "-" ? null
        : location.Length > 2 && location[^2] == '-' && char.IsAsciiLetterLower(location[^1]) && char.IsAsciiDigit(location[^3]) ? location[..^2]
        : location.ToLowerInvariant();

    /// <summary>The usual name of the collection that holds a kind: endpoints for Endpoint.</summary>
    internal static string CollectionOf(string kind)
    {
        var word = kind.Length > 1 && char.IsUpper(kind[1]) ? kind : char.ToLowerInvariant(kind[0]) + kind[1..];
        return word.EndsWith('y') && !word.EndsWith("ay", StringComparison.Ordinal) && !word.EndsWith("ey", StringComparison.Ordinal) ? word[..^1] + "ies"
            : word.EndsWith('x') ? word[..^1] + "xes" : word.EndsWith('s') ? word : word + "s";
    }

    // The scope's own number becomes its id.
    private static string Own(string name, Scope scope)
    {
        if (scope.Number is not { Length: > 0 } number)
        {
            return name;
        }
        var at = name.IndexOf($"projects/{number}", StringComparison.Ordinal);
        var end = at + 9 + number.Length;
        return at < 0 || at > 0 && name[at - 1] != '/' || end < name.Length && name[end] != '/' ? name : $"{name[..(at + 9)]}{scope.Id}{name[end..]}";
    }

    // What people call it, where the service says so.
    private static string? NameOf(ReadOnlyMemory<byte> wire)
    {
        var json = new Utf8JsonReader(wire.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("not an object");
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isName = json.ValueTextEquals("displayName"u8);
            json.Read();
            if (isName && json.TokenType == JsonTokenType.String && json.GetString() is { Length: > 0 } name)
            {
                return name;
            }
            json.Skip();
        }
        return null;
    }
}
