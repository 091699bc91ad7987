using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs;

/// <summary>
/// A setting that is a part of a document, which a REST interface gives and takes. Its state has the members by their
/// paths, as properties.disableLocalAuth. What begins with @ tells of the moment (a version, whether something is under
/// way), and is no part of a change.
/// </summary>
internal abstract class DocumentSetting : Setting
{
    /// <summary>The document's version, where it has one: it is written over only while it has this.</summary>
    protected const string Version = "@etag";

    /// <summary>The paths of the members that it is made of.</summary>
    public required string[] Members { get; init; }

    /// <summary>
    /// What the cloud takes an absent member for, as JSON. A member that is written cannot be made absent again, so what
    /// was absent comes back as this.
    /// </summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    /// <summary>Takes out of a state what the cloud adds by itself.</summary>
    public Func<JsonObject, JsonObject> Normal { get; init; } = state => state;

    /// <summary>Whether it may be made and taken away; it is only changed without.</summary>
    public bool ComesAndGoes { get; init; }

    /// <summary>What it needs to be granted beside its own reads and writes.</summary>
    public string[] AlsoNeeds { get; init; } = [];

    /// <summary>The members of a document, by path.</summary>
    internal JsonObject StateOf(JsonObject document)
    {
        JsonObject state = [];
        foreach (var path in Members)
        {
            if (At(document, path) is { } value)
            {
                state[path] = value.DeepClone();
            }
            else if (Defaults.TryGetValue(path, out var text))
            {
                state[path] = JsonNode.Parse(text);
            }
        }
        return Normal(state);
    }

    /// <summary>A document that has the members at their paths; a member that a state lacks is null in it.</summary>
    protected static JsonObject Document(JsonObject? state, IEnumerable<string> members)
    {
        JsonObject document = [];
        foreach (var path in members)
        {
            var names = path.Split('.');
            var part = document;
            foreach (var name in names[..^1])
            {
                part = (JsonObject)(part[name] ??= new JsonObject());
            }
            part[names[^1]] = state?[path]?.DeepClone();
        }
        return document;
    }

    /// <summary>What is at a path; null where there is nothing.</summary>
    protected static JsonNode? At(JsonNode? document, string path) => path.Split('.').Aggregate(document, (part, name) => (part as JsonObject)?[name]);

    /// <summary>An answer's body.</summary>
    protected static JsonObject Parsed(string answer) =>
        JsonNode.Parse(answer) as JsonObject ?? throw new CloudCallException(ErrorId.CloudRefused, null, "the answer was malformed", isCertain: false);

    /// <summary>What there is to say of a document that is gone and cannot be made.</summary>
    protected CloudCallException Gone() => new(ErrorId.ResourceNotFound, null, $"{Name} is not there any more", isCertain: true);
}
