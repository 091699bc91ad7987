using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiCloudSecurity;

/// <summary>One read of a cloud, and what the reader must be granted for it.</summary>
/// <param name="Operation">As sagemaker:ListNotebookInstances.</param>
/// <param name="Permission">As sagemaker:ListNotebookInstances; not always the operation's own name.</param>
public sealed record ReadOperation(string Operation, string Permission);

/// <summary>Says what a resource type is called and, in derived attributes, how it is read.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ResourceAttribute(string name) : Attribute
{
    /// <summary>The cloud's own name for the type.</summary>
    public string Name => name;

    /// <summary>The cloud.</summary>
    public abstract Cloud Cloud { get; }

    /// <summary>The service, as sagemaker; empty for what stands for a scope or region.</summary>
    public virtual string Service => "";

    /// <summary>The type exists once in a scope, not in each region.</summary>
    public bool Global { get; init; }

    /// <summary>The reads that give it; the parent's come from the parent.</summary>
    public abstract IReadOnlyList<ReadOperation> Operations { get; }

    /// <summary>The type that it is a part or setting of, read once for each of them.</summary>
    public Type? Of { get; init; }

    /// <summary>It supports AI services and is read only in the regions where there are some.</summary>
    public bool Supporting { get; init; }

    /// <summary>It takes so many requests that it is read only where somebody asks for it.</summary>
    public bool OnRequest { get; init; }
}

/// <summary>A kind of resource: its name, its record and how it is read. Found by reflection; there is no registry.</summary>
public sealed class ResourceType
{
    private static readonly JsonSerializerOptions s_wire = new()
    {
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        MaxDepth = 64,
        Converters = { new WireBooleanConverter(), new WireTimeConverter() },
    };

    private static readonly Dictionary<string, ResourceType> s_byName;
    private static readonly Dictionary<Type, ResourceType> s_byRecord;
    private readonly Lazy<Redaction.Marked> _marked;
    private IReadOnlyList<ResourceType>? _referredBy;

    static ResourceType()
    {
        All = [.. from record in typeof(ResourceType).Assembly.GetTypes()
                  where record.IsSubclassOf(typeof(Resource))
                  let read = record.GetCustomAttribute<ResourceAttribute>()
                  where read is not null
                  orderby read.Name
                  select new ResourceType(record, read)];
        s_byName = All.ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);
        s_byRecord = All.ToDictionary(type => type.Record);
    }

    private ResourceType(Type record, ResourceAttribute read)
    {
        Record = record;
        Read = read;
        _marked = new(() => new(record));
    }

    /// <summary>Every type that some check judges or needs.</summary>
    public static IReadOnlyList<ResourceType> All { get; }

    /// <summary>The cloud's own name, as AWS::SageMaker::NotebookInstance.</summary>
    public string Name => Read.Name;

    /// <summary>The cloud.</summary>
    public Cloud Cloud => Read.Cloud;

    /// <summary>The record that holds one.</summary>
    public Type Record { get; }

    /// <summary>How it is read.</summary>
    public ResourceAttribute Read { get; }

    /// <summary>The type that it is a part or setting of.</summary>
    public ResourceType? Parent => Read.Of is { } parent ? s_byRecord[parent] : null;

    /// <summary>It is read where another resource names it, not listed.</summary>
    public bool IsReferenced => Read is AwsResourceAttribute { IsReferenced: true };

    /// <summary>The types whose resources may name one of these: without them nobody knows which there are.</summary>
    public IReadOnlyList<ResourceType> ReferredBy => _referredBy ??= [.. All.Where(type => References.Of(type).Contains(this))];

    /// <summary>The type of a record.</summary>
    public static ResourceType Of<T>() where T : Resource => s_byRecord[typeof(T)];

    /// <summary>The type of a record.</summary>
    public static ResourceType Of(Type record) => s_byRecord[record];

    /// <summary>The type of that name, or null where no check needs it.</summary>
    public static ResourceType? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>
    /// Makes a resource of what a cloud sent. Secrets are replaced; JSON of another shape gives a resource that
    /// is marked as unread, never an exception and never one that looks whole.
    /// </summary>
    public Resource Create(ResourceIdentity identity, ReadOnlyMemory<byte> wire, Refusal? unread = null)
    {
        Resource resource;
        try
        {
            if (_marked.Value.Any)
            {
                wire = Redaction.Apply(wire, _marked.Value);
            }
            resource = (Resource)(JsonSerializer.Deserialize(wire.Span, Record, s_wire)
                ?? throw new JsonException("null where an object was expected"));
        }
        // A name that is no UTF-8, or half of a surrogate pair, is found when it is made a text.
        catch (Exception malformed) when (malformed is JsonException or ArgumentException or InvalidOperationException)
        {
            resource = (Resource)Activator.CreateInstance(Record)!;
            // What nothing is sent for, as a region of an account, comes from files alone.
            var (operation, permission) = Read.Operations is [.., var last] ? (last.Operation, last.Permission) : (Name, "");
            unread ??= new Refusal(CoverageState.Failed, operation, permission, $"malformed answer at {(malformed as JsonException)?.Path ?? "$"}");
            wire = "{}"u8.ToArray();
        }
        resource.Type = this;
        resource.Identity = identity;
        resource.Wire = wire;
        resource.Unread = unread;
        return resource;
    }

    /// <summary>Of what a cloud sent, only what the record knows.</summary>
    /// <exception cref="JsonException">It is of another shape.</exception>
    public ReadOnlyMemory<byte> Known(ReadOnlySpan<byte> wire) => JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(wire, Record, s_wire), Record, s_wire);

    /// <inheritdoc/>
    public override string ToString() => Name;

    // Query protocols send "true"; some JSON services send "True".
    private sealed class WireBooleanConverter : JsonConverter<bool>
    {
        public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => bool.TryParse(reader.GetString(), out var value) ? value : throw new JsonException("not a boolean"),
            _ => reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw new JsonException("not a boolean"),
        };

        public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
    }

    // AWS JSON sends seconds since 1970, AWS query and REST send ISO 8601.
    private sealed class WireTimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                return FromSeconds(reader.GetDouble());
            }
            var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            return double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
                ? FromSeconds(seconds)
                : DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture,
                    System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal, out var time)
                    ? time
                    : throw new JsonException("not a time");
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        private static DateTimeOffset FromSeconds(double seconds) =>
            seconds is >= -62135596800 and <= 253402300799
                ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                : throw new JsonException("not a time");
    }
}
