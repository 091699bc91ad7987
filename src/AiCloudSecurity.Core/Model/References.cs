using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace AiCloudSecurity;

/// <summary>A resource that another one names.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">The name that is used: an ARN, an id, an alias, a bucket.</param>
public sealed record Reference(ResourceType Type, string Name);

/// <summary>Finds what a resource refers to, by the members marked with <see cref="RefersAttribute"/>.</summary>
public static class References
{
    private static readonly ConcurrentDictionary<Type, (PropertyInfo Property, Type? Refers)[]> s_properties = new();

    /// <summary>What the resource refers to.</summary>
    public static IEnumerable<Reference> In(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.Unread is null ? In((object)resource) : [];
    }

    /// <summary>The types of which resources may be named by a type's resources.</summary>
    public static IReadOnlySet<ResourceType> Of(ResourceType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        HashSet<ResourceType> found = [];
        HashSet<Type> seen = [];
        Walk(type.Record);
        return found;

        void Walk(Type record)
        {
            foreach (var (property, refers) in s_properties.GetOrAdd(record, Properties))
            {
                if (refers is not null)
                {
                    found.Add(ResourceType.Of(refers));
                    continue;
                }
                var nested = property.PropertyType.IsArray ? property.PropertyType.GetElementType()!
                    : property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[^1] : property.PropertyType;
                if (seen.Add(nested))
                {
                    Walk(nested);
                }
            }
        }
    }

    /// <summary>The bucket of <c>s3://bucket/prefix</c> or of <c>arn:aws:s3:::bucket/prefix</c>, or the name as it is.</summary>
    public static string Bucket(string location)
    {
        ArgumentNullException.ThrowIfNull(location);
        var start = location.StartsWith("s3://", StringComparison.OrdinalIgnoreCase) ? 5
            : location.Contains(":s3:::", StringComparison.Ordinal) ? location.IndexOf(":s3:::", StringComparison.Ordinal) + 6 : 0;
        var end = location.IndexOf('/', start);
        return end < 0 ? location[start..] : location[start..end];
    }

    private static IEnumerable<Reference> In(object value)
    {
        foreach (var (property, refers) in s_properties.GetOrAdd(value.GetType(), Properties))
        {
            var member = property.GetValue(value);
            foreach (var item in member is string or null ? [member] : member is IDictionary ? [] : member is IEnumerable items ? items.Cast<object?>() : [member])
            {
                if (refers is null)
                {
                    foreach (var inner in item is null ? [] : In(item))
                    {
                        yield return inner;
                    }
                }
                else if (item is string { Length: > 0 } name)
                {
                    var type = ResourceType.Of(refers);
                    yield return new(type, type.Name switch
                    {
                        "AWS::S3::Bucket" => Bucket(name),
                        // Subnets are named; what is read is their network.
                        "Microsoft.Network/virtualNetworks" => AzureIdentity.Whole(name, "subnets") ?? name,
                        _ => name,
                    });
                }
            }
        }
    }

    private static (PropertyInfo, Type?)[] Properties(Type type) =>
        [.. from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            where property.GetIndexParameters().Length == 0 && property.DeclaringType != typeof(Resource)
            let refers = property.GetCustomAttribute<RefersAttribute>()?.Record
            where refers is not null || IsNested(property.PropertyType)
            select (property, refers)];

    private static bool IsNested(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().All(IsNested) && !typeof(IDictionary).IsAssignableFrom(type)
        : type.IsArray ? IsNested(type.GetElementType()!)
        : type.Assembly == typeof(Resource).Assembly && type is { IsClass: true, IsAbstract: false } && type.Namespace?.StartsWith("AiCloudSecurity.Resources.", StringComparison.Ordinal) is true;
}
